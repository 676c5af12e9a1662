#pragma once
// What a guest of a homeserver has there: accounts, each with devices that are logged in; and what the cast
// of a test needs of them.

#include <cstddef>
#include <list>
#include <string>
#include <vector>

#include "scenario/model.hpp"

namespace ringcheck::run {

struct GuestDevice {
  std::string user_id;
  std::string device_id;
  std::string access_token;
};

struct GuestAccount {
  std::string user_id;   ///< empty until it is registered
  std::string password;  ///< empty where tokens alone were given
  bool ours = false;     ///< registered by us, and ours to deactivate
  std::vector<GuestDevice> devices;
  int loan = 0;          ///< who has it; 0: nobody
  bool retired = false;  ///< of no more use
};

/// One user of a cast: its own actor, and those that are further devices of it.
struct CastUser {
  std::string actor;
  std::vector<std::string> more_devices;

  std::size_t devices() const { return more_devices.size() + 1; }
};

/// Those with most devices first.
std::vector<CastUser> users_of(const scenario::Test& test);

/// Why these accounts, which are all that there are, do not do for these users; empty when they do.
std::string too_few(const std::vector<CastUser>& users, const std::list<GuestAccount>& accounts);

}  // namespace ringcheck::run
