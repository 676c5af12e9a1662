// What can be told of a room to who is not in it (MSC3266).

#include <array>

#include "world/room.hpp"
#include "world/route.hpp"

namespace ringcheck::world {

namespace {

/// The text of one setting of the room, empty when it is not set.
std::string_view setting(const Room& room, std::string_view type, std::string_view key) {
  const Event* event = state_now(room, type, "");
  return event == nullptr ? std::string_view() : event->content.string_at(key);
}

bool may_see(const Room& room, std::string_view user_id) {
  const std::string_view membership = membership_now(room, user_id);
  const std::string_view rule = setting(room, "m.room.join_rules", "join_rule");
  return membership == "join" || membership == "invite" || rule == "public" || rule == "knock" ||
         rule == "knock_restricted" ||
         setting(room, "m.room.history_visibility", "history_visibility") == "world_readable";
}

Answer get_room_summary(Call& call) {
  const auto alias = call.world.aliases.find(call.args[0]);
  const Room* room = find_room(call.world, alias == call.world.aliases.end() ? call.args[0] : alias->second);
  if (room == nullptr || !may_see(*room, call.session.user_id))
    return error_reply(404, "M_NOT_FOUND", "no such room that you may see");
  const auto members = static_cast<std::int64_t>(members_at(*room, room->timeline.size(), "join").size());
  Value told = make_object({{"room_id", room->room_id},
                            {"room_version", room->version},
                            {"num_joined_members", members},
                            {"join_rule", setting(*room, "m.room.join_rules", "join_rule")}});
  told.set("guest_can_join", setting(*room, "m.room.guest_access", "guest_access") == "can_join");
  told.set("world_readable",
           setting(*room, "m.room.history_visibility", "history_visibility") == "world_readable");
  if (const auto name = setting(*room, "m.room.name", "name"); !name.empty()) told.set("name", name);
  if (const auto topic = setting(*room, "m.room.topic", "topic"); !topic.empty()) told.set("topic", topic);
  const std::string_view membership = membership_now(*room, call.session.user_id);
  told.set("membership", membership.empty() ? "leave" : membership);
  return ok(std::move(told));
}

constexpr std::array routes = {Route{"GET", "v1/room_summary/*", true, get_room_summary}};

}  // namespace

std::span<const Route> room_summary_routes() {
  return routes;
}

}  // namespace ringcheck::world
