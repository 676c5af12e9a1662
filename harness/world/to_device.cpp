// PUT /sendToDevice: messages to devices, outside of rooms.

#include <array>

#include "world/route.hpp"
#include "world/world.hpp"

namespace ringcheck::world {

namespace {

Answer put_to_device(Call& call) {
  if (const Reply* earlier = earlier_answer(call)) return *earlier;
  if (auto fault = need_object(call)) return *fault;
  const Value* messages = call.request.body.find("messages");
  if (messages == nullptr || !messages->is_object()) {
    return error_reply(400, "M_BAD_JSON", "messages must be an object of users");
  }
  for (const Member& user : messages->members) {
    for (const Member& device : user.value.members) {
      Sent sent =
          send_to_device(call.world, call.session.user_id, user.key, device.key, call.args[0], device.value);
      call.facts.insert(call.facts.end(), sent.facts.begin(), sent.facts.end());
    }
  }
  return remember_answer(call, ok());
}

constexpr std::array routes = {Route{"PUT", "v3/sendToDevice/*/*", true, put_to_device}};

}  // namespace

std::span<const Route> to_device_routes() {
  return routes;
}

}  // namespace ringcheck::world
