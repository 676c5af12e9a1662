#pragma once
// One room's part of a sync response: timeline, state before or after it, summary; or an invitation's
// stripped state.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "value/value.hpp"
#include "world/model.hpp"
#include "world/outcome.hpp"

namespace ringcheck::world {

/// What of the room a response may tell: [begin, end) of the timeline.
struct RoomSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_whole = false;  ///< tell all state, not just what changed: the room is new to the client
};

/// Who reads, by which rules, and when.
struct Reading {
  const World& world;
  const Session& session;
  const SyncCursor& cursor;
  std::int64_t now_ms = 0;
};

/// Timeline and state of the span; the ids of the timeline's events are added to `event_ids`.
Value room_events(const Room& room, const RoomSpan& span, const Reading& reading,
                  std::vector<std::string>& event_ids);

/// The events of the span that are still sticky and are not told in the timeline, as `told_ids` has it; their
/// ids are added to it.
Value sticky_events(const Room& room, const RoomSpan& span, const Reading& reading,
                    std::vector<std::string>& told_ids);

/// Whether the members changed in [begin, end).
bool has_member_change(const Room& room, const RoomSpan& span);
/// RoomSummary at `end`: heroes and counts.
Value room_summary(const Room& room, std::size_t end, std::string_view reader);
/// `{"invite_state": {"events": …}}` at `end`, with the events that the specification names.
Value invited_room(const Room& room, std::size_t end, std::string_view user_id);

/// A pagination token for the place before the event at this index.
std::string make_place_token(const World& world, std::size_t index);

}  // namespace ringcheck::world
