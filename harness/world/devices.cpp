// A user's own devices. They end by logging out: deleting asks for a second authentication, of which there is
// none.

#include <array>

#include "world/route.hpp"

namespace ringcheck::world {

namespace {

Value told(const Device& device) {
  Value body = make_object({{"device_id", device.device_id}});
  if (!device.display_name.empty()) body.set("display_name", device.display_name);
  return body;
}

Answer get_devices(Call& call) {
  Value list = make_array();
  for (const auto& [device_id, device] : caller(call).devices) list.push(told(device));
  return ok(make_object({{"devices", list}}));
}

Device* own_device(Call& call) {
  return find_device(call.world, call.session.user_id, call.args[0]);
}

Reply no_such_device() {
  return error_reply(404, "M_NOT_FOUND", "you have no such device");
}

Answer get_device(Call& call) {
  const Device* device = own_device(call);
  return device == nullptr ? no_such_device() : ok(told(*device));
}

Answer put_device(Call& call) {
  if (auto fault = need_object(call)) return *fault;
  Device* device = own_device(call);
  if (device == nullptr) return no_such_device();
  if (const Value* name = call.request.body.find("display_name")) device->display_name = name->as_string();
  return ok();
}

constexpr std::array routes = {
    Route{"GET", "v3/devices", true, get_devices},
    Route{"GET", "v3/devices/*", true, get_device},
    Route{"PUT", "v3/devices/*", true, put_device},
};

}  // namespace

std::span<const Route> devices_routes() {
  return routes;
}

}  // namespace ringcheck::world
