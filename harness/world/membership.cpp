// Coming and going: join, leave, invite, kick, ban.

#include <array>
#include <utility>

#include "world/profile.hpp"
#include "world/room.hpp"
#include "world/route.hpp"
#include "world/send.hpp"

namespace ringcheck::world {

namespace {

std::optional<Refusal> change(Call& call, const std::string& room_id, std::string_view user_id,
                              std::string_view membership) {
  Event draft;
  draft.type = "m.room.member";
  draft.sender = call.session.user_id;
  draft.device_id = call.session.device_id;
  draft.state_key = std::string(user_id);
  draft.origin_server_ts_ms = call.now_ms;
  const bool shows_profile = membership == "join" || membership == "invite";
  draft.content = shows_profile ? member_content(call.world, user_id, membership)
                                : make_object({{"membership", membership}});
  const std::string_view reason = call.request.body.string_at("reason");
  if (!reason.empty()) draft.content.set("reason", reason);
  const auto accepted = accept_event(call.world, room_id, std::move(draft), call.facts);
  const auto* refusal = std::get_if<Refusal>(&accepted);
  return refusal == nullptr ? std::nullopt : std::optional(*refusal);
}

Answer post_join(Call& call) {
  const auto alias = call.world.aliases.find(call.args[0]);
  const std::string room_id = alias == call.world.aliases.end() ? call.args[0] : alias->second;
  const Room* room = find_room(call.world, room_id);
  if (room == nullptr) return error_reply(404, "M_NOT_FOUND", "no such room");
  // Joining again is no change and makes no event.
  if (membership_now(*room, call.session.user_id) != "join") {
    if (const auto refusal = change(call, room_id, call.session.user_id, "join")) return refuse(*refusal);
  }
  return ok(make_object({{"room_id", room_id}}));
}

Answer post_leave(Call& call) {
  if (const auto refusal = change(call, call.args[0], call.session.user_id, "leave")) return refuse(*refusal);
  return ok();
}

Answer post_forget(Call& call) {
  const Room* room = find_room(call.world, call.args[0]);
  const bool is_inside = room != nullptr && membership_now(*room, call.session.user_id) == "join";
  if (is_inside) return error_reply(400, "M_UNKNOWN", "leave the room before forgetting it");
  std::erase(caller(call).rooms, call.args[0]);
  return ok();
}

/// The body names the user; a kick and the end of a ban are both a `leave`.
Answer change_other(Call& call, std::string_view membership) {
  if (auto fault = need_object(call)) return *fault;
  const std::string user_id(call.request.body.string_at("user_id"));
  if (user_id.empty()) return error_reply(400, "M_MISSING_PARAM", "user_id is missing");
  if (const auto refusal = change(call, call.args[0], user_id, membership)) return refuse(*refusal);
  return ok();
}

Answer post_invite(Call& call) {
  return change_other(call, "invite");
}
Answer post_kick(Call& call) {
  return change_other(call, "leave");
}
Answer post_ban(Call& call) {
  return change_other(call, "ban");
}

Answer get_joined_rooms(Call& call) {
  Value rooms = make_array();
  for (const std::string& room_id : caller(call).rooms) {
    if (membership_now(*find_room(call.world, room_id), call.session.user_id) == "join") rooms.push(room_id);
  }
  Value body = make_object();
  body.set("joined_rooms", std::move(rooms));
  return ok(std::move(body));
}

constexpr std::array routes = {
    Route{"POST", "v3/join/*", true, post_join},
    Route{"POST", "v3/rooms/*/join", true, post_join},
    Route{"POST", "v3/rooms/*/leave", true, post_leave},
    Route{"POST", "v3/rooms/*/forget", true, post_forget},
    Route{"POST", "v3/rooms/*/invite", true, post_invite},
    Route{"POST", "v3/rooms/*/kick", true, post_kick},
    Route{"POST", "v3/rooms/*/ban", true, post_ban},
    Route{"POST", "v3/rooms/*/unban", true, post_kick},
    Route{"GET", "v3/joined_rooms", true, get_joined_rooms},
};

}  // namespace

std::span<const Route> membership_routes() {
  return routes;
}

}  // namespace ringcheck::world
