// Typing, receipts, read markers, presence: taken and told to nobody, for no scenario needs more.

#include <array>

#include "world/route.hpp"

namespace ringcheck::world {

namespace {

Answer take(Call&) {
  return ok();
}

Answer get_presence(Call&) {
  return ok(make_object({{"presence", "offline"}}));
}

constexpr std::array routes = {
    Route{"PUT", "v3/rooms/*/typing/*", true, take},
    Route{"POST", "v3/rooms/*/receipt/*/*", true, take},
    Route{"POST", "v3/rooms/*/read_markers", true, take},
    Route{"PUT", "v3/presence/*/status", true, take},
    Route{"GET", "v3/presence/*/status", true, get_presence},
};

}  // namespace

std::span<const Route> signs_of_life_routes() {
  return routes;
}

}  // namespace ringcheck::world
