// How a call begins: the invite is the first event of its sender, and each call has a call_id of its own.

#include <functional>

#include <fmt/format.h>

#include "check/trace_checks.hpp"

namespace ringcheck::check {
namespace {

void judge_first(const CallMoment& moment, Tally& tally) {
  const CallEvent& event = moment.event;
  const Call& call = moment.call;
  if (call.inviter || call.own_offer || !call.whole) return;
  if (event.type() == "m.call.invite") return tally.looked_at("VOIP-040");
  if (moment.room.unclear || moment.room.invite_under_way) return;
  const bool hangup = event.type() == "m.call.hangup";
  const std::string_view requirement = hangup ? "VOIP-041" : "VOIP-040";
  tally.looked_at(requirement);
  Finding finding;
  finding.requirement = requirement;
  finding.pointer = "/call_id";
  finding.wanted = "an m.call.invite first";
  finding.came = event.type();
  finding.text = hangup ? "m.call.hangup ends a call that nobody has invited to"
                        : fmt::format("{} is of a call that nobody has invited to", event.type());
  tally.fault(*event.entry, std::move(finding));
}

/// One call_id for two calls. The same offer once more may be the same call, sent again.
void judge_again(const CallMoment& moment, Tally& tally) {
  const CallEvent& event = moment.event;
  if (event.type() != "m.call.invite") return;
  tally.looked_at("VOIP-015");
  if (!moment.call.own_offer) return;
  const std::string_view text = moment.described ? moment.described->text : std::string_view();
  const bool same = std::hash<std::string_view>()(text) == *moment.call.own_offer && !moment.call.end;
  Finding finding;
  if (!same) finding.requirement = "VOIP-015";
  finding.error = !same;
  finding.pointer = "/call_id";
  finding.text = same ? "the same invite was sent twice"
                      : "a second m.call.invite has the call_id of an earlier call of this room";
  tally.fault(*event.entry, std::move(finding));
}

}  // namespace

void check_begin(const CallMoment& moment, Tally& tally) {
  if (moment.event.to_device || moment.event.call_id().empty()) return;
  judge_first(moment, tally);
  judge_again(moment, tally);
}

}  // namespace ringcheck::check
