// A client's party_id stays the same through a call.

#include <map>
#include <tuple>

#include <fmt/format.h>

#include "check/trace_checks.hpp"

namespace ringcheck::check {

void check_party(const CallEvents& events, const SchemaSet&, Tally& tally) {
  using Call = std::tuple<std::string_view, std::string_view, std::string_view>;  // room, call, sender
  std::map<Call, const CallEvent*> first_of_call;
  for (const CallEvent& event : events) {
    if (!event.by_subject || event.to_device || event.party_id().empty() || event.call_id().empty()) continue;
    const Call call(event.room_id(), event.call_id(), event.entry->head.string_at("sender"));
    const auto [first, is_first] = first_of_call.emplace(call, &event);
    if (is_first) continue;
    tally.looked_at("VOIP-022");
    if (event.party_id() == first->second->party_id()) continue;
    Finding finding;
    finding.requirement = "VOIP-022";
    finding.pointer = "/party_id";
    finding.wanted = describe_value(first->second->content().find("party_id"));
    finding.came = describe_value(event.content().find("party_id"));
    finding.text = fmt::format("the party_id of {} is {}; in {} of this call it was {}", event.type(),
                               finding.came, first->second->type(), finding.wanted);
    tally.fault(*event.entry, std::move(finding));
  }
}

}  // namespace ringcheck::check
