// Session descriptions: each one alone, and an answer against the offer it answers.

#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "check/described.hpp"
#include "check/trace_checks.hpp"
#include "sdp/check.hpp"
#include "sdp/parse.hpp"

namespace ringcheck::check {
namespace {

constexpr std::string_view requirement = "VOIP-212";

/// The one offer that an answer can be meant for. Nothing when there are several, or when it is faulty, be it
/// on purpose or not.
std::optional<sdp::Parsed> answered_offer(const OpenOffers& open) {
  if (open.count != 1 || open.faulty) return std::nullopt;
  sdp::Parsed parsed = sdp::parse(open.text);
  if (!parsed.ok()) return std::nullopt;
  return parsed;
}

void tell(const CallEvent& event, const Described& described, const sdp::Findings& findings, Tally& tally) {
  for (const sdp::Finding& fault : findings) {
    Finding finding;
    finding.error = fault.severity == sdp::Severity::error;
    // A warning is told, but the requirement does not hang on it.
    if (finding.error) finding.requirement = requirement;
    finding.pointer = described.pointer;
    const std::string line = fault.line == 0 ? "" : fmt::format(", line {}", fault.line);
    finding.text = fmt::format("the SDP of {}{}: {} ({}, {})", event.type(), line, fault.text, fault.rule_id,
                               fault.source);
    tally.fault(*event.entry, std::move(finding));
  }
}

}  // namespace

void check_sdp(const Moment& moment, Tally& tally) {
  const CallEvent& event = moment.event;
  const auto described = event.to_device ? std::nullopt : description_of(event);
  if (!described) return;
  tally.looked_at(requirement);
  tell(event, *described, sdp::check_text(described->text, described->role), tally);
  if (described->role != sdp::Role::answer) return;
  const auto offer = answered_offer(moment.call.open_offers);
  const sdp::Parsed mine = sdp::parse(described->text);
  if (offer && mine.ok()) {
    tell(event, *described, sdp::check_answer(mine.description, offer->description), tally);
  }
}

}  // namespace ringcheck::check
