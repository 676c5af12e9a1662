#pragma once
// Sticky events (MSC4354): told to everyone in the room for as long as they last, wherever the timeline of a
// response begins.

#include <cstdint>
#include <optional>

#include "world/model.hpp"
#include "world/route.hpp"

namespace ringcheck::world {

inline constexpr std::int64_t longest_sticky_ms = 3'600'000;

/// Makes the draft sticky from the time when it is taken, `now_ms`, or from its own time when that is earlier
/// ("To calculate if any sticky event is still sticky").
void make_sticky(Event& draft, std::int64_t duration_ms, std::int64_t now_ms);
/// How long the event is still sticky, or none.
std::optional<std::int64_t> sticky_left_ms(const Event& event, std::int64_t now_ms);

/// Makes the draft sticky when the query asks for it and the world offers it; an error reply when it asks for
/// what cannot be.
std::optional<Reply> read_sticky(const Call& call, Event& draft);

}  // namespace ringcheck::world
