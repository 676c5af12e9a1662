#include "run/guest.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "run/random_word.hpp"
#include "run/shared_secret.hpp"
#include "trace/hmac.hpp"
#include "value/json.hpp"
#include "value/web_text.hpp"

namespace ringcheck::run {
namespace {

constexpr std::int64_t timeout_ms = 30'000;
constexpr const char* login_path = "/_matrix/client/v3/login";

GuestDevice device_of(const Value& account) {
  return {std::string(account.string_at("user_id")), std::string(account.string_at("device_id")),
          std::string(account.string_at("access_token"))};
}

std::string refusal(const std::string& what, int status, const Value& body) {
  const std::string_view code = body.string_at("errcode");
  return status == 0 ? fmt::format("{} was not answered", what)
                     : fmt::format("{} was answered {} {} {}", what, status, code, body.string_at("error"));
}

/// The path without its query, and without the version of the client API before it.
std::string short_path(const std::string& target) {
  std::string path = target.substr(0, target.find('?'));
  const std::string before = "/_matrix/client/";
  if (!path.starts_with(before)) return path;
  const std::size_t slash = path.find('/', before.size());
  return slash == std::string::npos ? path : path.substr(slash);
}

}  // namespace

Result<std::unique_ptr<Guest>> Guest::open(net::Loop& loop, const driver::Operated& server,
                                           const std::string& run_folder) {
  auto client = net::HttpClient::open(loop, server.url, {}, server.ca_file);
  if (!client) return client.error();
  auto journal = GuestJournal::open(run_folder, server.url);
  if (!journal) return journal.error();
  std::unique_ptr<Guest> guest(new Guest(loop, server, std::move(*client)));
  guest->journal_ = std::move(*journal);
  guest->earlier_ = left_behind(run_folder, server.url);
  for (const driver::GivenUser& user : server.users)
    guest->accounts_.push_back({user.user_id, user.password, false, {}, 0, false});
  return guest;
}

void Guest::say(const Said& said, std::function<void(int, const Value&)> on_answer) {
  net::HttpRequest request{said.method, said.path, {}, {}};
  if (!said.token.empty()) request.headers.emplace_back("Authorization", "Bearer " + said.token);
  if (!said.body.is_null()) {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = to_json(said.body);
  }
  auto take = [this, on_answer = std::move(on_answer)](const Result<net::HttpResponse>& answer) {
    if (!answer) {
      trouble_ = answer.error().text;
      return on_answer(0, Value());
    }
    auto body = parse_json(answer->body);
    on_answer(answer->status, body ? body->value : Value());
  };
  client_.ask({std::move(request), timeout_ms, std::move(take), {}, {}, false});
}

void Guest::run(const Tasks& tasks, std::function<void()> done) {
  if (tasks->empty()) return done();
  const Task task = std::move(tasks->front());
  tasks->pop_front();
  task([tasks, done = std::move(done)] { run(tasks, done); });
}

void Guest::begin(std::function<void(Result<ServerName>)> on_begun) {
  on_begun_ = std::move(on_begun);
  say({"GET", "/_matrix/client/versions", "", {}}, [this](int status, const Value& body) {
    if (status == 0) return begun(Error{fmt::format("{}: {}", server_.url, trouble_)});
    if (status != 200 || body.find("versions") == nullptr)
      return begun(Error{fmt::format("{} is no homeserver: {}", server_.url,
                                     refusal("GET /_matrix/client/versions", status, body))});
    trouble_.clear();
    try_accounts([this] {
      if (closing_ || !trouble_.empty()) return begun(Error{trouble_});
      say({"GET", "/_matrix/federation/v1/version", "", {}}, [this](int, const Value& said) {
        const Value* server = said.find("server");
        const Value nothing = make_object();
        const Value& names = server == nullptr ? nothing : *server;
        begun(ServerName{std::string(names.string_at("name")), std::string(names.string_at("version"))});
      });
    });
  });
}

// Who was closed meanwhile has waited for this, and nobody else has.
void Guest::begun(Result<ServerName> said) {
  const auto on_begun = std::exchange(on_begun_, nullptr);
  closing_ ? finish_if_closing() : on_begun(std::move(said));
}

void Guest::run_until_closed(const Tasks& tasks, std::function<void()> done) {
  if (closing_ || tasks->empty()) return done();
  const Task task = std::move(tasks->front());
  tasks->pop_front();
  task([this, tasks, done = std::move(done)] { run_until_closed(tasks, done); });
}

// What is wrong with them is told before anything is played, and once.
void Guest::try_accounts(std::function<void()> done) {
  auto tasks = std::make_shared<std::list<Task>>();
  for (const std::string& token : server_.access_tokens)
    tasks->push_back([this, token](std::function<void()> then) { whose_token(token, std::move(then)); });
  if (!server_.registration_secret.empty()) accounts_.push_back({"", "", true, {}, 0, false});
  for (GuestAccount& account : accounts_) {
    tasks->push_back([this, &account](std::function<void()> then) {
      account.ours ? register_user(account, 0, std::move(then)) : log_in(account, 0, std::move(then));
    });
  }
  run_until_closed(tasks, [this, done = std::move(done)] {
    if (closing_ || !trouble_.empty()) return done();
    auto more = std::make_shared<std::list<Task>>();
    adopt(more);
    run_until_closed(more, done);
  });
}

void Guest::whose_token(const std::string& token, std::function<void()> done) {
  say({"GET", "/_matrix/client/v3/account/whoami", token, {}},
      [this, token, done = std::move(done)](int status, const Value& body) {
        if (status != 200) {
          const auto which = std::find(server_.access_tokens.begin(), server_.access_tokens.end(), token);
          trouble_ = refusal(fmt::format("GET /account/whoami with access token {} of subject.yaml",
                                         which - server_.access_tokens.begin() + 1),
                             status, body);
          return done();
        }
        GuestDevice device = device_of(body);
        device.access_token = token;
        const auto known = std::find_if(accounts_.begin(), accounts_.end(), [&](const GuestAccount& account) {
          return account.user_id == device.user_id;
        });
        GuestAccount& account =
            known != accounts_.end()
                ? *known
                : accounts_.emplace_back(GuestAccount{device.user_id, "", false, {}, 0, false});
        account.devices.push_back(std::move(device));
        done();
      });
}

std::unique_ptr<net::HttpClient> Guest::more_connections() const {
  return client_.more_connections();
}

std::string Guest::why_not(const scenario::Test& test) const {
  if (!test.homeserver.members.empty())
    return fmt::format("it needs an instance of its own, with {}", test.homeserver.members.front().key);
  if (!test.uses.orders.empty()) return fmt::format("it orders {}", test.uses.orders.front());
  if (test.uses.passwords) return "it logs in by a user's password, and accounts are lent without theirs";
  return server_.registration_secret.empty() ? too_few(users_of(test), accounts_) : std::string();
}

int Guest::lend(const scenario::Test& test, OnLent on_lent) {
  Loan& loan = loans_.emplace_back();
  loan.id = ++loans_made_;
  loan.users = users_of(test);
  loan.on_lent = std::move(on_lent);
  const int id = loan.id;
  loop_.post([this] { lend_waiting(); });
  return id;
}

Guest::Loan* Guest::find(int loan) {
  const auto found =
      std::find_if(loans_.begin(), loans_.end(), [&](const Loan& each) { return each.id == loan; });
  return found == loans_.end() ? nullptr : &*found;
}

// In the order in which they asked: who needs many accounts is not overtaken for ever.
void Guest::lend_waiting() {
  for (Loan& loan : loans_) {
    if (loan.returned || !loan.accounts.empty() || !loan.on_lent) continue;
    if (closing_) return;
    if (!take_accounts(loan)) {
      const std::string why =
          server_.registration_secret.empty() ? too_few(loan.users, accounts_) : std::string();
      if (why.empty()) return;
      std::exchange(loan.on_lent, nullptr)(Error{why});
      continue;
    }
    prepare(loan);
  }
}

/// The one with the fewest devices that has enough; one that can log in more has enough.
GuestAccount* Guest::free_account(std::size_t devices) {
  GuestAccount* best = nullptr;
  for (GuestAccount& account : accounts_) {
    const bool fits = account.devices.size() >= devices || !account.password.empty();
    if (account.loan != 0 || account.retired || !fits) continue;
    const bool enough = account.devices.size() >= devices;
    const bool best_enough = best != nullptr && best->devices.size() >= devices;
    const bool smaller = best != nullptr && account.devices.size() < best->devices.size();
    if (best == nullptr || (enough && !best_enough) || (enough == best_enough && enough == smaller))
      best = &account;
  }
  if (best == nullptr && !server_.registration_secret.empty()) {
    accounts_.push_back({"", "", true, {}, 0, false});
    best = &accounts_.back();
  }
  return best;
}

bool Guest::take_accounts(Loan& loan) {
  for (const CastUser& user : loan.users) {
    GuestAccount* account = free_account(user.devices());
    if (account == nullptr) {
      for (GuestAccount* taken : loan.accounts) taken->loan = 0;
      loan.accounts.clear();
      return false;
    }
    account->loan = loan.id;
    loan.accounts.push_back(account);
  }
  return true;
}

void Guest::prepare(Loan& loan) {
  auto tasks = std::make_shared<std::list<Task>>();
  const int id = loan.id;
  for (std::size_t i = 0; i < loan.users.size(); ++i) {
    GuestAccount* account = loan.accounts[i];
    std::size_t missing =
        loan.users[i].devices() - std::min(loan.users[i].devices(), account->devices.size());
    if (account->user_id.empty()) {
      tasks->push_back(
          [this, account, id](std::function<void()> done) { register_user(*account, id, std::move(done)); });
      if (missing > 0) --missing;  // registration begins a session too
    }
    for (; missing > 0; --missing)
      tasks->push_back(
          [this, account, id](std::function<void()> done) { log_in(*account, id, std::move(done)); });
  }
  ++loan.under_way;
  run(tasks, [this, id] {
    --find(id)->under_way;
    lent(id);
  });
}

bool Guest::is_over(int loan) {
  const Loan* found = find(loan);
  return loan == 0 ? closing_ : found != nullptr && found->returned;
}

// Whoever has the secret may have all users that it makes, and nobody else knows this; so no password needs
// to be kept for the case that we are killed.
std::string Guest::password_of(const std::string& registered) const {
  return trace::hmac_sha1_hex(server_.registration_secret, "the password of " + registered);
}

void Guest::register_user(GuestAccount& account, int loan, std::function<void()> done) {
  if (is_over(loan)) return done();
  say({"GET", register_path, "", {}}, [this, &account, loan, done = std::move(done)](int,
                                                                                     const Value& answer) {
    if (is_over(loan)) return done();
    const std::string nonce(answer.string_at("nonce"));
    const std::string user = "ringcheck-" + random_word(12);
    account.password = password_of(user);
    journal_->note_registered(user);
    Value body = registration_body(server_.registration_secret, nonce, user, account.password);
    say({"POST", register_path, "", std::move(body)}, [this, &account, user, done](int status,
                                                                                   const Value& made) {
      if (status == 200) {
        account.devices.push_back(device_of(made));
        account.user_id = account.devices.front().user_id;
      } else {
        trouble_ = refusal(fmt::format("registration by {}", register_path), status, made);
        if (status == 0)
          left_.push_back(fmt::format("the user {}, if its registration succeeded: no answer came", user));
      }
      done();
    });
  });
}

void Guest::log_in_as(GuestAccount& account, const std::string& device_id,
                      std::function<void(int, const Value&)> done) {
  const Value identifier = make_object({{"type", "m.id.user"}, {"user", account.user_id}});
  say({"POST", login_path, "",
       make_object({{"type", "m.login.password"},
                    {"identifier", identifier},
                    {"password", account.password},
                    {"device_id", device_id},
                    {"initial_device_display_name", "ringcheck"}})},
      [&account, done = std::move(done)](int status, const Value& body) {
        if (status == 200) account.devices.push_back(device_of(body));
        done(status, body);
      });
}

void Guest::log_in(GuestAccount& account, int loan, std::function<void()> done) {
  if (is_over(loan) || account.user_id.empty()) return done();
  const std::string device_id = "RINGCHECK" + random_word(10);
  if (!account.ours) journal_->note_device(account.user_id, device_id);
  log_in_as(account, device_id,
            [this, &account, device_id, done = std::move(done)](int status, const Value& body) {
              if (status != 200)
                trouble_ = refusal(fmt::format("the login of {}", account.user_id), status, body);
              if (status == 0 && !account.ours)
                left_.push_back(fmt::format("the session {} of {}, if its login succeeded: no answer came",
                                            device_id, account.user_id));
              done();
            });
}

void Guest::lent(int id) {
  Loan& loan = *find(id);
  if (loan.returned) return clean_if_over(id);
  std::map<std::string, GuestDevice> devices;
  for (std::size_t i = 0; i < loan.users.size(); ++i) {
    const GuestAccount& account = *loan.accounts[i];
    if (account.devices.size() < loan.users[i].devices())
      return std::exchange(loan.on_lent, nullptr)(Error{trouble_});
    devices[loan.users[i].actor] = account.devices[0];
    for (std::size_t more = 0; more < loan.users[i].more_devices.size(); ++more)
      devices[loan.users[i].more_devices[more]] = account.devices[more + 1];
  }
  loan.lent = true;
  std::exchange(loan.on_lent, nullptr)(std::move(devices));
}

void Guest::ask(int id, PoliteRequest request) {
  Loan* loan = find(id);
  if (loan == nullptr || loan->returned) return;
  if (sets(request.http) && setting_of(*loan, request.http) == nullptr)
    return remember(*loan, std::move(request));
  ++loan->under_way;
  request.timeout_ms = std::max(request.timeout_ms, timeout_ms);
  request.on_answer = [this, id, http = request.http,
                       on_answer = std::move(request.on_answer)](Result<net::HttpResponse> answer) {
    Loan& asker = *find(id);
    --asker.under_way;
    if (answer) note(asker, http, *answer);
    on_answer(std::move(answer));
    clean_if_over(id);
  };
  client_.ask(std::move(request));
}

// What came of a request that will have to be put away.
void Guest::note(Loan& loan, const net::HttpRequest& request, const net::HttpResponse& answer) {
  const std::string path = short_path(request.target);
  const bool ends_sessions = path.starts_with("/logout") || path.starts_with("/account/") ||
                             path.starts_with("/delete_devices") || path.starts_with("/devices/");
  if (ends_sessions && request.method != "GET") loan.spoilt = true;
  if (answer.status != 200 || request.method == "GET") return;
  if (Setting* setting = setting_of(loan, request)) setting->is_changed = true;
  const auto body = parse_json(answer.body);
  if (!body) return;
  const bool joins = path.starts_with("/join/") || path.ends_with("/join");
  const std::string room(body->value.string_at("room_id"));
  if ((joins || path == "/createRoom" || path.ends_with("/upgrade")) && !room.empty()) {
    loan.rooms.insert(room);
    if (rooms_.insert(room).second) journal_->note_room(room);
  }
  const std::string token(body->value.string_at("access_token"));
  if ((path == "/login" || path == "/register" || path == "/refresh") && !token.empty())
    loan.sessions.push_back(token);
}

void Guest::give_back(int id) {
  Loan* loan = find(id);
  if (loan == nullptr) return;
  loan->returned = true;
  loan->on_lent = nullptr;
  clean_if_over(id);
}

void Guest::clean_if_over(int id) {
  Loan* loan = find(id);
  if (loan == nullptr || !loan->returned || loan->under_way > 0 || loan->cleaning) return;
  loan->cleaning = true;
  // Never inside the caller, which may be a stage that is about to go.
  loop_.post([this, id] { clean(*find(id)); });
}

Guest::Task Guest::leave(const std::string& room, const std::string& token) {
  return [this, room, token](std::function<void()> done) {
    const std::string path = "/_matrix/client/v3/rooms/" + percent_encoded(room);
    say({"POST", path + "/leave", token, make_object()},
        [this, path, token, done = std::move(done)](int, const Value&) {
          say({"POST", path + "/forget", token, make_object()}, [done](int, const Value&) { done(); });
        });
  };
}

void Guest::clean(Loan& loan) {
  auto tasks = std::make_shared<std::list<Task>>();
  for (const Setting& setting : loan.settings) {
    if (setting.is_changed) tasks->push_back(set_back(setting));
  }
  for (const std::string& room : loan.rooms) {
    for (const GuestAccount* account : loan.accounts) {
      if (!account->devices.empty()) tasks->push_back(leave(room, account->devices.front().access_token));
    }
  }
  for (const std::string& token : loan.sessions) {
    tasks->push_back([this, token](std::function<void()> done) {
      say({"POST", "/_matrix/client/v3/logout", token, make_object()},
          [done = std::move(done)](int, const Value&) { done(); });
    });
  }
  run(tasks, [this, id = loan.id] {
    const auto over =
        std::find_if(loans_.begin(), loans_.end(), [&](const Loan& each) { return each.id == id; });
    for (GuestAccount* account : over->accounts) {
      account->loan = 0;
      account->retired = account->retired || over->spoilt;
    }
    loans_.erase(over);
    lend_waiting();
    finish_if_closing();
  });
}

}  // namespace ringcheck::run
