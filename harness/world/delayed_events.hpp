#pragma once
// Delayed events (MSC4140): drafts that wait for their time, which is the world's `now_ms`, and are then sent
// under the rules that the room has at that moment.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "world/model.hpp"
#include "world/route.hpp"

namespace ringcheck::world {

/// When a draft is to be sent, and how the sent event's `unsigned` names its delay id.
struct Delay {
  std::int64_t delay_ms = 0;
  std::int64_t since_ms = 0;
  std::string mark_key;
};

/// Keeps the draft until its time and gives its delay id. No rule is asked before.
std::string keep_for_later(World& world, std::string_view room_id, Event draft, Delay delay);

/// Sends it now when the rules of the room allow it; else gives the refusal, and it stays as it was.
std::optional<Refusal> send_delayed(World& world, DelayedEvent& delayed, std::int64_t now_ms,
                                    std::vector<Fact>& facts);

/// Whether this one's time comes first.
bool goes_before(const DelayedEvent* one, const DelayedEvent* other);

/// Keeps the caller's draft for the room of the path, or refuses by the limits of the world's features. The
/// mark is the stable or the unstable name, as it was asked for.
Reply schedule(Call& call, Event draft, std::int64_t delay_ms, std::string_view mark_key);

}  // namespace ringcheck::world
