#pragma once
// How an event gets into a room: the one way for requests and for the harness's own users.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "world/model.hpp"
#include "world/outcome.hpp"
#include "world/power_levels.hpp"
#include "world/world.hpp"

namespace ringcheck::world {

/// The event that a user of the harness wants to send.
Event make_draft(const SendOptions& options, std::int64_t now_ms);

/// The new event's id, or why the room does not take the draft: its rules, or the size limits ("Size limits":
/// 65536 bytes an event, 255 bytes a type or state key).
std::variant<std::string, Refusal> accept_event(World& world, std::string_view room_id, Event draft,
                                                std::vector<Fact>& facts);

}  // namespace ringcheck::world
