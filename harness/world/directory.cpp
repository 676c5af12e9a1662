// Room aliases of this server.

#include <array>
#include <utility>

#include "world/room.hpp"
#include "world/route.hpp"

namespace ringcheck::world {

namespace {

std::optional<Reply> need_alias(const Call& call) {
  const std::string& alias = call.args[0];
  const bool is_alias = alias.starts_with('#') && alias.find(':') != std::string::npos;
  if (is_alias) return std::nullopt;
  return error_reply(400, "M_INVALID_PARAM", "the path names no room alias");
}

Reply no_such_alias() {
  return error_reply(404, "M_NOT_FOUND", "no such room alias here");
}

Answer get_alias(Call& call) {
  if (auto fault = need_alias(call)) return *fault;
  const auto found = call.world.aliases.find(call.args[0]);
  if (found == call.world.aliases.end()) return no_such_alias();
  return ok(make_object({{"room_id", found->second}, {"servers", make_array({call.world.server_name})}}));
}

Answer put_alias(Call& call) {
  if (auto fault = need_alias(call)) return *fault;
  if (auto fault = need_object(call)) return *fault;
  const Room* room = find_room(std::as_const(call.world), call.request.body.string_at("room_id"));
  if (room == nullptr) return error_reply(400, "M_INVALID_PARAM", "room_id names no room of this server");
  if (!call.world.aliases.try_emplace(call.args[0], room->room_id).second) {
    return error_reply(409, "M_UNKNOWN", "the alias is taken");
  }
  return ok();
}

Answer delete_alias(Call& call) {
  const auto found = call.world.aliases.find(call.args[0]);
  if (found == call.world.aliases.end()) return no_such_alias();
  const Room& room = *find_room(std::as_const(call.world), found->second);
  const std::int64_t needed = power_to_send(room, "m.room.canonical_alias", true);
  const bool may =
      membership_now(room, call.session.user_id) == "join" && power_of(room, call.session.user_id) >= needed;
  if (!may) return error_reply(403, "M_FORBIDDEN", "this needs the power to set the canonical alias");
  call.world.aliases.erase(found);
  return ok();
}

Answer get_aliases_of_room(Call& call) {
  if (joined_room(call) == nullptr) return not_in_room();
  Value aliases = make_array();
  for (const auto& [alias, room_id] : call.world.aliases) {
    if (room_id == call.args[0]) aliases.push(alias);
  }
  return ok(make_object({{"aliases", aliases}}));
}

constexpr std::array routes = {
    Route{"GET", "v3/directory/room/*", false, get_alias},
    Route{"PUT", "v3/directory/room/*", true, put_alias},
    Route{"DELETE", "v3/directory/room/*", true, delete_alias},
    Route{"GET", "v3/rooms/*/aliases", true, get_aliases_of_room},
};

}  // namespace

std::span<const Route> directory_routes() {
  return routes;
}

}  // namespace ringcheck::world
