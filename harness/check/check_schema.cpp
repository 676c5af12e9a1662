// The content of each call event against the schema that its version chooses (stance S1), and which
// requirement of the register speaks of the place that is wrong.

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "check/trace_checks.hpp"
#include "value/pointer.hpp"

namespace ringcheck::check {
namespace {

/// VOIP-001 asks for the whole schema, whatever else speaks of the place.
constexpr std::string_view umbrella = "VOIP-001";

/// When the schema's silence about a place is worth a pass.
enum class Counts {
  always,      ///< the key is required: absent or present, it was judged
  if_present,  ///< the key is optional
  never,       ///< the requirement asks for more than the schema can see
};

/// Events of which version a rule is for.
enum class Version { any, nought, one };

/// Which requirement hangs on a place. A `*` in the pointer stands for any index.
struct Rule {
  std::string_view type;  ///< empty: all
  std::string_view pointer;
  std::string_view keyword;  ///< that failed; empty: any
  std::string_view requirement;
  Version version = Version::any;
  Counts counts = Counts::always;
};

constexpr std::string_view invite = "m.call.invite";
constexpr std::string_view answer = "m.call.answer";
constexpr std::string_view candidates = "m.call.candidates";
constexpr std::string_view negotiate = "m.call.negotiate";
constexpr std::string_view metadata_changed = "m.call.sdp_stream_metadata_changed";
/// Not a type: a negotiate whose description is an answer.
constexpr std::string_view negotiated_answer = "m.call.negotiate, answer";

constexpr Rule rules[] = {
    {"", "/call_id", "", "VOIP-002"},
    {"", "/version", "", "VOIP-003", Version::one},
    {"", "/party_id", "", "VOIP-004", Version::one},
    {invite, "/offer", "", "VOIP-033"},
    {invite, "/offer/type", "", "VOIP-033"},
    {invite, "/offer/sdp", "", "VOIP-033"},
    {invite, "/lifetime", "", "VOIP-033"},
    {invite, "/offer/type", "required", "VOIP-034", Version::any, Counts::if_present},
    {invite, "/invitee", "", "VOIP-176", Version::one, Counts::never},
    {answer, "/answer", "", "VOIP-089"},
    {answer, "/answer/type", "", "VOIP-089"},
    {answer, "/answer/sdp", "", "VOIP-089"},
    {answer, "/answer/type", "required", "VOIP-034", Version::any, Counts::if_present},
    {candidates, "/candidates", "", "VOIP-067"},
    {candidates, "/candidates/*", "type", "VOIP-067"},
    {candidates, "/candidates/*/candidate", "", "VOIP-067"},
    {candidates, "/candidates/*", "anyOf", "VOIP-068", Version::one, Counts::if_present},
    {"m.call.select_answer", "/selected_party_id", "", "VOIP-092", Version::one, Counts::never},
    {"m.call.hangup", "/reason", "", "VOIP-125", Version::one},
    {"m.call.hangup", "/reason", "", "VOIP-137", Version::nought},
    {negotiate, "/description", "", "VOIP-140", Version::one},
    {negotiate, "/description/type", "", "VOIP-140", Version::one},
    {negotiate, "/description/sdp", "", "VOIP-140", Version::one},
    {negotiate, "/lifetime", "", "VOIP-140", Version::one},
    {negotiate, "/description/type", "required", "VOIP-034", Version::one, Counts::if_present},
    {negotiated_answer, "/lifetime", "", "VOIP-142", Version::one},
    {metadata_changed, "/sdp_stream_metadata", "", "VOIP-198", Version::one},
    {"", "/sdp_stream_metadata/*", "", "VOIP-191", Version::one, Counts::if_present},
    {"", "/sdp_stream_metadata/*/purpose", "", "VOIP-191", Version::one, Counts::if_present},
    {"", "/sdp_stream_metadata/*/audio_muted", "", "VOIP-195", Version::one, Counts::if_present},
    {"", "/sdp_stream_metadata/*/video_muted", "", "VOIP-195", Version::one, Counts::if_present},
};

bool is_for(const Rule& rule, const CallEvent& event) {
  if (rule.version != Version::any && (rule.version == Version::nought) != event.version_0) return false;
  if (rule.type == negotiated_answer) {
    const Value* description = event.content().find("description");
    return event.type() == negotiate && description != nullptr && description->string_at("type") == "answer";
  }
  return rule.type.empty() || rule.type == event.type();
}

std::string_view take_segment(std::string_view& pointer) {
  pointer.remove_prefix(1);
  const std::string_view segment = pointer.substr(0, pointer.find('/'));
  pointer.remove_prefix(segment.size());
  return segment;
}

bool pointer_fits(std::string_view pattern, std::string_view pointer) {
  while (!pattern.empty() && !pointer.empty()) {
    const std::string_view wanted = take_segment(pattern);
    const std::string_view came = take_segment(pointer);
    if (wanted != "*" && wanted != came) return false;
  }
  return pattern.empty() && pointer.empty();
}

/// Whether the optional place that a rule speaks of is there: for candidates, one that is no end marker.
bool is_present(const Rule& rule, const CallEvent& event) {
  const std::size_t star = rule.pointer.find("/*");
  const Value* place = pointer_find(event.content(), rule.pointer.substr(0, star));
  if (star == std::string_view::npos || place == nullptr) return place != nullptr;
  const std::string_view below = rule.pointer.substr(star + 2);
  return std::any_of(place->items.begin(), place->items.end(),
                     [](const Value& item) { return !item.string_at("candidate").empty(); }) ||
         std::any_of(place->members.begin(), place->members.end(),
                     [&](const Member& member) { return pointer_find(member.value, below) != nullptr; });
}

void count_rules(const CallEvent& event, Tally& tally) {
  std::set<std::string_view> counted;
  for (const Rule& rule : rules) {
    if (!is_for(rule, event) || rule.counts == Counts::never) continue;
    if (rule.counts == Counts::if_present && !is_present(rule, event)) continue;
    if (counted.insert(rule.requirement).second) tally.looked_at(rule.requirement);
  }
}

/// A purpose of streams with a name space of its own is an experiment, which draws a warning only (stance
/// S28).
bool is_experiment(const CallEvent& event, const SchemaFault& fault) {
  if (fault.keyword != "enum" || !pointer_fits("/sdp_stream_metadata/*/purpose", fault.pointer)) return false;
  const std::string_view purpose = pointer_find(event.content(), fault.pointer)->as_string();
  return purpose.find('.') != std::string_view::npos && !purpose.starts_with("m.");
}

Finding to_finding(const CallEvent& event, const SchemaFault& fault, std::string_view requirement) {
  Finding finding;
  finding.requirement = requirement;
  finding.error = !is_experiment(event, fault);
  finding.pointer = fault.pointer;
  finding.wanted = fault.wanted;
  finding.came = fault.came;
  finding.text = fmt::format("the content of {} has at {} {}, its schema wants {}", event.type(),
                             fault.pointer.empty() ? "its root" : fault.pointer, fault.came, fault.wanted);
  return finding;
}

/// One finding per requirement that speaks of the place; false when only the umbrella does.
bool tell_specific(const CallEvent& event, const SchemaFault& fault, Tally& tally) {
  bool told = false;
  for (const Rule& rule : rules) {
    if (!is_for(rule, event) || !pointer_fits(rule.pointer, fault.pointer)) continue;
    if (!rule.keyword.empty() && rule.keyword != fault.keyword) continue;
    tally.fault(*event.entry, to_finding(event, fault, rule.requirement));
    told = true;
  }
  return told;
}

void judge(const CallEvent& event, const JsonSchema& schema, Tally& tally) {
  tally.looked_at(umbrella);
  count_rules(event, tally);
  const SchemaFault* told_elsewhere = nullptr;
  bool told_here = false;
  const std::vector<SchemaFault> faults = schema.validate(event.content());
  for (const SchemaFault& fault : faults) {
    if (tell_specific(event, fault, tally)) {
      if (told_elsewhere == nullptr) told_elsewhere = &fault;
      continue;
    }
    tally.fault(*event.entry, to_finding(event, fault, umbrella));
    told_here = told_here || !is_experiment(event, fault);
  }
  // The umbrella fails with any of them, but once is enough to say so.
  if (told_elsewhere != nullptr && !told_here) {
    tally.fault(*event.entry, to_finding(event, *told_elsewhere, umbrella));
  }
}

}  // namespace

void check_schema(const CallMoment& moment, Tally& tally) {
  const CallEvent& event = moment.event;
  if (event.to_device) return;
  const JsonSchema* schema = moment.schemas.for_event(event.type(), event.content());
  if (schema != nullptr) judge(event, *schema, tally);
}

}  // namespace ringcheck::check
