// Session descriptions: each one alone, and an answer against the offer it answers.

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "check/trace_checks.hpp"
#include "sdp/check.hpp"
#include "sdp/parse.hpp"

namespace ringcheck::check {
namespace {

constexpr std::string_view requirement = "VOIP-212";

struct Described {
  sdp::Role role = sdp::Role::offer;
  std::string_view text;
  std::string_view pointer;
};

/// The description that an event carries, if it is sound enough to be read; the schema tells what is not.
std::optional<Described> description_of(const CallEvent& event) {
  struct Place {
    std::string_view type;
    std::string_view key;
    std::string_view pointer;
  };
  constexpr Place places[] = {{"m.call.invite", "offer", "/offer/sdp"},
                              {"m.call.answer", "answer", "/answer/sdp"},
                              {"m.call.negotiate", "description", "/description/sdp"}};
  const auto* place = std::find_if(std::begin(places), std::end(places),
                                   [&](const Place& each) { return each.type == event.type(); });
  if (place == std::end(places)) return std::nullopt;
  const Value* holder = event.content().find(place->key);
  const Value* text = holder == nullptr ? nullptr : holder->find("sdp");
  if (text == nullptr || !text->is_string()) return std::nullopt;
  const std::string_view type = holder->string_at("type");
  if (type != "offer" && type != "answer") return std::nullopt;
  return Described{type == "offer" ? sdp::Role::offer : sdp::Role::answer, text->text, place->pointer};
}

/// Offers of others that the subject has not answered yet, by room and call.
using OpenOffers = std::map<std::pair<std::string_view, std::string_view>, std::vector<const CallEvent*>>;

/// The one offer that an answer can be meant for. Nothing when there are several, or when it is faulty, be it
/// on purpose or not.
std::optional<sdp::Parsed> answered_offer(const std::vector<const CallEvent*>& open) {
  if (open.size() != 1 || !open.front()->entry->declared.empty()) return std::nullopt;
  sdp::Parsed parsed = sdp::parse(description_of(*open.front())->text);
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

void judge(const CallEvent& event, const Described& described, const std::vector<const CallEvent*>& open,
           Tally& tally) {
  tally.looked_at(requirement);
  tell(event, described, sdp::check_text(described.text, described.role), tally);
  if (described.role != sdp::Role::answer) return;
  const auto offer = answered_offer(open);
  const sdp::Parsed mine = sdp::parse(described.text);
  if (offer && mine.ok()) {
    tell(event, described, sdp::check_answer(mine.description, offer->description), tally);
  }
}

}  // namespace

void check_sdp(const CallEvents& events, const SchemaSet&, Tally& tally) {
  OpenOffers open_offers;
  for (const CallEvent& event : events) {
    const auto described = event.to_device ? std::nullopt : description_of(event);
    if (!described) continue;
    std::vector<const CallEvent*>& open = open_offers[{event.room_id(), event.call_id()}];
    if (event.by_subject) {
      judge(event, *described, open, tally);
      open.clear();
    } else if (described->role == sdp::Role::offer) {
      open.push_back(&event);
    }
  }
}

}  // namespace ringcheck::check
