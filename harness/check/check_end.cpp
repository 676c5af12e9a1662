// Nothing is sent for a call that is over: after the subject's own hangup or rejection, and once it has taken
// in the hangup of its partner or the selection of another party.

#include <fmt/format.h>

#include "check/trace_checks.hpp"

namespace ringcheck::check {

void check_end(const CallMoment& moment, Tally& tally) {
  const CallEvent& event = moment.event;
  const std::optional<End>& end = moment.call.end;
  // An invite is another call, whose call_id is another check's concern.
  if (event.to_device || event.call_id().empty() || event.type() == "m.call.invite") return;
  if (!end) {
    const bool closes = event.type() == "m.call.hangup" || event.type() == "m.call.reject";
    if (closes) tally.looked_at("VOIP-088");
    return;
  }
  if (!moment.sent_after(end->t_us)) return;
  Finding finding;
  finding.requirement = end->not_selected ? "VOIP-095" : "VOIP-088";
  finding.wanted = "no event of this call any more";
  finding.came = event.type();
  finding.text = fmt::format("{} was sent after {} had ended the call", event.type(), end->by);
  tally.looked_at(finding.requirement);
  tally.fault(*event.entry, std::move(finding));
}

}  // namespace ringcheck::check
