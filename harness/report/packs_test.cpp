// What no release asks for never counts against one: in no sum, no badge, no comparison, and in the exit
// status only when it was asked for.

#include <gtest/gtest.h>

#include "report/badge.hpp"
#include "report/compare.hpp"
#include "report/junit.hpp"
#include "report/model.hpp"

namespace ringcheck::report {
namespace {

RunResult run_with(Verdict verdict, Outcome outcome) {
  RunResult run;
  RequirementResult released;
  released.id = "VOIP-001";
  run.requirements = {released};
  TestResult test;
  test.name = test.scenario = "voip.v1.callee.answer";
  run.tests = {test};
  RequirementResult packed;
  packed.id = "VOIP-217";
  packed.pack = "MSC3086";
  packed.pack_title = "Asserted identity";
  packed.verdict = verdict;
  run.requirements.push_back(packed);
  test.name = test.scenario = "msc.3086.taken_back";
  test.pack = "MSC3086";
  test.outcome = outcome;
  run.tests.push_back(test);
  return run;
}

TEST(Packs, AreKeptApartFromTheSums) {
  const RunResult run = run_with(Verdict::fail, Outcome::failed);
  EXPECT_EQ(count(run, Verdict::pass), 1);
  EXPECT_EQ(count(run, Verdict::fail), 0);
  EXPECT_EQ(count(run, Outcome::passed), 1);
  EXPECT_EQ(count(run, Outcome::failed), 0);
  const std::vector<PackSum> sums = pack_sums(run);
  ASSERT_EQ(sums.size(), 1U);
  EXPECT_EQ(sums[0].pack, "MSC3086");
  EXPECT_EQ(sums[0].title, "Asserted identity");
  EXPECT_EQ(sums[0].requirements.at(Verdict::fail), 1);
  EXPECT_EQ(sums[0].tests.at(Outcome::failed), 1);
  EXPECT_EQ(badge_of(run).message, "1 of 1 requirements");
  EXPECT_EQ(badge_of(run).color, "brightgreen");
}

TEST(Packs, CountForTheExitStatusWhenTheyWereAskedFor) {
  RunResult run = run_with(Verdict::fail, Outcome::failed);
  EXPECT_EQ(exit_status(run), 0);
  run.counted_packs = {"MSC3086"};
  EXPECT_EQ(exit_status(run), 1);
  run = run_with(Verdict::inconclusive, Outcome::inconclusive);
  EXPECT_EQ(exit_status(run), 0);
  run.counted_packs = {"MSC3086"};
  EXPECT_EQ(exit_status(run), 2);
  run = run_with(Verdict::pass, Outcome::error);
  EXPECT_EQ(exit_status(run), 3) << "a broken scenario is never hidden";
}

TEST(Packs, CountAgainstTheListOfExpectedFailuresOnlyWhenTheyWereAskedFor) {
  RunResult run = run_with(Verdict::fail, Outcome::failed);
  run.has_baseline = true;
  run.requirements[1].against_baseline = "new";
  EXPECT_EQ(exit_status(run), 0);
  run.counted_packs = {"MSC3086"};
  EXPECT_EQ(exit_status(run), 1);
}

TEST(Packs, AreASkipForJUnitUnlessTheyWereAskedFor) {
  RunResult run = run_with(Verdict::fail, Outcome::failed);
  EXPECT_NE(to_junit(run).find("failures=\"0\" errors=\"0\" skipped=\"1\""), std::string::npos)
      << to_junit(run);
  EXPECT_NE(to_junit(run).find("no release has MSC3086"), std::string::npos);
  run.counted_packs = {"MSC3086"};
  EXPECT_NE(to_junit(run).find("failures=\"1\" errors=\"0\" skipped=\"0\""), std::string::npos)
      << to_junit(run);
}

TEST(Packs, MakeNoComparisonWorse) {
  const RunResult good = run_with(Verdict::pass, Outcome::passed);
  const RunResult bad = run_with(Verdict::fail, Outcome::failed);
  const Comparison comparison = compare({good, bad});
  EXPECT_FALSE(comparison.worse());
  EXPECT_NE(comparison_text(comparison, false).find("not counted: 1 requirement"), std::string::npos)
      << comparison_text(comparison, false);
}

}  // namespace
}  // namespace ringcheck::report
