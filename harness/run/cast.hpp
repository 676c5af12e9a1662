#pragma once
// Makes a test's cast real: a world with its users, devices and rooms, and the names by which the steps refer
// to them.

#include <cstdint>
#include <map>
#include <string>

#include "run/random.hpp"
#include "scenario/model.hpp"
#include "scenario/names.hpp"
#include "value/result.hpp"
#include "world/world.hpp"

namespace ringcheck::run {

struct CastMember {
  std::string user_id;
  std::string device_id;
  std::string access_token;
  std::string party_id;  ///< of a scripted party; empty for the subject, who chooses its own
};

struct StagedCast {
  world::World world;
  std::map<std::string, CastMember> members;    ///< by actor
  std::map<std::string, std::string> room_ids;  ///< by name of the room
  scenario::Names names;                        ///< bob.user_id, alice.party_id, dm.room_id …
};

/// The error says what of the scenario's homeserver there is not.
Result<StagedCast> stage_cast(const scenario::Test& test, Random& random, std::int64_t now_ms);

}  // namespace ringcheck::run
