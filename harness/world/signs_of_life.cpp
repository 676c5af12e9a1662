// Typing, receipts, read markers, presence: taken and told to nobody, for no scenario needs more. What a user
// has read is counted no more.

#include <algorithm>
#include <array>
#include <string>

#include "world/route.hpp"

namespace ringcheck::world {

namespace {

Answer take(Call&) {
  return ok();
}

void note_read(Call& call, const std::string& event_id) {
  const auto place = call.world.events.find(event_id);
  if (place == call.world.events.end() || place->second.room_id != call.args[0]) return;
  std::size_t& read = caller(call).read[call.args[0]];
  read = std::max(read, place->second.index + 1);
}

Answer post_receipt(Call& call) {
  if (call.args[1] != "m.fully_read") note_read(call, call.args[2]);
  return ok();
}

Answer post_read_markers(Call& call) {
  for (const char* key : {"m.read", "m.read.private"})
    note_read(call, std::string(call.request.body.string_at(key)));
  return ok();
}

Answer get_presence(Call&) {
  return ok(make_object({{"presence", "offline"}}));
}

constexpr std::array routes = {
    Route{"PUT", "v3/rooms/*/typing/*", true, take},
    Route{"POST", "v3/rooms/*/receipt/*/*", true, post_receipt},
    Route{"POST", "v3/rooms/*/read_markers", true, post_read_markers},
    Route{"PUT", "v3/presence/*/status", true, take},
    Route{"GET", "v3/presence/*/status", true, get_presence},
};

}  // namespace

std::span<const Route> signs_of_life_routes() {
  return routes;
}

}  // namespace ringcheck::world
