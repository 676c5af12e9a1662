#pragma once
// The call events of a trace in their order, by whomever they were sent: what the checks of calls read.

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "trace/entry.hpp"

namespace ringcheck::check {

/// One event of a type that the specification lists (m.call.* of 1:1 calls).
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
  /// A call_id counts within its room (stance S27).
  std::string_view room_id() const { return entry->head.string_at("room_id"); }
};

using CallEvents = std::vector<CallEvent>;

CallEvents call_events(const std::deque<trace::Entry>& entries, std::string_view subject);

}  // namespace ringcheck::check
