#pragma once
// Where a request wants to read in a timeline, and how much: what /messages, /context and /relations share.

#include <cstddef>
#include <optional>
#include <string_view>

#include "value/result.hpp"
#include "world/filter.hpp"
#include "world/route.hpp"

namespace ringcheck::world {

/// The index that a pagination token, or a sync's token, stands before; none: it is none of this world.
std::optional<std::size_t> place_of(const Call& call, const Room& room, std::string_view token);

/// The query's `limit`, 10 when it has none, never above 1000.
std::size_t limit_of(const Request& request);

/// The query's `filter`, a RoomEventFilter as JSON; none: it is no JSON object.
std::optional<EventFilter> event_filter_of(const Request& request);

/// The event that the path's second argument names, when it stands where the caller may read.
std::optional<std::size_t> event_index(const Call& call, const RoomView& view);
Reply no_such_event();

/// A stretch of the timeline: [begin, end), read from its end when backwards.
struct Page {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_backwards = true;
};

/// The stretch between the query's `from` and `to`, by `dir`; or an error reply, also when `dir` is missing
/// and the endpoint has no default for it.
std::variant<Page, Reply> page_of(const Call& call, const RoomView& view, bool needs_direction);

}  // namespace ringcheck::world
