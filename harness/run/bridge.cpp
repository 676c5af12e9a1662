#include "run/bridge.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <list>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "net/http_server.hpp"
#include "net/websocket.hpp"

namespace ringcheck::run {
namespace {

constexpr std::size_t most_sessions = 64;  // open at once
constexpr int most_faults = 100;           // told of one test

struct Served {
  std::string_view path;
  std::string_view file;
  std::string_view type;
};
constexpr std::array<Served, 3> shared_files = {{
    {"/codec.js", "codec.js", "text/javascript; charset=utf-8"},
    {"/bridge.js", "bridge.js", "text/javascript; charset=utf-8"},
    {"/page.css", "page.css", "text/css; charset=utf-8"},
}};
constexpr std::string_view html_type = "text/html; charset=utf-8";
constexpr std::array<widget::Page, 3> all_pages = {widget::Page::widget, widget::Page::host,
                                                   widget::Page::hostile};

Result<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{fmt::format("cannot read {}; the pages of widgets are files there", path)};
  return std::string(std::istreambuf_iterator<char>(file), {});
}

/// Path -> what is served there, where it does not depend on a token.
struct Files {
  std::map<std::string, net::HttpResponse, std::less<>> shared;
  std::map<widget::Page, std::string> html;
};

net::HttpResponse page_response(std::string body, std::string_view type) {
  return {200,
          {{"Content-Type", std::string(type)},
           {"X-Content-Type-Options", "nosniff"},
           {"Cache-Control", "no-store"}},
          std::move(body)};
}

Result<Files> read_files(const std::string& folder) {
  Files files;
  for (const Served& served : shared_files) {
    auto text = read_text(fmt::format("{}/{}", folder, served.file));
    if (!text) return text.error();
    files.shared.emplace(served.path, page_response(std::move(*text), served.type));
  }
  for (const widget::Page page : all_pages) {
    auto text = read_text(fmt::format("{}/{}.html", folder, widget::page_name(page)));
    if (!text) return text.error();
    files.html.emplace(page, std::move(*text));
  }
  return files;
}

/// The page may run our script, speak to us and frame anybody. There is no frame-ancestors: anybody may frame
/// it, and
/// `*` would leave out hosts that are no web site, as desktop applications with a scheme of their own.
std::string content_security_policy(std::uint16_t port) {
  return fmt::format(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws://127.0.0.1:{}; "
      "frame-src * "
      "data: blob:; img-src 'self'; base-uri 'none'; form-action 'none'",
      port);
}

/// `/widget/TOKEN?query` in its parts.
struct Target {
  std::string_view path;  ///< without query
  std::string_view word;
  std::string_view token;  ///< what stands behind the second slash, up to a third: the rest is the scenario's
};

Target parse_target(std::string_view target) {
  Target parsed;
  parsed.path = target.substr(0, target.find('?'));
  const std::size_t slash = parsed.path.find('/', 1);
  parsed.word = parsed.path.substr(std::min<std::size_t>(1, parsed.path.size()),
                                   slash == parsed.path.npos ? slash : slash - 1);
  if (slash != parsed.path.npos) {
    parsed.token = parsed.path.substr(slash + 1);
    parsed.token = parsed.token.substr(0, parsed.token.find('/'));
  }
  return parsed;
}

}  // namespace

struct Bridge::Impl {
  struct Member {
    BridgeActor actor;
    std::string token;
    int loads = 0;  ///< WebSockets so far
  };

  struct Session {
    Member* member = nullptr;
    std::string name;
    std::unique_ptr<net::WebSocket> socket;
    bool greeted = false;  ///< its hello came
    bool open = false;     ///< and no goodbye yet
  };
  using Sessions = std::list<Session>;

  Impl(net::Loop& its_loop, Files its_files, BridgeEvents its_events)
      : loop(its_loop), files(std::move(its_files)), events(std::move(its_events)) {}

  Result<Done> listen(widget::Page page) {
    auto server = net::HttpServer::listen(
        loop, {}, [this, page](const net::ExchangePtr& exchange) { serve(page, exchange); },
        [this, page](const std::string& what) {
          fault({}, {}, fmt::format("{} page: {}", page_name(page), what));
        });
    if (!server) return server.error();
    servers.emplace(page, std::move(*server));
    return Done{};
  }

