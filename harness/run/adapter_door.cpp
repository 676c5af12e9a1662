#include "run/adapter_door.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "net/http_server.hpp"
#include "net/websocket.hpp"
#include "run/random_word.hpp"

namespace ringcheck::run {
namespace {

constexpr std::string_view path = "/adapter/";
constexpr std::size_t token_length = 32;  // it is all that keeps strangers out
constexpr int most_refusals = 100;
constexpr std::int64_t reminders = 8;  // of one wait

}  // namespace

std::int64_t wait_for_adapter_ms(double time_scale) {
  constexpr double wait_ms = 120'000;
  return static_cast<std::int64_t>(wait_ms * time_scale);
}

struct AdapterDoor::Impl {
  Impl(net::Loop& its_loop, std::int64_t its_wait_ms, DoorEvents its_events)
      : loop(its_loop),
        wait_ms(its_wait_ms),
        events(std::move(its_events)),
        token(random_word(token_length)) {}

  void serve(net::Exchange& exchange);
  void tell(const std::string& why) {
    if (++refusals <= most_refusals) events.on_refused(why);
  }
  void turn_away(net::Exchange& exchange, int status, const std::string& why) {
    exchange.respond({status, {{"Content-Type", "text/plain"}, {"Connection", "close"}}, why + "\n"});
    tell(why);
  }

  net::Loop& loop;
  std::int64_t wait_ms;
  DoorEvents events;
  std::string token;
  std::string place;  ///< without path
  std::string url;
  std::unique_ptr<net::HttpServer> server;
  Link* waiting = nullptr;
  bool taken = false;  ///< an adapter is connected
  int refusals = 0;
};

/// One adapter, from the wait for it to the end of its WebSocket.
class AdapterDoor::Link : public AdapterLink {
 public:
  explicit Link(Impl& door) : door_(door) {}
  ~Link() override { leave(); }

  driver::Wire wire() const override { return driver::Wire::texts; }

  Result<Done> start(Events events) override {
    events_ = std::move(events);
    door_.waiting = this;
    until_ms_ = now_ms() + door_.wait_ms;
    remind();
    return Done{};
  }

  void admit(net::Exchange& exchange) {
    auto socket =
        net::WebSocket::accept(door_.loop, exchange, {},
                               {.on_open = [this] { on_open(); },
                                .on_text = [this](const std::string& text) { events_.on_received(text); },
                                .on_closed = [this](const std::string& why) { on_closed(why); }});
    if (!socket) return door_.tell("refused: " + socket.error().text);
    door_.waiting = nullptr;
    door_.taken = true;
    socket_ = std::move(*socket);
  }

  void write(const std::string& message) override {
    const bool has_end = message.ends_with('\n');
    if (socket_) socket_->send(message.substr(0, message.size() - (has_end ? 1 : 0)));
  }

  // When the adapter has said goodbye too it has left, as far as can be seen from here.
  void close_input() override {
    if (socket_)
      socket_->close([this, alive = std::weak_ptr<bool>(alive_)] {
        if (alive.expired()) return;
        leave();
        events_.on_over("", {});
      });
  }

  void kill() override {
    leave();
    timer_ = door_.loop.after_ms(0, [this] { events_.on_over("", {}); });
  }

 private:
  std::int64_t now_ms() const { return door_.loop.now_us() / 1000; }

  void remind() {
    const std::int64_t left_ms = until_ms_ - now_ms();
    if (left_ms <= 0) {
      leave();
      return events_.on_absent(fmt::format("no adapter came to {} within {} s", door_.place,
                                           static_cast<double>(door_.wait_ms) / 1000));
    }
    door_.events.on_waiting(door_.url, left_ms);
    const std::int64_t pause_ms = std::max<std::int64_t>(1, door_.wait_ms / reminders);
    timer_ = door_.loop.after_ms(std::min(left_ms, pause_ms), [this] { remind(); });
  }

  void on_open() {
    timer_.cancel();
    open_ = true;
    events_.on_open();
  }

  // Whose handshake was no good was no adapter: the wait goes on.
  void on_closed(const std::string& why) {
    leave(open_);
    if (open_) return events_.on_over(why, {});
    door_.waiting = this;
    door_.tell("refused: " + why);
  }

  void leave(bool for_good = true) {
    if (for_good) timer_.cancel();
    if (door_.waiting == this) door_.waiting = nullptr;
    if (socket_) door_.taken = false;
    socket_.reset();
  }

  Impl& door_;
  Events events_;
  std::unique_ptr<net::WebSocket> socket_;
  net::Timer timer_;
  std::int64_t until_ms_ = 0;
  bool open_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

void AdapterDoor::Impl::serve(net::Exchange& exchange) {
  const std::string& target = exchange.request().target;
  if (target != std::string(path) + token) {
    const bool other = target.starts_with(path) && target.size() > path.size();
    return turn_away(
        exchange, other ? 403 : 401,
        fmt::format("refused: the adapter's path has {} token; ringcheck printed the right one when it "
                    "began to wait",
                    other ? "a wrong" : "no"));
  }
  if (!net::WebSocket::is_asked_for(exchange.request())) {
    exchange.respond({426, {{"Upgrade", "websocket"}, {"Connection", "close"}}, {}});
    return tell("refused: a request of the adapter's path asked for no WebSocket");
  }
  if (taken) return turn_away(exchange, 409, "refused: an adapter is connected already");
  if (waiting == nullptr) return turn_away(exchange, 503, "refused: no adapter is wanted now; come again");
  waiting->admit(exchange);
}

Result<std::unique_ptr<AdapterDoor>> AdapterDoor::open(net::Loop& loop, const driver::Listen& listen,
                                                       std::int64_t wait_ms, DoorEvents events,
                                                       const Reach& reach) {
  auto impl = std::make_unique<Impl>(loop, wait_ms, std::move(events));
  auto server = net::HttpServer::listen(
      loop, {}, [door = impl.get()](const net::ExchangePtr& exchange) { door->serve(*exchange); },
      [door = impl.get()](const std::string& what) { door->tell("refused: " + what); },
      net::Endpoint{listen.address, listen.port}, reach.identity);
  if (!server) return server.error();
  impl->server = std::move(*server);
  impl->place = reach.url("ws", impl->server->port());
  impl->url = impl->place + std::string(path) + impl->token;
  return std::unique_ptr<AdapterDoor>(new AdapterDoor(std::move(impl)));
}

AdapterDoor::AdapterDoor(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
AdapterDoor::~AdapterDoor() = default;

const std::string& AdapterDoor::url() const {
  return impl_->url;
}

std::unique_ptr<AdapterLink> AdapterDoor::next() {
  return std::make_unique<Link>(*impl_);
}

}  // namespace ringcheck::run
