#include "run/guest_account.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace ringcheck::run {

std::vector<CastUser> users_of(const scenario::Test& test) {
  std::vector<CastUser> users;
  for (const scenario::Actor& actor : test.actors) {
    if (test.has_account(actor) && actor.user.empty()) users.push_back({actor.name, {}});
  }
  for (const scenario::Actor& actor : test.actors) {
    if (!test.has_account(actor)) continue;
    for (CastUser& user : users) {
      if (user.actor == actor.user) user.more_devices.push_back(actor.name);
    }
  }
  std::stable_sort(users.begin(), users.end(),
                   [](const CastUser& a, const CastUser& b) { return a.devices() > b.devices(); });
  return users;
}

std::string too_few(const std::vector<CastUser>& users, const std::list<GuestAccount>& accounts) {
  std::vector<std::size_t> devices;
  for (const GuestAccount& account : accounts) {
    constexpr std::size_t as_many_as_wanted = 1'000;
    if (!account.retired)
      devices.push_back(account.password.empty() ? account.devices.size() : as_many_as_wanted);
  }
  std::sort(devices.rbegin(), devices.rend());
  if (devices.size() < users.size())
    return fmt::format("it needs {} users, and accounts gives {}", users.size(), devices.size());
  for (std::size_t i = 0; i < users.size(); ++i) {
    if (devices[i] < users[i].devices())
      return fmt::format("it needs a user with {} devices: give {} access tokens of one", users[i].devices(),
                         users[i].devices());
  }
  return {};
}

}  // namespace ringcheck::run
