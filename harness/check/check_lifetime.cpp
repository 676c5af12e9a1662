// The lifetime of an invite: long enough for people, and not over before it begins (stance S18).

#include <fmt/format.h>

#include "check/schema_fault.hpp"
#include "check/trace_checks.hpp"

namespace ringcheck::check {
namespace {

constexpr std::int64_t least_recommended_ms = 90'000;

}  // namespace

void check_lifetime(const CallMoment& moment, Tally& tally) {
  const CallEvent& event = moment.event;
  const bool invite = event.type() == "m.call.invite";
  if (event.to_device || (!invite && event.type() != "m.call.negotiate")) return;
  const Value* value = event.content().find("lifetime");
  const auto lifetime_ms = value == nullptr ? std::nullopt : value->as_int();
  if (!lifetime_ms) return;
  // What version 0 says of the least lifetime is nothing.
  const bool recommended = invite && !event.version_0;
  if (recommended) tally.looked_at("VOIP-036");
  const bool too_short = recommended && *lifetime_ms < least_recommended_ms;
  if (!too_short && *lifetime_ms > 0) return;
  Finding finding;
  if (too_short) finding.requirement = "VOIP-036";
  finding.error = false;
  finding.pointer = "/lifetime";
  finding.wanted = too_short ? fmt::format("{} or more", least_recommended_ms) : "more than 0";
  finding.came = describe_value(value);
  finding.text = *lifetime_ms <= 0
                     ? fmt::format("the lifetime of {} is {}: it is over at once", event.type(), finding.came)
                     : fmt::format("the lifetime of {} is {}", event.type(), finding.came);
  tally.fault(*event.entry, std::move(finding));
}

}  // namespace ringcheck::check
