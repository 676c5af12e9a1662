// End-to-end encryption keys: kept, counted, handed out. Nothing is verified; there is no key backup.

#include <algorithm>
#include <array>
#include <utility>

#include "world/route.hpp"

namespace ringcheck::world {

namespace {

/// `algorithm:id`, as key names are written.
std::string_view algorithm_of(std::string_view name) {
  return name.substr(0, name.find(':'));
}

void keep_device_keys(Call& call, Device& device) {
  const Value* keys = call.request.body.find("device_keys");
  if (keys == nullptr || !keys->is_object() || *keys == device.keys) return;
  device.keys = *keys;
  caller(call).device_list_position = next_position(call.world);
}

void keep_one_time_keys(const Value& body, Device& device) {
  if (const Value* keys = body.find("one_time_keys")) {
    for (const Member& key : keys->members) {
      device.one_time_keys[std::string(algorithm_of(key.key))][key.key] = key.value;
    }
  }
  if (const Value* keys = body.find("fallback_keys")) {
    for (const Member& key : keys->members) {
      const std::string algorithm(algorithm_of(key.key));
      device.fallback_keys[algorithm] = {key.key, key.value};
      device.fallback_used.erase(algorithm);
    }
  }
}

Answer post_upload(Call& call) {
  if (auto fault = need_object(call)) return *fault;
  Device& device = *find_device(call.world, call.session.user_id, call.session.device_id);
  keep_device_keys(call, device);
  keep_one_time_keys(call.request.body, device);
  Value counts = make_object({{"signed_curve25519", 0}});
  for (const auto& [algorithm, keys] : device.one_time_keys) {
    counts.set(algorithm, static_cast<std::int64_t>(keys.size()));
  }
  Value body = make_object();
  body.set("one_time_key_counts", std::move(counts));
  return ok(std::move(body));
}

bool is_asked(const Value& devices, std::string_view device_id) {
  return devices.items.empty() ||
         std::any_of(devices.items.begin(), devices.items.end(),
                     [&](const Value& device) { return device.as_string() == device_id; });
}

/// Everyone sees the keys that say whose devices are whose; the one that signs other users is for its owner.
void add_cross_signing_keys(Call& call, const std::string& user_id, Value& body) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kinds = {
      {{"master_key", "master_keys"},
       {"self_signing_key", "self_signing_keys"},
       {"user_signing_key", "user_signing_keys"}}};
  for (const auto& [kind, shown_as] : kinds) {
    const Value* key = find_user(std::as_const(call.world), user_id)->cross_signing_keys.find(kind);
    const bool is_shown = kind != "user_signing_key" || user_id == call.session.user_id;
    if (key != nullptr && is_shown) body[shown_as].set(user_id, *key);
  }
}

Answer post_query(Call& call) {
  if (auto fault = need_object(call)) return *fault;
  Value told = make_object();
  if (const Value* asked = call.request.body.find("device_keys")) {
    for (const Member& member : asked->members) {
      const User* user = find_user(std::as_const(call.world), member.key);
      if (user == nullptr) continue;
      Value devices = make_object();
      for (const auto& [device_id, device] : user->devices) {
        if (!device.keys.is_null() && is_asked(member.value, device_id)) devices.set(device_id, device.keys);
      }
      told.set(member.key, std::move(devices));
    }
  }
  Value body = make_object({{"device_keys", told}, {"failures", make_object()}});
  for (const Member& user : told.members) add_cross_signing_keys(call, user.key, body);
  return ok(std::move(body));
}

/// One key of the algorithm, which is then gone; when there is none left, the fallback key, which stays.
std::optional<std::pair<std::string, Value>> claim(Device& device, std::string_view algorithm) {
  const auto keys = device.one_time_keys.find(algorithm);
  if (keys != device.one_time_keys.end() && !keys->second.empty()) {
    auto taken = keys->second.extract(keys->second.begin());
    return std::pair(taken.key(), std::move(taken.mapped()));
  }
  const auto fallback = device.fallback_keys.find(algorithm);
  if (fallback == device.fallback_keys.end()) return std::nullopt;
  device.fallback_used[std::string(algorithm)] = true;
  return fallback->second;
}

Answer post_claim(Call& call) {
  if (auto fault = need_object(call)) return *fault;
  Value told = make_object();
  if (const Value* asked = call.request.body.find("one_time_keys")) {
    for (const Member& user : asked->members) {
      for (const Member& wanted : user.value.members) {
        Device* device = find_device(call.world, user.key, wanted.key);
        const auto key = device == nullptr ? std::nullopt : claim(*device, wanted.value.as_string());
        if (key) told[user.key][wanted.key][key->first] = key->second;
      }
    }
  }
  return ok(make_object({{"one_time_keys", told}, {"failures", make_object()}}));
}

Answer get_backup_version(Call&) {
  return error_reply(404, "M_NOT_FOUND", "no key backup");
}

constexpr std::array routes = {
    Route{"POST", "v3/keys/upload", true, post_upload},
    Route{"POST", "v3/keys/query", true, post_query},
    Route{"POST", "v3/keys/claim", true, post_claim},
    Route{"GET", "v3/room_keys/version", true, get_backup_version},
};

}  // namespace

std::span<const Route> keys_routes() {
  return routes;
}

}  // namespace ringcheck::world
