// A client's party_id stays the same through a call, and so should its version.

#include <fmt/format.h>

#include "check/schema_fault.hpp"
#include "check/trace_checks.hpp"

namespace ringcheck::check {
namespace {

void judge_party(const CallEvent& event, const OwnParty& own, Tally& tally) {
  if (event.party_id().empty() || own.party_id.is_null() || own.sender != event.sender()) return;
  tally.looked_at("VOIP-022");
  if (event.party_id() == own.party_id.text) return;
  Finding finding;
  finding.requirement = "VOIP-022";
  finding.pointer = "/party_id";
  finding.wanted = describe_value(&own.party_id);
  finding.came = describe_value(event.content().find("party_id"));
  finding.text = fmt::format("the party_id of {} is {}; in {} of this call it was {}", event.type(),
                             finding.came, own.on_type, finding.wanted);
  tally.fault(*event.entry, std::move(finding));
}

// The text says of each message to which version it keeps, and forbids no change: this is a warning.
void judge_version(const CallEvent& event, const OwnParty& own, Tally& tally) {
  const Value* version = event.content().find("version");
  if (version == nullptr || own.version.is_null()) return;
  tally.looked_at({});
  if (*version == own.version) return;
  Finding finding;
  finding.error = false;
  finding.pointer = "/version";
  finding.wanted = describe_value(&own.version);
  finding.came = describe_value(version);
  finding.text = fmt::format("the version of {} is {}; earlier in this call it was {}", event.type(),
                             finding.came, finding.wanted);
  tally.fault(*event.entry, std::move(finding));
}

}  // namespace

void check_party(const CallMoment& moment, Tally& tally) {
  const CallEvent& event = moment.event;
  if (event.to_device || event.call_id().empty()) return;
  judge_party(event, moment.call.own, tally);
  judge_version(event, moment.call.own, tally);
}

}  // namespace ringcheck::check
