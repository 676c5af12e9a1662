#include "run/how_it_fails.hpp"

#include <gtest/gtest.h>

namespace ringcheck::run {
namespace {

using report::Finding;
using report::Verdict;

Finding by_check(std::string check, std::string message) {
  Finding finding;
  finding.verdict = Verdict::fail;
  finding.requirement = "VOIP-022";
  finding.check = std::move(check);
  finding.message = std::move(message);
  return finding;
}

Finding by_step(std::string looked_for) {
  Finding finding;
  finding.verdict = Verdict::fail;
  finding.requirement = "VOIP-022";
  finding.looked_for = std::move(looked_for);
  return finding;
}

TEST(HowItFails, SaysWhatAStepMissed) {
  Finding finding = by_step("expect m.call.hangup");
  EXPECT_EQ(how_it_fails(finding), "expect m.call.hangup: it did not come");
  finding.differences = {{"/version", "\"1\" (string)", "1 (integer)"}, {"", "a map", "a list"}};
  EXPECT_EQ(how_it_fails(finding), "expect m.call.hangup: it came otherwise at /version, its root");
  finding.message = "m.call.hangup came 12 times";
  EXPECT_EQ(how_it_fails(finding), "expect m.call.hangup: m.call.hangup came N times");
}

TEST(HowItFails, StaysTheSameWhenIdentifiersChange) {
  EXPECT_EQ(how_it_fails(by_check("party", R"(the party_id of m.call.candidates is "1Kxf" (string); in )"
                                           R"(m.call.answer it was "a\"b" (string))")),
            R"(check party: the party_id of m.call.candidates is "…" (string); in m.call.answer it was "…" )"
            R"((string))");
  EXPECT_EQ(how_it_fails(by_check("schema", R"(/reason is nothing, wanted one of "a", "b", "c" or 7)")),
            R"(check schema: /reason is nothing, wanted one of "…" or N)");
  EXPECT_EQ(how_it_fails(by_check("sdp", "line 6: no a=fingerprint (sdp.x-1, RFC 8842 section 5.2)")),
            "check sdp: line N: no a=fingerprint (sdp.x-1, RFC N section 5.2)");
}

TEST(HowItFails, LeavesThePathOfAForbiddenRequestOut) {
  Finding finding = by_step("none PUT /rooms/*/send/*/*");
  finding.message = "PUT /rooms/!a:hs.test/send/m.sticker/1 came, and it must not";
  EXPECT_EQ(how_it_fails(finding), "none PUT /rooms/*/send/*/*: it came, and it must not");
  finding = by_step("none m.call.*");
  finding.message = "m.call.hangup came, and it must not";
  EXPECT_EQ(how_it_fails(finding), "none m.call.*: m.call.hangup came, and it must not");
}

TEST(HowItFails, SurvivesWhatASubjectWrote) {
  EXPECT_EQ(how_it_fails(by_check("x", "open \"quote\\")), "check x: open \"…\"");
  const std::string longest = how_it_fails(by_check("x", std::string(60'000, 'y') + "\n\x1b"));
  EXPECT_LT(longest.size(), 250U);
  EXPECT_EQ(longest.find('\n'), std::string::npos);
}

TEST(HowItFails, OnlyWhatIsAsBadAsTheSumCounts) {
  report::RunResult run;
  report::TestResult test;
  Finding warning = by_step("expect b");
  warning.verdict = Verdict::warn;
  Finding other = by_step("expect c");
  other.requirement = "VOIP-001";
  test.findings = {by_step("expect b"), by_step("expect a"), by_step("expect a"), warning, other};
  run.tests = {test, test};
  report::RequirementResult requirement;
  requirement.id = "VOIP-022";
  requirement.verdict = Verdict::fail;
  EXPECT_EQ(ways_it_fails(run, requirement),
            (std::vector<std::string>{"expect a: it did not come", "expect b: it did not come"}));
  requirement.verdict = Verdict::warn;
  EXPECT_EQ(ways_it_fails(run, requirement), std::vector<std::string>{"expect b: it did not come"});
}

}  // namespace
}  // namespace ringcheck::run
