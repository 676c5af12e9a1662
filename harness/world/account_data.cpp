// Account data, global and by room.

#include <array>
#include <utility>

#include "world/route.hpp"
#include "world/world.hpp"

namespace ringcheck::world {

namespace {

Answer answer_datum(const ByName<AccountDatum>& data, std::string_view type) {
  const auto found = data.find(type);
  if (found == data.end()) return error_reply(404, "M_NOT_FOUND", "no such account data");
  return ok(*found->second.content);
}

Answer get_global(Call& call) {
  if (auto fault = need_self(call)) return *fault;
  return answer_datum(caller(call).account_data, call.args[1]);
}

std::optional<Reply> need_room_id(const Call& call) {
  if (call.args[1].starts_with('!')) return std::nullopt;
  return error_reply(400, "M_INVALID_PARAM", "the path names no room id");
}

Answer get_of_room(Call& call) {
  if (auto fault = need_self(call)) return *fault;
  if (auto fault = need_room_id(call)) return *fault;
  return answer_datum(caller(call).room_account_data[call.args[1]], call.args[2]);
}

Answer put(Call& call, std::string_view room_id, std::string_view type) {
  if (auto fault = need_self(call)) return *fault;
  if (auto fault = need_object(call)) return *fault;
  // Servers keep these by themselves ("Client Config", "Server Behaviour").
  const bool is_server_made = type == "m.fully_read" || type == "m.push_rules";
  if (is_server_made) return error_reply(405, "M_BAD_JSON", "this account data has an endpoint of its own");
  call.facts.push_back(set_account_data(call.world, call.session.user_id, room_id, type, call.request.body));
  return ok();
}

Answer put_global(Call& call) {
  return put(call, {}, call.args[1]);
}
Answer put_of_room(Call& call) {
  if (auto fault = need_room_id(call)) return *fault;
  return put(call, call.args[1], call.args[2]);
}

constexpr std::array routes = {
    Route{"GET", "v3/user/*/account_data/*", true, get_global},
    Route{"PUT", "v3/user/*/account_data/*", true, put_global},
    Route{"GET", "v3/user/*/rooms/*/account_data/*", true, get_of_room},
    Route{"PUT", "v3/user/*/rooms/*/account_data/*", true, put_of_room},
};

}  // namespace

std::span<const Route> account_data_routes() {
  return routes;
}

}  // namespace ringcheck::world
