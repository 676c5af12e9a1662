#pragma once
// Redactions: what they take from an event, by the rules of the room's version, and who may redact what.

#include <cstddef>
#include <optional>

#include "world/model.hpp"
#include "world/power_levels.hpp"

namespace ringcheck::world {

/// Who may send redactions may redact their own events, and those of others with the level of `redact`.
std::optional<Refusal> check_redaction(const Room& room, const Event& draft);

/// Makes the event that stands at `index`, a redaction, take away what it names. It is no fault when that is
/// not in the room.
void apply_redaction(Room& room, std::size_t index);

}  // namespace ringcheck::world
