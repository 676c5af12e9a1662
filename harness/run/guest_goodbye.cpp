// How a guest of a homeserver leaves: no room joined, no session open, no user of ours that could still log
// in; and what stays is told by name.

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "run/guest.hpp"
#include "value/json.hpp"

namespace ringcheck::run {
namespace {

constexpr const char* deactivate_path = "/_matrix/client/v3/account/deactivate";

}  // namespace

void Guest::close(std::function<void()> on_closed) {
  if (std::exchange(closing_, true)) return;
  on_closed_ = std::move(on_closed);
  std::vector<int> all;
  for (const Loan& loan : loans_) all.push_back(loan.id);
  for (const int id : all) give_back(id);
  finish_if_closing();
}

void Guest::finish_if_closing() {
  if (!closing_ || on_begun_ || !loans_.empty() || !on_closed_) return;
  auto tasks = std::make_shared<std::list<Task>>();
  for (GuestAccount& account : accounts_) {
    if (!account.devices.empty())
      tasks->push_back([this, &account](std::function<void()> done) { leave_all(account, std::move(done)); });
  }
  run(tasks, [this] {
    auto goodbyes = std::make_shared<std::list<Task>>();
    for (GuestAccount& account : accounts_) say_goodbye(goodbyes, account);
    run(goodbyes, [this] {
      forget_lists();
      std::exchange(on_closed_, nullptr)();
    });
  });
}

// Lists are kept until all that stands in them is away.
void Guest::forget_lists() {
  if (!left_.empty()) return;
  journal_->remove();
  if (!adopted_) return;
  for (const LeftBehind& each : earlier_) {
    std::error_code ignored;
    std::filesystem::remove(each.file, ignored);
    put_away_.push_back(each.file);
  }
}

// What the server says is joined counts, and not what we believe to have left.
void Guest::leave_all(const GuestAccount& account, std::function<void()> done) {
  const std::string token = account.devices.front().access_token;
  const auto joined = [this, &account, token](std::function<void(int, std::list<std::string>)> then) {
    say({"GET", "/_matrix/client/v3/joined_rooms", token, {}},
        [this, &account, then = std::move(then)](int status, const Value& body) {
          std::list<std::string> ours;
          if (const Value* rooms = body.find("joined_rooms")) {
            for (const Value& room : rooms->items) {
              if (account.ours || rooms_.contains(room.text)) ours.push_back(room.text);
            }
          }
          then(status, std::move(ours));
        });
  };
  joined([this, &account, token, joined, done = std::move(done)](int status,
                                                                 const std::list<std::string>& rooms) {
    // Whose token the test has ended has nobody to ask; its user is deactivated, or the operator's own.
    if (status == 401) return done();
    auto tasks = std::make_shared<std::list<Task>>();
    for (const std::string& room : rooms) tasks->push_back(leave(room, token));
    const bool any = !rooms.empty();
    run(tasks, [this, &account, joined, done, any, status] {
      if (!any && status == 200) return done();
      joined([this, &account, done](int again, const std::list<std::string>& stay) {
        for (const std::string& room : stay)
          left_.push_back(fmt::format("{} is still in the room {}", account.user_id, room));
        if (again != 200)
          left_.push_back(fmt::format("{} did not tell which rooms {} is in", server_.url, account.user_id));
        done();
      });
    });
  });
}

void Guest::say_goodbye(const Tasks& tasks, GuestAccount& account) {
  if (account.ours && !account.devices.empty()) {
    tasks->push_back(
        [this, &account](std::function<void()> done) { deactivate(account, "", std::move(done)); });
  } else if (!account.password.empty()) {
    log_out(account, tasks);
  }
  // Sessions of access tokens are the operator's, and stay.
}

void Guest::log_out(GuestAccount& account, const Tasks& tasks) {
  for (const GuestDevice& device : account.devices) {
    tasks->push_back([this, device](std::function<void()> done) {
      say({"POST", "/_matrix/client/v3/logout", device.access_token, make_object()},
          [this, device, done = std::move(done)](int status, const Value&) {
            if (status != 200 && status != 401)
              left_.push_back(
                  fmt::format("the session {} of {} is still open", device.device_id, device.user_id));
            done();
          });
    });
  }
}

// Two requests at most: the first tells the session of the authentication where the server wants one.
void Guest::deactivate(GuestAccount& account, const std::string& session, std::function<void()> done) {
  const Value identifier = make_object({{"type", "m.id.user"}, {"user", account.user_id}});
  Value auth =
      make_object({{"type", "m.login.password"}, {"identifier", identifier}, {"password", account.password}});
  if (!session.empty()) auth.set("session", session);
  say({"POST", deactivate_path, account.devices.front().access_token,
       make_object({{"auth", std::move(auth)}, {"erase", true}})},
      [this, &account, session, done = std::move(done)](int status, const Value& body) {
        const std::string wanted(body.string_at("session"));
        if (status == 200) return done();
        if (status == 401 && session.empty() && !wanted.empty()) return deactivate(account, wanted, done);
        left_.push_back(fmt::format("the user {} could not be deactivated ({} {})", account.user_id, status,
                                    body.string_at("errcode")));
        auto tasks = std::make_shared<std::list<Task>>();
        log_out(account, tasks);
        run(tasks, done);
      });
}

std::vector<std::string> Guest::still_there() const {
  std::vector<std::string> all = left_;
  if (closing_ && !on_closed_) return all;
  for (const GuestAccount& account : accounts_) {
    if (account.password.empty() || account.devices.empty()) continue;
    all.push_back(fmt::format("{} {}", account.user_id,
                              account.ours ? "is still a user" : "has still sessions of ringcheck"));
  }
  if (on_begun_) all.push_back("a user or session that was being made, if it was");
  for (const std::string& room : rooms_) all.push_back(fmt::format("the room {} was perhaps not left", room));
  return all;
}

}  // namespace ringcheck::run
