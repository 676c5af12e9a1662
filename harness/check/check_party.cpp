// A client's party_id stays the same through a call.

#include <fmt/format.h>

#include "check/schema_fault.hpp"
#include "check/trace_checks.hpp"

namespace ringcheck::check {

void check_party(const Moment& moment, Tally& tally) {
  const CallEvent& event = moment.event;
  const FirstParty& first = moment.call.party;
  if (event.to_device || event.party_id().empty() || event.call_id().empty()) return;
  if (first.party_id.is_null() || first.sender != event.sender()) return;
  tally.looked_at("VOIP-022");
  if (event.party_id() == first.party_id.text) return;
  Finding finding;
  finding.requirement = "VOIP-022";
  finding.pointer = "/party_id";
  finding.wanted = describe_value(&first.party_id);
  finding.came = describe_value(event.content().find("party_id"));
  finding.text = fmt::format("the party_id of {} is {}; in {} of this call it was {}", event.type(),
                             finding.came, first.on_type, finding.wanted);
  tally.fault(*event.entry, std::move(finding));
}

}  // namespace ringcheck::check
