#pragma once
// What the push rules of a user say of an event: whether it notifies, and whether it is highlighted. It is
// asked when it is told, by the rules and levels of then: a change of rules reaches back.

#include <cstddef>
#include <string_view>

#include "value/value.hpp"
#include "world/model.hpp"

namespace ringcheck::world {

/// The actions of the first rule that the event of this index meets, a list; empty for the user's own events,
/// which notify nobody.
Value push_actions(const World& world, const Room& room, std::size_t index, std::string_view user_id);

bool notifies(const Value& actions);
bool highlights(const Value& actions);

/// What has come since the user read last, or wrote into the room: `notification_count`, `highlight_count`.
Value unread_counts(const World& world, const Room& room, std::size_t end, std::string_view user_id);

/// How far the user has read: the index behind the newest event that they have read or written, or by which
/// they came in.
std::size_t read_until(const Room& room, std::size_t end, const User& user);

}  // namespace ringcheck::world
