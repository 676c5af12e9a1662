// What a run that was killed left on the server is put away by the next one: it becomes the guest of those
// accounts once more, and what follows is the usual goodbye.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "run/guest.hpp"

namespace ringcheck::run {

void Guest::adopt(const Tasks& tasks) {
  for (const LeftBehind& left : earlier_) {
    rooms_.insert(left.rooms.begin(), left.rooms.end());
    for (const std::string& name : left.registered) adopt_registered(tasks, name);
    for (const auto& [user_id, devices] : left.devices) {
      for (const std::string& device_id : devices) adopt_device(tasks, user_id, device_id);
    }
  }
  if (earlier_.empty()) return;
  // The last task, which is not begun when we are closed before.
  tasks->push_back([this](const std::function<void()>& done) {
    auto leaving = std::make_shared<std::list<Task>>();
    for (const GuestAccount& account : accounts_) {
      if (account.devices.empty()) continue;
      leaving->push_back(
          [this, &account](std::function<void()> then) { leave_all(account, std::move(then)); });
    }
    adopted_ = true;
    run(leaving, done);
  });
}

// It may never have been made, or be deactivated already: then nobody can log in.
void Guest::adopt_registered(const Tasks& tasks, const std::string& name) {
  if (server_.registration_secret.empty()) {
    left_.push_back(
        fmt::format("the user {} of an earlier run, whose registration_secret is not given", name));
    return;
  }
  accounts_.push_back({name, password_of(name), true, {}, 0, true});
  GuestAccount& account = accounts_.back();
  tasks->push_back([this, &account](std::function<void()> done) {
    log_in_as(account, "RINGCHECKGOODBYE",
              [this, &account, done = std::move(done)](int status, const Value&) {
                if (status == 200) {
                  account.user_id = account.devices.front().user_id;
                } else if (status != 403) {
                  left_.push_back(fmt::format("the user {} of an earlier run, whose login was answered {}",
                                              account.user_id, status));
                }
                done();
              });
  });
}

// Who logs in as a device that is there has its session.
void Guest::adopt_device(const Tasks& tasks, const std::string& user_id, const std::string& device_id) {
  const auto known = std::find_if(accounts_.begin(), accounts_.end(), [&](const GuestAccount& account) {
    return account.user_id == user_id && !account.password.empty();
  });
  if (known == accounts_.end()) {
    left_.push_back(fmt::format("the session {} of {} of an earlier run, whose password is not given",
                                device_id, user_id));
    return;
  }
  GuestAccount& account = *known;
  tasks->push_back([this, &account, device_id](std::function<void()> done) {
    log_in_as(account, device_id,
              [this, &account, device_id, done = std::move(done)](int status, const Value&) {
                if (status != 200)
                  left_.push_back(
                      fmt::format("the session {} of {} of an earlier run", device_id, account.user_id));
                done();
              });
  });
}

}  // namespace ringcheck::run