  std::string origin(widget::Page page) const {
    return fmt::format("http://127.0.0.1:{}", servers.at(page)->port());
  }

  const Member* find(const std::string& name) const {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const Member& member) { return member.actor.name == name; });
    return found == members.end() ? nullptr : &*found;
  }

  Member* owner(widget::Page page, std::string_view token) {
    const auto found = std::find_if(members.begin(), members.end(), [&](const Member& member) {
      return member.actor.page == page && member.token == token;
    });
    return found == members.end() ? nullptr : &*found;
  }

  /// The session of that name, or the newest of the actor when none is named; only one that is open.
  Session* session_of(const std::string& actor, const std::string& name) {
    const auto fits = [&](const Session& session) {
      return session.open && session.member->actor.name == actor && (name.empty() || session.name == name);
    };
    const auto found = std::find_if(sessions.rbegin(), sessions.rend(), fits);
    return found == sessions.rend() ? nullptr : &*found;
  }

  void fault(const std::string& actor, const std::string& session, const std::string& what) {
    if (closed || faults >= most_faults) return;
    ++faults;
    const bool last = faults == most_faults;
    events.on_fault(actor, session, last ? what + "; more of this test is not told" : what);
  }

  void serve(widget::Page page, const net::ExchangePtr& asked) {
    net::Exchange& exchange = *asked;
    const net::HttpRequest& request = exchange.request();
    const Target target = parse_target(request.target);
    if (target.word == "bridge") return take_socket(page, target, exchange);
    if (target.word == "held" && owner(page, target.token) != nullptr) return held.push_back(asked);
    if (request.method != "GET" && request.method != "HEAD") {
      exchange.respond({405, {{"Allow", "GET, HEAD"}}, {}});
      return;
    }
    const auto shared = files.shared.find(target.path);
    if (shared != files.shared.end()) {
      exchange.respond(shared->second);
    } else if (target.word == page_name(page) && owner(page, target.token) != nullptr) {
      net::HttpResponse response = page_response(files.html.at(page), html_type);
      response.headers.emplace_back("Content-Security-Policy",
                                    content_security_policy(servers.at(page)->port()));
      exchange.respond(response);
    } else {
      refuse(page, target, exchange);
    }
  }

  /// A browser asks for more than was offered to it, as for an icon; only what looks like a page of ours is
  /// told.
  void refuse(widget::Page page, const Target& target, net::Exchange& exchange) {
    exchange.respond({404, {{"Content-Type", "text/plain"}}, "There is nothing here.\n"});
    const bool like_ours =
        target.word == "bridge" || std::any_of(all_pages.begin(), all_pages.end(),
                                               [&](auto each) { return target.word == page_name(each); });
    if (like_ours) {
      fault({}, {},
            fmt::format("the origin of the {} page has no {}: its token is another", page_name(page),
                        target.path));
    }
  }

  void take_socket(widget::Page page, const Target& target, net::Exchange& exchange) {
    Member* member = owner(page, target.token);
    if (member == nullptr) return refuse(page, target, exchange);
    const std::string& actor = member->actor.name;
    if (!net::WebSocket::is_asked_for(exchange.request())) {
      exchange.respond({426, {{"Upgrade", "websocket"}, {"Connection", "close"}}, {}});
      return fault(actor, {}, "a request of the bridge's path asked for no WebSocket");
    }
    if (sessions.size() >= most_sessions) {
      exchange.respond({503, {{"Connection", "close"}}, {}});
      return fault(actor, {}, fmt::format("a page was refused: {} are open already", sessions.size()));
    }
    admit(*member, exchange);
  }

  void admit(Member& member, net::Exchange& exchange) {
    ++member.loads;
    const std::string& actor = member.actor.name;
    auto session = sessions.insert(sessions.end(), Session{});
    session->member = &member;
    session->name = member.loads == 1 ? actor : fmt::format("{}.{}", actor, member.loads);
    auto socket = net::WebSocket::accept(
        loop, exchange, {},
        {.on_open = nullptr,
         .on_text = [this, session](const std::string& text) { take(session, text); },
         .on_closed = [this, session](const std::string& why) { lose(session, why); }});
    if (!socket) {
      fault(actor, session->name, socket.error().text);
      sessions.erase(session);
      return;
    }
    session->socket = std::move(*socket);
  }

  void take(Sessions::iterator session, const std::string& text) {
    auto read = widget::read_from_page(text);
    if (!read) return fault_of(session, read.error().text);
    if (!read->doubt.empty()) fault_of(session, read->doubt);
    if (closed) return;
    if (const auto* hello = std::get_if<widget::Hello>(&read->frame)) return begin(session, *hello);
    if (!session->open)
      return fault_of(session, fmt::format("came before hello or after unloaded: {}", text.substr(0, 200)));
    const std::string& actor = session->member->actor.name;
    if (auto* message = std::get_if<widget::Received>(&read->frame)) {
      events.on_message(actor, session->name, std::move(*message));
    } else if (const auto* loaded = std::get_if<widget::Loaded>(&read->frame)) {
      events.on_loaded(actor, session->name, loaded->frame);
    } else if (const auto* trouble = std::get_if<widget::Trouble>(&read->frame)) {
      fault_of(session, "the page says: " + trouble->what);
    } else {
      end(session);
    }
  }

  void begin(Sessions::iterator session, const widget::Hello& hello) {
    if (session->greeted) return fault_of(session, "a second hello came");
    const BridgeActor& actor = session->member->actor;
    if (hello.page != actor.page) {
      return fault_of(session, fmt::format("wanted hello from the {} page, came one from the {} page",
                                           page_name(actor.page), page_name(hello.page)));
    }
    session->greeted = true;
    session->open = true;
    events.on_open(actor.name, session->name, hello);
  }

  void end(Sessions::iterator session) {
    if (std::exchange(session->open, false)) events.on_unload(session->member->actor.name, session->name);
  }

  void lose(Sessions::iterator session, const std::string& why) {
    if (!why.empty() && session->open) fault_of(session, why);
    end(session);
    sessions.erase(session);
  }

  void fault_of(Sessions::iterator session, const std::string& what) {
    fault(session->member->actor.name, session->name, what);
  }

  /// Called perhaps by an event of a session, which therefore stays where it is.
  void close() {
    if (std::exchange(closed, true)) return;
    for (auto& [page, server] : servers) server->close();
    for (Session& session : sessions) {
      session.open = false;
      session.socket->close();
    }
  }

  net::Loop& loop;
  Files files;
  BridgeEvents events;
  std::vector<Member> members;
  std::map<widget::Page, std::unique_ptr<net::HttpServer>> servers;
  Sessions sessions;
  std::vector<net::ExchangePtr> held;  ///< what pages wait for with their load event; never answered
  int faults = 0;
  bool closed = false;
};

