// When a call may be renegotiated: once an answer is accepted, and never with a party of version 0.

#include <algorithm>

#include <fmt/format.h>

#include "check/trace_checks.hpp"

namespace ringcheck::check {
namespace {

void tell(const CallEvent& event, std::string_view requirement, std::string text, Tally& tally) {
  Finding finding;
  finding.requirement = requirement;
  finding.text = std::move(text);
  tally.fault(*event.entry, std::move(finding));
}

void judge_version(const CallMoment& moment, Tally& tally) {
  const Call& call = moment.call;
  const auto other = partner(call);
  if (!other) return;
  tally.looked_at("VOIP-138");
  if (other->version_0) {
    tell(moment.event, "VOIP-138", "m.call.negotiate was sent in a call whose other side is of version 0",
         tally);
  } else if (call.is_caller() && call.own_invite_version_0) {
    tell(moment.event, "VOIP-138", "m.call.negotiate was sent after an invite of version 0", tally);
  }
}

void judge_time(const CallMoment& moment, Tally& tally) {
  const Call& call = moment.call;
  if (!call.whole || moment.room.unclear || call.replies_unclear) return;
  const bool answered = call.is_caller() ? std::any_of(call.replies.begin(), call.replies.end(),
                                                       [](const Reply& reply) { return !reply.rejects; })
                                         : call.own_answers > 0 || moment.room.answer_under_way;
  tally.looked_at("VOIP-139");
  if (!answered)
    tell(moment.event, "VOIP-139", "m.call.negotiate was sent before there was an answer", tally);
}

}  // namespace

void check_negotiation(const CallMoment& moment, Tally& tally) {
  const CallEvent& event = moment.event;
  if (event.to_device || event.call_id().empty() || event.type() != "m.call.negotiate") return;
  // An end is told elsewhere, and which role the subject has must be known.
  if (moment.call.end || (!moment.call.is_caller() && !moment.call.is_callee())) return;
  judge_version(moment, tally);
  judge_time(moment, tally);
}

}  // namespace ringcheck::check
