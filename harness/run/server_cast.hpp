#pragma once
// Makes a test's cast real on a homeserver under test: users registered, their devices logged in, rooms made
// and joined, all by requests. Nothing of it is recorded: it is not what the test is about.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "run/guest_account.hpp"
#include "run/random.hpp"
#include "run/server_pool.hpp"
#include "run/server_talk.hpp"
#include "scenario/model.hpp"
#include "scenario/names.hpp"
#include "value/result.hpp"

namespace ringcheck::run {

struct ServerMember {
  std::string user_id;
  std::string device_id;
  std::string access_token;
  std::string password;  ///< empty: of a guest
  std::string party_id;
};

/// What the cast has become.
struct ServerCast {
  std::map<std::string, ServerMember> members;  ///< by actor
  std::map<std::string, std::string> room_ids;  ///< by name of the room
  scenario::Names names;                        ///< alice.user_id, dm.room_id …
  Value versions;                               ///< what the homeserver lists, by GET /versions
};

class ServerCasting {
 public:
  using OnCast = std::function<void(Result<ServerCast>)>;

  /// All of these outlive it. `given`: accounts that are there already, by actor; empty: they are made.
  ServerCasting(const scenario::Test& test, const ServerInstance& instance, ServerTalk& talk, Random& random,
                std::map<std::string, GuestDevice> given)
      : test_(test), instance_(instance), talk_(talk), random_(random), given_(std::move(given)) {}

  /// Calls back once. The error is a sentence that names the request which was not answered as it should.
  void begin(OnCast on_cast);

 private:
  void next();
  void add_accounts();
  void ask_versions();
  void add_user(const scenario::Actor& actor);
  void register_user(const scenario::Actor& actor, const std::string& nonce);
  void add_guest(const scenario::Actor& actor);
  void log_in(const scenario::Actor& actor);
  void add_room(const scenario::Room& room);
  void join(const scenario::Room& room, const std::string& member);
  void take(const scenario::Actor& actor, const Value& account);
  Value room_options(const scenario::Room& room) const;
  /// Asks; what is answered otherwise than by 200 ends the casting.
  void ask(const std::string& method, const std::string& path, Value body, const std::string& as,
           std::function<void(const Value&)> on_body);

  const scenario::Test& test_;
  const ServerInstance& instance_;
  ServerTalk& talk_;
  Random& random_;
  std::map<std::string, GuestDevice> given_;
  ServerCast cast_;
  std::map<std::string, std::string> passwords_;  ///< by user's actor
  std::vector<std::function<void()>> tasks_;      ///< in order
  std::size_t done_ = 0;
  OnCast on_cast_;
};

}  // namespace ringcheck::run