Result<std::unique_ptr<Bridge>> Bridge::open(net::Loop& loop, const BridgeOptions& options, Random& random,
                                             BridgeEvents events) {
  constexpr std::size_t token_length = 24;
  auto files = read_files(options.pages);
  if (!files) return files.error();
  auto impl = std::make_unique<Impl>(loop, std::move(*files), std::move(events));
  for (const BridgeActor& actor : options.actors) {
    impl->members.push_back({actor, random.opaque_id(token_length)});
  }
  for (const widget::Page page : all_pages) {
    if (auto done = impl->listen(page); !done) return done.error();
  }
  return std::unique_ptr<Bridge>(new Bridge(std::move(impl)));
}

Bridge::Bridge(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Bridge::~Bridge() {
  close();
}

std::string Bridge::url_of(const std::string& actor) const {
  const Impl::Member* member = impl_->find(actor);
  if (member == nullptr) return {};
  const widget::Page page = member->actor.page;
  return fmt::format("{}/{}/{}", impl_->origin(page), page_name(page), member->token);
}

std::string Bridge::origin_of(const std::string& actor) const {
  const Impl::Member* member = impl_->find(actor);
  return member == nullptr ? std::string() : impl_->origin(member->actor.page);
}

bool Bridge::post(const std::string& actor, const std::string& session, Value message, widget::PostTo to) {
  return order(actor, session, widget::Post{std::move(message), std::move(to)});
}

bool Bridge::order(const std::string& actor, const std::string& session, const widget::Order& order) {
  const Impl::Session* found = impl_->session_of(actor, session);
  return found != nullptr && found->socket->send(widget::to_text(order));
}

bool Bridge::frame(const std::string& actor, const std::string& url, const std::string& name) {
  return order(actor, {}, widget::MakeFrame{url, name});
}

void Bridge::close() {
  impl_->close();
}

}  // namespace ringcheck::run
