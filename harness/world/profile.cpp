#include "world/profile.hpp"

#include <array>
#include <utility>

#include "world/room.hpp"
#include "world/route.hpp"
#include "world/send.hpp"

namespace ringcheck::world {

namespace {

Answer get_profile(Call& call) {
  const User* user = find_user(std::as_const(call.world), call.args[0]);
  if (user == nullptr) return error_reply(404, "M_NOT_FOUND", "no such user");
  return ok(user->profile);
}

Answer get_profile_field(Call& call) {
  const User* user = find_user(std::as_const(call.world), call.args[0]);
  const Value* field = user == nullptr ? nullptr : user->profile.find(call.args[1]);
  if (field == nullptr) return error_reply(404, "M_NOT_FOUND", "no such user or profile field");
  Value body = make_object();
  body.set(call.args[1], *field);
  return ok(std::move(body));
}

/// A changed profile shows as a new member event in each room that the user is in.
void tell_rooms(Call& call) {
  const std::vector<std::string> rooms = caller(call).rooms;
  for (const std::string& room_id : rooms) {
    if (membership_now(*find_room(call.world, room_id), call.session.user_id) != "join") continue;
    Event draft;
    draft.type = "m.room.member";
    draft.sender = call.session.user_id;
    draft.state_key = call.session.user_id;
    draft.device_id = call.session.device_id;
    draft.content = member_content(call.world, call.session.user_id, "join");
    draft.origin_server_ts_ms = call.now_ms;
    accept_event(call.world, room_id, std::move(draft), call.facts);
  }
}

Answer put_profile_field(Call& call) {
  if (auto fault = need_self(call)) return *fault;
  if (auto fault = need_object(call)) return *fault;
  const Value* field = call.request.body.find(call.args[1]);
  if (field == nullptr)
    return error_reply(400, "M_MISSING_PARAM", "the body lacks the field that the path names");
  caller(call).profile.set(call.args[1], *field);
  tell_rooms(call);
  return ok();
}

constexpr std::array routes = {
    Route{"GET", "v3/profile/*", false, get_profile},
    Route{"GET", "v3/profile/*/*", false, get_profile_field},
    Route{"PUT", "v3/profile/*/*", true, put_profile_field},
};

}  // namespace

Value member_content(const World& world, std::string_view user_id, std::string_view membership) {
  Value content = make_object({{"membership", membership}});
  const User* user = find_user(world, user_id);
  if (user == nullptr) return content;
  for (const std::string_view field : {"displayname", "avatar_url"}) {
    if (const Value* value = user->profile.find(field)) content.set(field, *value);
  }
  return content;
}

std::span<const Route> profile_routes() {
  return routes;
}

}  // namespace ringcheck::world
