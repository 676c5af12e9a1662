#include "run/narrow.hpp"

#include <gtest/gtest.h>

namespace ringcheck::run {
namespace {

using report::Outcome;
using report::Verdict;

report::TestResult ended(Outcome outcome, const std::vector<std::pair<std::string, Verdict>>& findings) {
  report::TestResult test;
  test.outcome = outcome;
  for (const auto& [requirement, verdict] : findings) {
    report::Finding finding;
    finding.requirement = requirement;
    finding.verdict = verdict;
    test.findings.push_back(finding);
  }
  return test;
}

TEST(Narrow, OnlyWhatIsWantedDecides) {
  const std::vector<std::pair<std::string, Verdict>> mixed = {
      {"VOIP-001", Verdict::pass}, {"VOIP-002", Verdict::fail}, {"VOIP-003", Verdict::inconclusive}};
  report::TestResult test = ended(Outcome::failed, mixed);
  narrow(test, {"VOIP-001"});
  EXPECT_EQ(test.outcome, Outcome::passed);
  ASSERT_EQ(test.findings.size(), 1U);
  EXPECT_EQ(test.findings[0].requirement, "VOIP-001");

  test = ended(Outcome::failed, mixed);
  narrow(test, {"VOIP-001", "VOIP-002"});
  EXPECT_EQ(test.outcome, Outcome::failed);
  test = ended(Outcome::failed, mixed);
  narrow(test, {"VOIP-001", "VOIP-003"});
  EXPECT_EQ(test.outcome, Outcome::inconclusive);
}

TEST(Narrow, WhatSaysNothingOfItIsSkippedAndAnErrorStays) {
  report::TestResult test = ended(Outcome::failed, {{"VOIP-002", Verdict::fail}, {"", Verdict::fail}});
  narrow(test, {"VOIP-001"});
  EXPECT_EQ(test.outcome, Outcome::skipped);
  EXPECT_TRUE(test.findings.empty());
  EXPECT_NE(test.message, "");
  for (const Outcome outcome : {Outcome::error, Outcome::skipped, Outcome::passed}) {
    test = ended(outcome, {{"VOIP-002", Verdict::pass}});
    narrow(test, {"VOIP-001"});
    EXPECT_EQ(test.outcome, outcome);
  }
}

}  // namespace
}  // namespace ringcheck::run
