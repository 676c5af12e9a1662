#include "check/call_event.hpp"

#include <algorithm>
#include <array>

#include "check/schema_set.hpp"

namespace ringcheck::check {
namespace {

constexpr std::array<std::string_view, 8> call_types = {
    "m.call.invite", "m.call.candidates", "m.call.answer",    "m.call.select_answer",
    "m.call.reject", "m.call.hangup",     "m.call.negotiate", "m.call.sdp_stream_metadata_changed"};

}  // namespace

std::optional<CallEvent> as_call_event(const trace::Entry& entry, std::string_view subject) {
  if (entry.kind != trace::Kind::event) return std::nullopt;
  if (std::find(call_types.begin(), call_types.end(), entry.type) == call_types.end()) return std::nullopt;
  return CallEvent{&entry, entry.from == subject, entry.channel == trace::channel::to_device,
                   is_version_0(entry.body)};
}

}  // namespace ringcheck::check
