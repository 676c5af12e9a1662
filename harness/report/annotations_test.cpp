// What GitHub Actions is told: only what decides, errors first, in its own escapes.

#include "report/annotations.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace ringcheck::report {
namespace {

RequirementResult requirement(const std::string& id, Verdict verdict, const std::string& against = "") {
  RequirementResult each;
  each.id = id;
  each.title = "Calls, and how: they end";
  each.level = "must";
  each.says = "Says 100% of it.";
  each.verdict = verdict;
  each.against_baseline = against;
  return each;
}

TestResult failing(const std::string& id) {
  TestResult test;
  test.name = "voip.some";
  test.outcome = Outcome::failed;
  test.repeat_command = "ringcheck run voip.some";
  Finding finding;
  finding.requirement = id;
  finding.verdict = Verdict::fail;
  finding.message = "it came\notherwise";
  test.findings.push_back(finding);
  return test;
}

TEST(Annotations, WhatDecidesIsToldInTheirEscapes) {
  RunResult run;
  run.requirements = {requirement("VOIP-002", Verdict::warn), requirement("VOIP-001", Verdict::fail),
                      requirement("VOIP-003", Verdict::pass)};
  run.tests = {failing("VOIP-001")};
  EXPECT_EQ(
      to_annotations(run),
      "::error title=VOIP-001 Calls%2C and how%3A they end::fail (must): Says 100%25 of it.%0Avoip.some: it "
      "came%0Aotherwise%0Aagain: ringcheck run voip.some\n"
      "::warning title=VOIP-002 Calls%2C and how%3A they end::warn (must): Says 100%25 of it.\n");
}

TEST(Annotations, WithAListOnlyWhatDiffersFromIt) {
  RunResult run;
  run.has_baseline = true;
  run.requirements = {requirement("VOIP-001", Verdict::fail, "expected"),
                      requirement("VOIP-002", Verdict::pass, "stale"),
                      requirement("VOIP-003", Verdict::warn, "new")};
  const std::string text = to_annotations(run);
  EXPECT_EQ(text.find("VOIP-001"), std::string::npos) << text;
  EXPECT_NE(text.find("::error title=VOIP-002"), std::string::npos) << text;
  EXPECT_NE(text.find("pass now%0Aringcheck run --accept drops it"), std::string::npos) << text;
  EXPECT_NE(text.find("::error title=VOIP-003"), std::string::npos) << text;
}

TEST(Annotations, WhatIsTooManyIsSummedUp) {
  RunResult run;
  for (int i = 100; i < 112; ++i)
    run.requirements.push_back(requirement("VOIP-" + std::to_string(i), Verdict::fail));
  const std::string text = to_annotations(run);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10);
  EXPECT_NE(text.find("::error title=3 more::"), std::string::npos) << text;
}

TEST(Annotations, ABrokenAdapterIsToldToo) {
  RunResult run;
  run.implementation = "mine 1";
  TestResult test;
  test.name = "voip.some";
  test.outcome = Outcome::error;
  test.blame = "adapter";
  test.message = "it left";
  run.tests = {test};
  EXPECT_EQ(to_annotations(run), "::error title=adapter broke::voip.some: it left\n");
}

TEST(Annotations, OneThatWasNeverReadyIsToldOnce) {
  RunResult run;
  run.subject = "mine";
  TestResult test;
  test.outcome = Outcome::error;
  test.blame = "adapter";
  test.message = "it left";
  run.tests = {test, test};
  EXPECT_EQ(
      to_annotations(run),
      "::error title=nothing was played::the adapter of mine was never ready: it left; 2 scenarios were "
      "not played\n");
}

}  // namespace
}  // namespace ringcheck::report
