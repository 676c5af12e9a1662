// Call events are message events of a room, neither state nor sent to devices.

#include <fmt/format.h>

#include "check/trace_checks.hpp"

namespace ringcheck::check {

void check_channel(const CallMoment& moment, Tally& tally) {
  const CallEvent& event = moment.event;
  // A leg of a group call (MSC3401) goes to devices by right; it is known by its conf_id.
  if (event.content().find("conf_id") != nullptr) return;
  tally.looked_at("VOIP-013");
  const bool state = event.entry->head.find("state_key") != nullptr;
  if (!state && !event.to_device) return;
  Finding finding;
  finding.requirement = "VOIP-013";
  finding.wanted = "a message event of the room";
  finding.came = state ? "a state event" : "a to-device message";
  finding.text = fmt::format("{} was sent as {}", event.type(), finding.came);
  tally.fault(*event.entry, std::move(finding));
}

}  // namespace ringcheck::check
