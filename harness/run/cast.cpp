#include "run/cast.hpp"

#include <fmt/format.h>

namespace ringcheck::run {
namespace {

constexpr std::string_view server_name = "hs.test";

CastMember make_member(const scenario::Test& test, const scenario::Actor& actor, Random& random) {
  CastMember member;
  const scenario::Actor* owner = actor.user.empty() ? &actor : test.actor(actor.user);
  member.user_id = fmt::format("@{}:{}", owner->name, server_name);
  member.device_id = random.opaque_id(10);
  member.access_token = random.opaque_id(32);
  if (actor.is != scenario::Actor::Is::subject) {
    member.party_id = actor.party_id.empty() ? random.opaque_id() : actor.party_id;
  }
  return member;
}

}  // namespace

Result<StagedCast> stage_cast(const scenario::Test& test, Random& random, std::int64_t now_ms) {
  StagedCast cast;
  cast.world = world::make_world(std::string(server_name), random());
  if (!test.homeserver.is_null()) {
    auto features = world::read_features(test.homeserver);
    if (!features) return Error{fmt::format("{}: homeserver: {}", test.file, features.error().text)};
    cast.world.features = std::move(*features);
  }
  std::map<std::string, std::int64_t> powers;
  for (const scenario::Actor& actor : test.actors) {
    if (!test.has_account(actor)) continue;
    CastMember member = make_member(test, actor, random);
    if (actor.user.empty()) world::add_user(cast.world, actor.name);
    world::add_device(cast.world, member.user_id, member.device_id, member.access_token);
    if (actor.power) powers[member.user_id] = *actor.power;
    cast.names[actor.name + ".user_id"] = member.user_id;
    cast.names[actor.name + ".device_id"] = member.device_id;
    // The trace shows tokens as the names of their owners; a scenario compares with what the trace shows.
    cast.names[actor.name + ".authorization"] = fmt::format("Bearer <token of {}>", actor.name);
    if (!member.party_id.empty()) cast.names[actor.name + ".party_id"] = member.party_id;
    cast.members.emplace(actor.name, std::move(member));
  }
  for (const scenario::Room& room : test.rooms) {
    world::RoomOptions options;
    for (const std::string& name : room.members) options.members.push_back(cast.members.at(name).user_id);
    options.join_rule = room.join_rule;
    options.encrypted = room.encrypted;
    options.version = room.version;
    options.power_levels = room.power_levels;
    if (!powers.empty()) {
      options.powers = powers;
      options.powers.try_emplace(options.members.front(), 100);
    }
    const std::string room_id = world::add_room(cast.world, options, now_ms);
    cast.names[room.name + ".room_id"] = room_id;
    cast.room_ids[room.name] = room_id;
  }
  return cast;
}

}  // namespace ringcheck::run
