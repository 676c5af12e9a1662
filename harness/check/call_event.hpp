#pragma once
// An entry of a trace as an event of a 1:1 call: what the checks of calls read.

#include <optional>
#include <string_view>

#include "trace/entry.hpp"

namespace ringcheck::check {

/// One event of a type that the specification lists (m.call.* of 1:1 calls). It looks into its entry.
struct CallEvent {
  const trace::Entry* entry = nullptr;
  bool by_subject = false;
  bool to_device = false;
  bool version_0 = false;  ///< its content has the integer 0 as version

  const Value& content() const { return entry->body; }
  std::string_view type() const { return entry->type; }
  /// Empty when it is absent or no string.
  std::string_view call_id() const { return content().string_at("call_id"); }
  std::string_view party_id() const { return content().string_at("party_id"); }
  std::string_view room_id() const { return entry->head.string_at("room_id"); }
  std::string_view sender() const { return entry->head.string_at("sender"); }
};

/// Nothing for an entry that is no event of a call.
std::optional<CallEvent> as_call_event(const trace::Entry& entry, std::string_view subject);

}  // namespace ringcheck::check
