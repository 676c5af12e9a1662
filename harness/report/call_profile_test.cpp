#include "report/call_profile.hpp"

#include <gtest/gtest.h>

namespace ringcheck::report {
namespace {

TestResult played(const std::string& name, std::vector<Sighting> sightings, Verdict verdict = Verdict::pass,
                  const std::string& requirement = "VOIP-001") {
  TestResult test;
  test.name = name;
  test.sightings = std::move(sightings);
  Finding finding;
  finding.requirement = requirement;
  finding.verdict = verdict;
  test.findings = {finding};
  return test;
}

Sighting sighting(CallKind kind, Seen seen) {
  return {kind, seen, 9, "what"};
}

const Sighting pressed = sighting(CallKind::none, Seen::pressed);

const ProfiledKind& of(const CallProfile& profile, CallKind kind) {
  for (const ProfiledKind& each : profile.kinds) {
    if (each.kind == kind) return each;
  }
  ADD_FAILURE() << call_kind_name(kind);
  return profile.kinds.front();
}

std::string says(std::vector<TestResult> tests) {
  RunResult run;
  run.tests = std::move(tests);
  return call_profile(run).says;
}

TEST(CallProfile, SaysWhatTheButtonGives) {
  EXPECT_EQ(says({}), "");
  EXPECT_EQ(says({played("a", {pressed, sighting(CallKind::v1, Seen::placed)})}), "version 1");
  EXPECT_EQ(says({played("a", {pressed, sighting(CallKind::v1, Seen::placed)}),
                  played("b", {sighting(CallKind::v0, Seen::answered)})}),
            "version 1, also speaks version 0");
  EXPECT_EQ(says({played("a", {pressed, sighting(CallKind::jitsi, Seen::placed)}),
                  played("b", {pressed, sighting(CallKind::matrixrtc, Seen::placed)}),
                  played("c", {pressed, sighting(CallKind::v1, Seen::placed)})}),
            "version 1, a Jitsi widget and MatrixRTC");
  EXPECT_EQ(says({played("a", {pressed, sighting(CallKind::element_call, Seen::placed)})}),
            "an Element Call widget");
  EXPECT_EQ(says({played("a", {pressed})}), "nothing when the call button is pressed");
  EXPECT_EQ(says({played("a", {pressed}), played("b", {sighting(CallKind::v1, Seen::answered)})}),
            "nothing when the call button is pressed, also speaks version 1");
  EXPECT_EQ(says({played("b", {sighting(CallKind::v1, Seen::answered)})}), "speaks version 1");
  EXPECT_EQ(says({played("b", {sighting(CallKind::v0, Seen::rang)})}),
            "rings for version 0 and never answered one");
}

TEST(CallProfile, ClaimedSeenAndJudgedOfEachKind) {
  RunResult run;
  run.claims = {"voip.callee", "voip.v0", "media"};
  const std::vector<Sighting> v0 = {sighting(CallKind::v0, Seen::heard),
                                    sighting(CallKind::v0, Seen::answered)};
  const std::vector<Sighting> v1 = {sighting(CallKind::v1, Seen::heard), sighting(CallKind::v1, Seen::rang)};
  run.tests = {played("a", v0), played("b", v0, Verdict::fail), played("c", v0, Verdict::warn, "VOIP-002"),
               played("d", v1, Verdict::inconclusive), played("e", {}, Verdict::fail, "VOIP-003")};
  const CallProfile profile = call_profile(run);
  const ProfiledKind& zero = of(profile, CallKind::v0);
  EXPECT_EQ(zero.claimed_by, std::vector<std::string>{"voip.v0"});
  EXPECT_EQ(zero.tests, 3);
  EXPECT_EQ(zero.judged, (std::map<Verdict, int>{{Verdict::fail, 1}, {Verdict::warn, 1}}));
  EXPECT_EQ(zero.worst(), Verdict::fail);
  EXPECT_EQ(judged_words(zero), "1 fail, 1 warn");
  ASSERT_EQ(zero.evidence.size(), 2U) << "the first two tests are enough";
  EXPECT_EQ(zero.evidence[0].test, "a");
  EXPECT_EQ(zero.evidence[0].seq, 9);
  const ProfiledKind& one = of(profile, CallKind::v1);
  EXPECT_EQ(one.claimed_by, std::vector<std::string>{"voip.callee"});
  EXPECT_EQ(one.worst(), Verdict::inconclusive);
  const ProfiledKind& widget = of(profile, CallKind::jitsi);
  EXPECT_TRUE(widget.claimed_by.empty());
  EXPECT_EQ(judged_words(widget), "not judged");
  EXPECT_EQ(profile_lines(profile),
            (std::vector<std::string>{"version 1: claimed; seen: rang in d #9; 1 inconclusive",
                                      "version 0: claimed; seen: answered in a #9; 1 fail, 1 warn"}));
}

TEST(CallProfile, EvidenceIsTakenFromTestsOfTheKindFirst) {
  RunResult run;
  const Sighting placed = sighting(CallKind::v1, Seen::placed);
  run.tests = {played("answered by version 0", {pressed, placed, sighting(CallKind::v0, Seen::heard)}),
               played("plain", {pressed, placed, sighting(CallKind::v1, Seen::heard)})};
  const CallProfile profile = call_profile(run);
  const ProfiledKind& one = of(profile, CallKind::v1);
  ASSERT_EQ(one.evidence.size(), 2U);
  EXPECT_EQ(one.evidence[0].test, "plain");
  EXPECT_EQ(one.tests, 1);
}

TEST(CallProfile, NoCallsIsAnExitStatusOfItsOwnUnlessSomethingFailed) {
  RunResult run;
  run.subject = "mine";
  EXPECT_EQ(no_calls_line(run), "");
  run.no_calls = "nothing rang";
  EXPECT_EQ(exit_status(run), 5);
  EXPECT_EQ(no_calls_line(run),
            "mine makes no calls between two users: nothing rang; 0 scenarios are left out");
  RequirementResult failed;
  failed.verdict = Verdict::fail;
  run.requirements = {failed};
  EXPECT_EQ(exit_status(run), 1);
  run.requirements.clear();
  run.configuration_wrong = true;
  EXPECT_EQ(exit_status(run), 3);
}

}  // namespace
}  // namespace ringcheck::report
