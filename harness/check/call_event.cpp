#include "check/call_event.hpp"

#include <algorithm>
#include <array>

#include "check/schema_set.hpp"

namespace ringcheck::check {
namespace {

constexpr std::array<std::string_view, 8> call_types = {
    "m.call.invite", "m.call.candidates", "m.call.answer",    "m.call.select_answer",
    "m.call.reject", "m.call.hangup",     "m.call.negotiate", "m.call.sdp_stream_metadata_changed"};

bool is_call_event(const trace::Entry& entry) {
  return entry.kind == trace::Kind::event &&
         std::find(call_types.begin(), call_types.end(), entry.type) != call_types.end();
}

}  // namespace

CallEvents call_events(const std::deque<trace::Entry>& entries, std::string_view subject) {
  CallEvents events;
  for (const trace::Entry& entry : entries) {
    if (!is_call_event(entry)) continue;
    events.push_back({&entry, entry.from == subject, entry.channel == trace::channel::to_device,
                      is_version_0(entry.body)});
  }
  return events;
}

}  // namespace ringcheck::check
