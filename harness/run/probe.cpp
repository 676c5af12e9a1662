#include "run/probe.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "run/needs.hpp"
#include "run/slow.hpp"

namespace ringcheck::run {
namespace {

using report::Seen;
using scenario::Step;
using scenario::Test;
using scenario::Verb;

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_plain_order(const Step& step, std::string_view action) {
  return step.verb == Verb::act && step.word == action;
}

// What the steps of a test must begin with. A call that is offered with other content than its form's may be
// one that nobody has to take.
bool begins_by_placing(const Test& test) {
  return test.steps.size() >= 2 && is_plain_order(test.steps[0], "place_call") &&
         test.steps[1].verb == Verb::expect && test.steps[1].word == "m.call.invite";
}

bool begins_by_being_called(const Test& test) {
  if (test.steps.size() < 3 || !is_plain_order(test.steps[0], "start_session")) return false;
  const Step& sent = test.steps[1];
  const bool plain = sent.verb == Verb::send && sent.word == "m.call.invite" &&
                     sent.key("content") == nullptr && sent.key("unsigned") == nullptr &&
                     sent.key("breaks") == nullptr;
  return plain && test.steps[2].verb == Verb::expect && test.steps[2].word == "incoming_call";
}

bool speaks_v0(const Test& test) {
  return contains(test.uses.forms, "call_v0");
}

bool is_playable(const Test& test, const std::vector<std::string>& claims,
                 const driver::Vocabulary& vocabulary) {
  const std::vector<std::string> needed = claims_needed_by(test, vocabulary);
  return std::all_of(needed.begin(), needed.end(),
                     [&](const std::string& claim) { return contains(claims, claim); });
}

struct Role {
  const char* claim;
  std::function<bool(const Test&)> fits;
};

bool shows(const report::TestResult& test, Seen seen) {
  return std::any_of(test.sightings.begin(), test.sightings.end(),
                     [&](const report::Sighting& each) { return each.seen == seen; });
}

const report::Sighting* in_vain(const report::TestResult& test) {
  auto found = std::find_if(test.sightings.begin(), test.sightings.end(), [](const report::Sighting& each) {
    return each.seen == Seen::pressed_in_vain || each.seen == Seen::offered_in_vain;
  });
  return found == test.sightings.end() ? nullptr : &*found;
}

std::string in_words(const report::TestResult& test, const report::Sighting& sighting) {
  const std::string place = fmt::format("({} #{})", test.name, sighting.seq);
  if (sighting.seen == Seen::offered_in_vain)
    return fmt::format("a call of {} did not ring {}", call_kind_words(sighting.kind), place);
  for (const report::Sighting& each : test.sightings) {
    if (each.seen == Seen::placed)
      return fmt::format("pressing the call button gave {} {}", call_kind_words(each.kind), place);
  }
  return sighting.what == "no m.call.invite"
             ? fmt::format("pressing the call button sent no call event {}", place)
             : fmt::format("it answered {} {}", sighting.what, place);
}

}  // namespace

std::vector<std::size_t> probes_among(const std::vector<const Test*>& tests,
                                      const std::vector<std::string>& claims,
                                      const std::vector<std::string>& actions,
                                      const driver::Vocabulary& vocabulary) {
  const std::vector<Role> roles = {
      {"voip.caller", [](const Test& test) { return begins_by_placing(test) && !speaks_v0(test); }},
      {"voip.callee", [](const Test& test) { return begins_by_being_called(test) && !speaks_v0(test); }},
      {"voip.v0", [](const Test& test) { return begins_by_being_called(test) && speaks_v0(test); }}};
  std::vector<std::size_t> probes;
  for (const Role& role : roles) {
    if (!contains(claims, role.claim)) continue;
    const std::size_t none = tests.size();
    std::size_t shortest = none;
    for (std::size_t i = 0; i < tests.size(); ++i) {
      const bool quick = is_playable(*tests[i], claims, vocabulary) && !is_slow(*tests[i], claims) &&
                         missing_actions(*tests[i], actions, claims, vocabulary).empty();
      if (!quick || !role.fits(*tests[i])) continue;
      if (shortest == none || tests[i]->steps.size() < tests[shortest]->steps.size()) shortest = i;
    }
    // A caller that is never called has nothing of version 0 to answer.
    if (shortest == none && std::string_view(role.claim) == "voip.v0" && !contains(claims, "voip.callee"))
      continue;
    if (shortest == none) return {};
    probes.push_back(shortest);
  }
  return probes;
}

std::string why_no_calls(const std::vector<report::TestResult>& probes) {
  std::vector<std::string> reasons;
  for (const report::TestResult& probe : probes) {
    const report::Sighting* sighting = in_vain(probe);
    if (sighting == nullptr || probe.outcome == report::Outcome::error || shows(probe, Seen::rang)) return {};
    reasons.push_back(in_words(probe, *sighting));
  }
  return fmt::format("{}", fmt::join(reasons, ", "));
}

bool is_about_calls(const Test& test, const driver::Vocabulary& vocabulary) {
  if (test.subject_is() == scenario::SubjectIs::homeserver) return false;
  const std::vector<std::string> needed = claims_needed_by(test, vocabulary);
  bool about = std::any_of(needed.begin(), needed.end(),
                           [](const std::string& claim) { return claim.starts_with("voip."); });
  scenario::each_step(test.steps, [&](const Step& step) {
    about = about || step.word.starts_with("m.call.") || step.word == "incoming_call";
  });
  return about;
}

void skip_in_vain(report::TestResult& probe, const std::string& why) {
  bool failed = false;
  for (report::Finding& finding : probe.findings) {
    if (finding.check.empty()) finding.verdict = report::Verdict::skipped;
    failed = failed || finding.verdict == report::Verdict::fail;
  }
  probe.outcome = failed ? report::Outcome::failed : report::Outcome::skipped;
  probe.message = why;
  probe.blame.clear();
}

std::string why_no_claims(const std::vector<const Test*>& tests, const std::vector<std::string>& claims,
                          const driver::Vocabulary& vocabulary) {
  if (tests.empty() || contains(claims, "voip.caller") || contains(claims, "voip.callee")) return {};
  const bool only_calls = std::all_of(tests.begin(), tests.end(),
                                      [&](const Test* test) { return is_about_calls(*test, vocabulary); });
  return only_calls ? "its subject.yaml claims neither voip.caller nor voip.callee" : "";
}

}  // namespace ringcheck::run
