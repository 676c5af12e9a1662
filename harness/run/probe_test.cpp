#include "run/probe.hpp"

#include <set>

#include "run/test_run.hpp"

namespace ringcheck::run {
namespace {

using report::CallKind;
using report::Outcome;
using report::Seen;
using report::TestResult;

const driver::Vocabulary& vocabulary() {
  static const driver::Vocabulary loaded = [] {
    auto read = driver::load_vocabulary(testing::home + "/schemas/driver/protocol.yaml");
    EXPECT_TRUE(read);
    return read ? std::move(*read) : driver::Vocabulary{};
  }();
  return loaded;
}

const scenario::Library& library() {
  static const scenario::Library loaded = testing::load_suites_for(scenario::SubjectIs::client);
  return loaded;
}

std::vector<const scenario::Test*> tests_below(const std::string& prefix) {
  std::vector<const scenario::Test*> tests;
  for (const scenario::Test& test : library().tests) {
    if (test.name.starts_with(prefix)) tests.push_back(&test);
  }
  return tests;
}

// The words of the scenarios that would be played first: what they do before anything else.
std::multiset<std::string> beginnings(const std::string& prefix, const std::vector<std::string>& claims) {
  const std::vector<const scenario::Test*> tests = tests_below(prefix);
  std::multiset<std::string> words;
  for (const std::size_t probe : probes_among(tests, claims, vocabulary().action_names(), vocabulary())) {
    const scenario::Test& test = *tests[probe];
    const bool v0 =
        std::find(test.uses.forms.begin(), test.uses.forms.end(), "call_v0") != test.uses.forms.end();
    words.insert(test.steps[1].word + (v0 ? " of v0" : "") + ", " +
                 std::string(verb_name(test.steps[1].verb)));
  }
  return words;
}

TEST(Probe, OneForEachThingThatIsClaimed) {
  const std::multiset<std::string> all = {"m.call.invite, expect", "m.call.invite, send",
                                          "m.call.invite of v0, send"};
  EXPECT_EQ(beginnings("voip.", {"voip.caller", "voip.callee", "voip.v0"}), all);
  EXPECT_EQ(beginnings("voip.", {"voip.caller"}), std::multiset<std::string>{"m.call.invite, expect"});
  EXPECT_EQ(beginnings("voip.", {"voip.callee"}), std::multiset<std::string>{"m.call.invite, send"});
  EXPECT_EQ(beginnings("voip.", {"voip.caller", "voip.v0"}),
            std::multiset<std::string>{"m.call.invite, expect"});
  EXPECT_TRUE(beginnings("voip.", {}).empty());
}

TEST(Probe, LessThanAllOfThemDecideNothing) {
  // No scenario of the caller's is among the callee's, and the other way round.
  EXPECT_TRUE(beginnings("voip.v1.callee.", {"voip.caller", "voip.callee"}).empty());
  EXPECT_TRUE(beginnings("voip.v1.caller.", {"voip.caller", "voip.callee"}).empty());
  EXPECT_FALSE(beginnings("voip.v1.callee.", {"voip.callee"}).empty());
}

TestResult probe(const std::string& name, std::vector<report::Sighting> sightings) {
  TestResult test;
  test.name = name;
  test.outcome = Outcome::inconclusive;
  test.sightings = std::move(sightings);
  return test;
}

const report::Sighting pressed = {CallKind::none, Seen::pressed, 4, "place_call"};
const report::Sighting no_invite = {CallKind::none, Seen::pressed_in_vain, 9, "no m.call.invite"};
const report::Sighting no_ring = {CallKind::v1, Seen::offered_in_vain, 8, "no incoming_call"};

TEST(Probe, NoCallsOnlyWhenEachWasInVain) {
  EXPECT_EQ(why_no_calls({probe("a", {pressed, no_invite}), probe("b", {no_ring})}),
            "pressing the call button sent no call event (a #9), a call of version 1 did not ring (b #8)");
  EXPECT_EQ(why_no_calls({probe("a", {pressed, no_invite}), probe("b", {})}), "");
  EXPECT_EQ(why_no_calls({probe("a", {pressed}), probe("b", {no_ring})}), "");
  TestResult broken = probe("a", {pressed, no_invite});
  broken.outcome = Outcome::error;
  EXPECT_EQ(why_no_calls({broken}), "");
  EXPECT_EQ(why_no_calls({}), "");
}

TEST(Probe, SaysWhatTheButtonGaveInstead) {
  const report::Sighting refused = {CallKind::none, Seen::pressed_in_vain, 5, "place_call unsupported"};
  EXPECT_EQ(why_no_calls({probe("a", {pressed, refused})}), "it answered place_call unsupported (a #5)");
  const report::Sighting widget = {CallKind::jitsi, Seen::placed, 5, "m.widget"};
  EXPECT_EQ(why_no_calls({probe("a", {pressed, widget, no_invite})}),
            "pressing the call button gave a Jitsi widget (a #9)");
}

TEST(Probe, WhatACheckFoundStaysWhenAProbeIsSkipped) {
  TestResult test = probe("a", {no_ring});
  report::Finding step;
  step.requirement = "VOIP-045";
  step.verdict = report::Verdict::warn;
  test.findings = {step};
  skip_in_vain(test, "why");
  EXPECT_EQ(test.outcome, Outcome::skipped);
  EXPECT_EQ(test.message, "why");
  EXPECT_EQ(test.findings[0].verdict, report::Verdict::skipped);
  report::Finding found = step;
  found.check = "http";
  found.verdict = report::Verdict::fail;
  test.findings = {step, found};
  skip_in_vain(test, "why");
  EXPECT_EQ(test.outcome, Outcome::failed);
  EXPECT_EQ(test.findings[1].verdict, report::Verdict::fail);
}

TEST(Probe, NoClaimsAreToldWhereNothingElseWasChosen) {
  const std::vector<const scenario::Test*> tests = tests_below("voip.");
  for (const scenario::Test* test : tests) EXPECT_TRUE(is_about_calls(*test, vocabulary())) << test->name;
  EXPECT_NE(why_no_claims(tests, {"media"}, vocabulary()), "");
  EXPECT_EQ(why_no_claims(tests, {"voip.callee"}, vocabulary()), "");
  EXPECT_EQ(why_no_claims({}, {}, vocabulary()), "");
  scenario::Test other = *tests.front();
  other.steps.clear();
  other.uses = {};
  other.claims = {"widget.host"};
  EXPECT_EQ(why_no_claims({tests.front(), &other}, {"widget.host"}, vocabulary()), "");
}

}  // namespace
}  // namespace ringcheck::run
