#pragma once
// A room's timeline and the state that follows from it, now and at any earlier place. A place is an index
// into the timeline: the state "at `end`" is what the events before that index made.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "value/value.hpp"
#include "world/model.hpp"
#include "world/outcome.hpp"

namespace ringcheck::world {

/// Gives the draft its id and position and puts it at the end of the room. No rule is asked.
const Event& append_event(World& world, Room& room, Event draft, std::vector<Fact>& facts);
/// Tells an event of the timeline once more: the same but for its position.
const Event& append_again(World& world, Room& room, std::size_t index, std::vector<Fact>& facts);

/// How many events of the room stand at or before this stream position.
std::size_t end_at(const Room& room, std::int64_t position);

/// The state event of this key at `end`, or null.
const Event* state_at(const Room& room, std::size_t end, std::string_view type, std::string_view state_key);
/// The newest one.
const Event* state_now(const Room& room, std::string_view type, std::string_view state_key);
/// All state at `end`, ordered by type and key.
std::vector<const Event*> all_state_at(const Room& room, std::size_t end);
/// The state that changed in [begin, end), its newest event per key, in the order of the timeline.
std::vector<const Event*> state_changed_in(const Room& room, std::size_t begin, std::size_t end);

/// `join`, `invite`, `leave`, `ban`, or empty when the user was never named there.
std::string_view membership_at(const Room& room, std::size_t end, std::string_view user_id);
std::string_view membership_now(const Room& room, std::string_view user_id);
/// Whether the history visibility of the time of this event lets the user read it; whoever was in the room
/// may read what was shared.
bool may_read(const Room& room, std::size_t index, std::string_view user_id);
/// The m.room.member events at `end` whose membership is this, in the order of the timeline.
std::vector<const Event*> members_at(const Room& room, std::size_t end, std::string_view membership);

/// Whether both are in some room now.
bool shares_room(const World& world, const User& one, const User& other);

/// An event as a client sees it (ClientEvent). `room_id` empty: left out, as in a sync. `reader` sees its own
/// transaction id. The age is reckoned from origin_server_ts to `now_ms`, so it may be negative, as the
/// specification says of UnsignedData.
Value client_event(const Room& room, const Event& event, std::string_view room_id, const Session& reader,
                   std::int64_t now_ms);

}  // namespace ringcheck::world
