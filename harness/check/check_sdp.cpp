// Session descriptions: each one alone, an answer against the offer it answers, and what a negotiation brings
// against what was in force before it.

#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "check/trace_checks.hpp"
#include "sdp/check.hpp"
#include "sdp/parse.hpp"

namespace ringcheck::check {
namespace {

constexpr std::string_view requirement = "VOIP-212";

std::optional<sdp::Parsed> readable(const std::string& text) {
  if (text.empty()) return std::nullopt;
  sdp::Parsed parsed = sdp::parse(text);
  if (!parsed.ok()) return std::nullopt;
  return parsed;
}

/// The one offer that an answer can be meant for. Nothing when there are several, or when it is faulty, be it
/// on purpose or not.
std::optional<sdp::Parsed> answered_offer(const OpenOffers& open) {
  if (open.count != 1 || open.faulty) return std::nullopt;
  return readable(open.text);
}

void tell(const CallMoment& moment, const sdp::Findings& findings, Tally& tally) {
  const CallEvent& event = moment.event;
  for (const sdp::Finding& fault : findings) {
    Finding finding;
    finding.error = fault.severity == sdp::Severity::error;
    // A warning is told, but the requirement does not hang on it.
    if (finding.error) finding.requirement = requirement;
    finding.pointer = moment.described->pointer;
    const std::string line = fault.line == 0 ? "" : fmt::format(", line {}", fault.line);
    finding.text = fmt::format("the SDP of {}{}: {} ({}, {})", event.type(), line, fault.text, fault.rule_id,
                               fault.source);
    tally.fault(*event.entry, std::move(finding));
  }
}

/// Whether the offer that is answered goes on soundly from what its own side sent before. Only then the
/// answer can be held to what was in force.
bool goes_on_soundly(const Call& call, const sdp::Description& offer) {
  const auto before = readable(call.their_descriptions.settled);
  return before && !sdp::has_error(sdp::check_next(offer, before->description));
}

}  // namespace

void check_sdp(const CallMoment& moment, Tally& tally) {
  if (moment.event.to_device || moment.parsed == nullptr) return;
  const sdp::Parsed& mine = *moment.parsed;
  const sdp::Role role = moment.described->role;
  tally.looked_at(requirement);
  tell(moment, mine.findings, tally);
  tell(moment, sdp::check_description(mine.description, role), tally);
  if (!mine.ok()) return;
  const auto before = readable(moment.call.own_descriptions.settled);
  if (role == sdp::Role::offer) {
    if (before) tell(moment, sdp::check_next(mine.description, before->description), tally);
    return;
  }
  const auto offer = answered_offer(moment.call.open_offers);
  if (!offer) return;
  tell(moment, sdp::check_answer(mine.description, offer->description), tally);
  if (before && goes_on_soundly(moment.call, offer->description)) {
    tell(moment, sdp::check_next(mine.description, before->description), tally);
  }
}

}  // namespace ringcheck::check
