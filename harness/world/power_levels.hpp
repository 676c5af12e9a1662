#pragma once
// Who may do what in a room: m.room.power_levels and membership, as the room versions' authorization rules
// have it, as far as a harness needs them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "world/model.hpp"

namespace ringcheck::world {

/// Why something was not done, ready for an error response.
struct Refusal {
  int status = 403;
  std::string errcode;
  std::string text;
};

/// The user's level now. Creators of a version 12 room stand above all levels (MSC4289).
std::int64_t power_of(const Room& room, std::string_view user_id);
/// The level that a member of m.room.power_levels asks for (`invite`, `kick`, `ban`), or its default.
std::int64_t power_for(const Room& room, std::string_view action);
/// The level needed to send this event.
std::int64_t power_to_send(const Room& room, std::string_view type, bool is_state);

/// None when the room's rules let the draft in.
std::optional<Refusal> check_draft(const Room& room, const Event& draft);

}  // namespace ringcheck::world
