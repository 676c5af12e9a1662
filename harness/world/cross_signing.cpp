// Cross-signing keys and signatures: kept and handed out, as real clients upload them when they start.
// Nothing is verified; the first keys need no second authentication, and neither do later ones.

#include <array>
#include <utility>

#include "world/room.hpp"
#include "world/route.hpp"

namespace ringcheck::world {

namespace {

Answer post_device_signing(Call& call) {
  if (auto fault = need_object(call)) return *fault;
  User& user = caller(call);
  for (const std::string_view kind : {"master_key", "self_signing_key", "user_signing_key"}) {
    const Value* key = call.request.body.find(kind);
    if (key == nullptr) continue;
    if (!key->is_object()) return error_reply(400, "M_BAD_JSON", std::string(kind) + " is no object");
    user.cross_signing_keys.set(kind, *key);
  }
  user.device_list_position = next_position(call.world);
  return ok();
}

void add_signatures(Value& key, const Value& from) {
  const Value* signatures = from.find("signatures");
  if (signatures == nullptr) return;
  for (const Member& user : signatures->members) {
    for (const Member& signature : user.value.members) {
      key["signatures"][user.key].set(signature.key, signature.value);
    }
  }
}

/// What the id under a user names: a device, or a cross-signing key by its public part.
Value* signed_thing(User& user, std::string_view id) {
  const auto device = user.devices.find(id);
  if (device != user.devices.end() && !device->second.keys.is_null()) return &device->second.keys;
  for (Member& key : user.cross_signing_keys.members) {
    const Value* parts = key.value.find("keys");
    if (parts == nullptr) continue;
    for (const Member& part : parts->members) {
      if (part.value.as_string() == id) return &key.value;
    }
  }
  return nullptr;
}

Answer post_signatures(Call& call) {
  if (auto fault = need_object(call)) return *fault;
  Value failures = make_object();
  for (const Member& owner : call.request.body.members) {
    User* user = find_user(call.world, owner.key);
    for (const Member& thing : owner.value.members) {
      Value* key = user == nullptr ? nullptr : signed_thing(*user, thing.key);
      if (key == nullptr) {
        failures[owner.key].set(thing.key, error_reply(404, "M_NOT_FOUND", "no such key").body);
        continue;
      }
      add_signatures(*key, thing.value);
      user->device_list_position = next_position(call.world);
    }
  }
  return ok(make_object({{"failures", failures}}));
}

Answer get_changes(Call& call) {
  const std::string* from = query_find(call.request, "from");
  const std::string* to = query_find(call.request, "to");
  if (from == nullptr || to == nullptr) return error_reply(400, "M_MISSING_PARAM", "from and to are needed");
  const auto since = parse_sync_token(call.world, *from);
  const auto until = parse_sync_token(call.world, *to);
  if (!since || !until) return error_reply(400, "M_INVALID_PARAM", "from or to is no token of this server");
  Value changed = make_array();
  for (const auto& [user_id, user] : call.world.users) {
    const bool is_within = user.device_list_position > *since && user.device_list_position <= *until;
    const bool is_seen = user_id == call.session.user_id || shares_room(call.world, caller(call), user);
    if (is_within && is_seen) changed.push(user_id);
  }
  return ok(make_object({{"changed", changed}, {"left", make_array()}}));
}

constexpr std::array routes = {
    Route{"POST", "v3/keys/device_signing/upload", true, post_device_signing},
    Route{"POST", "v3/keys/signatures/upload", true, post_signatures},
    Route{"GET", "v3/keys/changes", true, get_changes},
};

}  // namespace

std::span<const Route> cross_signing_routes() {
  return routes;
}

}  // namespace ringcheck::world
