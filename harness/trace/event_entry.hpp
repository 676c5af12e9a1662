#pragma once
// An event as clients get it, made an entry.

#include "trace/entry.hpp"

namespace ringcheck::trace {

/// Whether this is an event: an object with a string as `type` and an object as `content`.
bool is_event(const Value& value);

/// The entry of an event of a room; `room_id` where the event itself does not say it. Who it is from, and
/// when, is for the caller to say. The content is moved out of the event.
Entry entry_of_event(Value& event, std::string_view room_id);

/// Its content was taken away by a redaction, so that nothing is left to be judged.
bool is_redacted(const Value& event);

}  // namespace ringcheck::trace
