// Where to find TURN servers and back ends for calls: nowhere, unless a scenario serves them.

#include <array>

#include "world/route.hpp"

namespace ringcheck::world {

namespace {

/// No TURN server is offered: a dead one would hold up candidate gathering for most of a minute.
Answer get_turn_server(Call&) {
  return ok();
}

Answer get_transports(Call&) {
  return error_reply(404, "M_UNRECOGNIZED", "no transport for MatrixRTC here");
}

constexpr std::array routes = {
    Route{"GET", "v3/voip/turnServer", true, get_turn_server},
    Route{"GET", "unstable/org.matrix.msc4143/rtc/transports", true, get_transports},
};

}  // namespace

std::span<const Route> voip_routes() {
  return routes;
}

}  // namespace ringcheck::world
