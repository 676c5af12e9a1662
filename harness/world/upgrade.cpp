// A room is replaced by one of another version, which takes its settings over ("Room Upgrades").

#include <array>
#include <utility>

#include "world/room.hpp"
#include "world/route.hpp"
#include "world/send.hpp"
#include "world/world.hpp"

namespace ringcheck::world {

namespace {

constexpr std::array<std::string_view, 5> taken_over = {"m.room.encryption", "m.room.guest_access",
                                                        "m.room.join_rules", "m.room.history_visibility",
                                                        "m.room.server_acl"};

Value settings_of(const Room& room) {
  Value list = make_array();
  for (const std::string_view type : taken_over) {
    const Event* event = state_now(room, type, "");
    if (event == nullptr) continue;
    list.push(make_object({{"type", type}, {"state_key", ""}, {"content", event->content}}));
  }
  return list;
}

RoomOptions successor_of(const Room& room, const Call& call, std::string_view version) {
  RoomOptions options;
  options.creator = call.session.user_id;
  options.members = {call.session.user_id};
  options.version = version;
  options.creation_content = make_object({{"predecessor", make_object({{"room_id", room.room_id}})}});
  options.initial_state = settings_of(room);
  const Event* levels = state_now(room, "m.room.power_levels", "");
  if (levels != nullptr) options.power_levels = levels->content;
  // In version 12 creators stand above all levels and must not be named.
  Value* users = version == "12" ? options.power_levels.find("users") : nullptr;
  if (users != nullptr) users->erase(call.session.user_id);
  return options;
}

Answer post_upgrade(Call& call) {
  if (auto fault = need_object(call)) return *fault;
  const std::string version(call.request.body.string_at("new_version"));
  if (version.empty()) return error_reply(400, "M_MISSING_PARAM", "new_version is missing");
  const Room* room = joined_room(call);
  if (room == nullptr) return not_in_room();
  Event tombstone = draft_of(call, "m.room.tombstone", make_object());
  tombstone.state_key = "";
  if (const auto refusal = check_draft(*room, tombstone)) return refuse(*refusal);
  const RoomOptions options = successor_of(*room, call, version);
  const std::string replacement = add_room(call.world, options, call.now_ms, &call.facts);
  tombstone.content = make_object({{"body", "This room is replaced"}, {"replacement_room", replacement}});
  const auto accepted = accept_event(call.world, call.args[0], std::move(tombstone), call.facts);
  if (const auto* refusal = std::get_if<Refusal>(&accepted)) return refuse(*refusal);
  return ok(make_object({{"replacement_room", replacement}}));
}

constexpr std::array routes = {Route{"POST", "v3/rooms/*/upgrade", true, post_upgrade}};

}  // namespace

std::span<const Route> upgrade_routes() {
  return routes;
}

}  // namespace ringcheck::world
