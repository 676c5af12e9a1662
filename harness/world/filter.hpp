#pragma once
// Sync filters (Client-Server API, "Filtering"): parsed once, asked per event. The flags for lazy loading are
// accepted and answered with all members, which the specification allows.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "value/value.hpp"

namespace ringcheck::world {

/// An EventFilter: which events pass. An absent list lets all pass, an empty `types` or `senders` none.
struct EventFilter {
  std::optional<std::vector<std::string>> types;  ///< `*` stands for any text
  std::vector<std::string> not_types;
  std::optional<std::vector<std::string>> senders;
  std::vector<std::string> not_senders;
  std::optional<std::vector<std::string>> rooms;
  std::vector<std::string> not_rooms;
  std::size_t limit = 10;
};

struct Filter {
  EventFilter timeline;
  EventFilter state;
  EventFilter room_account_data;
  EventFilter account_data;
  std::optional<std::vector<std::string>> rooms;
  std::vector<std::string> not_rooms;
  bool include_leave = false;
};

/// Reads an EventFilter, or a RoomEventFilter as far as it is one; null reads as no filter.
EventFilter parse_event_filter(const Value* json);

/// Reads a filter; members of a wrong type are as if absent.
Filter parse_filter(const Value& json);
bool passes(const EventFilter& filter, std::string_view type, std::string_view sender);
bool passes_room(const EventFilter& filter, std::string_view room_id);
bool passes_room(const Filter& filter, std::string_view room_id);

}  // namespace ringcheck::world
