#pragma once
// What the push rules of users say of an event: whether it notifies, and whether it is highlighted. They are
// applied once, when the event comes, by the rules and levels of then ("Push Rules").

#include <cstddef>
#include <string_view>

#include "value/value.hpp"
#include "world/model.hpp"

namespace ringcheck::world {

/// Applies the rules of all who are in the room or invited to the event of this index, but for its sender,
/// whom it notifies of nothing: to have written into a room is to have read it.
void notify_of(World& world, const Room& room, std::size_t index);

/// What the user was notified of before `end` and has not read: `notification_count`, `highlight_count`.
Value unread_counts(const Room& room, std::size_t end, const User& user);

/// How far the user has read: the index behind the newest event that they have read or written, or by which
/// they came in.
std::size_t read_until(const Room& room, const User& user);

}  // namespace ringcheck::world
