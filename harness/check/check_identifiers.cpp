// The grammar of the identifiers in call events of version 1: version 0 had none.

#include <string>
#include <utility>

#include <fmt/format.h>

#include "check/trace_checks.hpp"
#include "value/grammar.hpp"

namespace ringcheck::check {
namespace {

struct Grammar {
  bool (*fits)(std::string_view text);
  std::string_view wanted;
};

constexpr Grammar opaque_id = {is_opaque_id, "1 to 255 of 0-9 A-Z a-z - . _ ~"};
constexpr Grammar user_id = {is_user_id, "a user ID, @localpart:server"};

void judge(const CallEvent& event, const std::string& key, const Grammar& grammar,
           std::string_view requirement, Tally& tally) {
  const Value* value = event.content().find(key);
  if (value == nullptr || !value->is_string()) return;
  tally.looked_at(requirement);
  if (grammar.fits(value->text)) return;
  Finding finding;
  finding.requirement = requirement;
  finding.pointer = "/" + key;
  finding.wanted = grammar.wanted;
  finding.came = describe_value(value);
  finding.text =
      fmt::format("the {} of {} is {}, which its grammar does not allow", key, event.type(), finding.came);
  tally.fault(*event.entry, std::move(finding));
}

}  // namespace

void check_identifiers(const CallMoment& moment, Tally& tally) {
  const CallEvent& event = moment.event;
  if (event.to_device || event.version_0) return;
  // A call_id that somebody else wrote first is not the subject's choice.
  if (!moment.call.named_by_others) judge(event, "call_id", opaque_id, "VOIP-016", tally);
  judge(event, "party_id", opaque_id, "VOIP-017", tally);
  if (event.type() == "m.call.invite") judge(event, "invitee", user_id, "VOIP-176", tally);
}

}  // namespace ringcheck::check
