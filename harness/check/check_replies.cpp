// How an invite is answered: one answer or rejection by the callee, one selection by the caller.

#include <algorithm>

#include <fmt/format.h>

#include "check/schema_fault.hpp"
#include "check/trace_checks.hpp"

namespace ringcheck::check {
namespace {

void tell(const CallEvent& event, std::string_view requirement, std::string text, Tally& tally) {
  Finding finding;
  finding.requirement = requirement;
  finding.error = !requirement.empty();
  finding.text = std::move(text);
  tally.fault(*event.entry, std::move(finding));
}

void judge_answer(const CallMoment& moment, Tally& tally) {
  tally.looked_at({});
  // The text has the callee answer once without saying so.
  if (moment.call.own_answers > 0)
    tell(moment.event, {}, "a second m.call.answer was sent in this call", tally);
  if (moment.call.is_caller()) tell(moment.event, {}, "m.call.answer was sent by the caller", tally);
}

void judge_reject(const CallMoment& moment, Tally& tally) {
  const Call& call = moment.call;
  tally.looked_at("VOIP-105");
  if (const Value* reason = moment.event.content().find("reason")) {
    Finding finding;
    finding.requirement = "VOIP-105";
    finding.pointer = "/reason";
    finding.wanted = "nothing";
    finding.came = describe_value(reason);
    finding.text = fmt::format("m.call.reject has the reason {}", finding.came);
    tally.fault(*moment.event.entry, std::move(finding));
  }
  if (call.is_callee() && call.inviter->version_0) {
    tally.looked_at("VOIP-106");
    tell(moment.event, "VOIP-106", "m.call.reject was sent in answer to an invite of version 0", tally);
  }
  if (call.is_caller()) tell(moment.event, "VOIP-115", "m.call.reject was sent by the caller", tally);
}

void judge_hangup(const CallMoment& moment, Tally& tally) {
  const Call& call = moment.call;
  const bool before_set_up = !call.selected && call.own_answers == 0;
  if (call.is_caller() && before_set_up) tally.looked_at("VOIP-115");
  if (call.is_callee() && before_set_up && call.inviter->version_0) tally.looked_at("VOIP-106");
}

void judge_selected_party(const CallMoment& moment, Tally& tally) {
  const Call& call = moment.call;
  const Value* selected = moment.event.content().find("selected_party_id");
  if (!call.whole || call.replies_unclear || moment.room.unclear || selected == nullptr) return;
  if (!selected->is_string() || call.end) return;
  tally.looked_at("VOIP-092");
  if (std::any_of(call.replies.begin(), call.replies.end(),
                  [&](const Reply& reply) { return reply.by.party_id == selected->text; })) {
    return;
  }
  Finding finding;
  finding.requirement = "VOIP-092";
  finding.pointer = "/selected_party_id";
  finding.wanted = "the party_id of an answer or a rejection";
  finding.came = describe_value(selected);
  finding.text = fmt::format("m.call.select_answer names {}, a party that has neither answered nor rejected",
                             finding.came);
  tally.fault(*moment.event.entry, std::move(finding));
}

void judge_selection(const CallMoment& moment, Tally& tally) {
  const Call& call = moment.call;
  const CallEvent& event = moment.event;
  tally.looked_at("VOIP-091");
  if (call.is_callee()) {
    return tell(event, "VOIP-091",
                "m.call.select_answer was sent by the callee; it is the caller who selects", tally);
  }
  judge_selected_party(moment, tally);
  tally.looked_at("VOIP-093");
  if (!call.selected) return;
  const std::string_view again = event.content().string_at("selected_party_id");
  // Told twice is not selected twice.
  if (again == *call.selected) return tell(event, {}, "the same m.call.select_answer was sent twice", tally);
  tell(event, "VOIP-093", fmt::format("{} is selected after {} has been", again, *call.selected), tally);
}

}  // namespace

void check_replies(const CallMoment& moment, Tally& tally) {
  if (moment.event.to_device || moment.event.call_id().empty()) return;
  const std::string_view type = moment.event.type();
  if (type == "m.call.answer") judge_answer(moment, tally);
  if (type == "m.call.reject") judge_reject(moment, tally);
  if (type == "m.call.hangup") judge_hangup(moment, tally);
  if (type == "m.call.select_answer") judge_selection(moment, tally);
}

}  // namespace ringcheck::check
