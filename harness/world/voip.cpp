// Where to find TURN servers and back ends for calls.

#include <array>

#include "world/route.hpp"

namespace ringcheck::world {

namespace {

/// No TURN server is offered unless a scenario serves one: a dead one would hold up candidate gathering for
/// most of a minute.
Answer get_turn_server(Call&) {
  return ok();
}

/// MSC4143, "Transport discovery".
Answer get_transports(Call& call) {
  return ok(make_object({{"rtc_transports", call.world.features.rtc_transports}}));
}

constexpr std::array routes = {
    Route{"GET", "v3/voip/turnServer", true, get_turn_server},
    Route{"GET", "unstable/org.matrix.msc4143/rtc/transports", true, get_transports, feature::rtc_transports},
};

}  // namespace

std::span<const Route> voip_routes() {
  return routes;
}

}  // namespace ringcheck::world
