#pragma once
// What one trace shows of the kinds of call that a subject makes. A pure function of entries, so that a
// replay sees the same.

#include <deque>
#include <string_view>
#include <vector>

#include "report/sighting.hpp"
#include "trace/entry.hpp"

namespace ringcheck::run {

/// The first of each kind and way, in the order of the trace. `subject` is its actor.
///
/// That something was in vain takes the whole wait of the step that looked for it, a loop that was not
/// late by seconds, and not one sign of a call between two users in the whole trace: no m.call event, sent or
/// tried, nothing encrypted, no note about a call.
std::vector<report::Sighting> sightings_in(const std::deque<trace::Entry>& entries, std::string_view subject);

}  // namespace ringcheck::run
