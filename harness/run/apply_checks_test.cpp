#include "run/apply_checks.hpp"

#include <gtest/gtest.h>

namespace ringcheck::run {
namespace {

spec::Register two_requirements() {
  spec::Register requirements;
  for (const auto& [id, level] : {std::pair("VOIP-001", "must"), std::pair("VOIP-088", "should")}) {
    spec::Requirement each;
    each.id = id;
    each.level = level;
    requirements.add(each);
  }
  return requirements;
}

report::TestResult applied(const check::TraceReport& report) {
  report::TestResult result;
  apply_checks(report, two_requirements(), result);
  return result;
}

check::Finding fault(const char* requirement, bool error = true) {
  check::Finding finding;
  finding.check = "check";
  finding.requirement = requirement;
  finding.error = error;
  return finding;
}

TEST(ApplyChecks, AFaultFailsAMustAndWarnsOfAShould) {
  const report::TestResult result = applied({{fault("VOIP-001"), fault("VOIP-088")}, {}, {}});
  ASSERT_EQ(result.findings.size(), 2U);
  EXPECT_EQ(result.findings[0].verdict, report::Verdict::fail);
  EXPECT_EQ(result.findings[1].verdict, report::Verdict::warn);
  EXPECT_EQ(result.outcome, report::Outcome::failed);
}

TEST(ApplyChecks, AWarningAndANoteFailNothing) {
  check::Finding note = fault("", false);
  note.note = true;
  const report::TestResult result = applied({{fault("", false), note}, {}, {}});
  ASSERT_EQ(result.findings.size(), 2U);
  EXPECT_EQ(result.findings[0].verdict, report::Verdict::warn);
  EXPECT_EQ(result.findings[1].verdict, report::Verdict::observed);
  EXPECT_EQ(result.outcome, report::Outcome::passed);
}

TEST(ApplyChecks, WhatWasLookedAtWithoutFaultPasses) {
  const report::TestResult result = applied(
      {{fault("VOIP-001")}, {{"check", "VOIP-001", 3}, {"check", "VOIP-088", 2}, {"check", "", 1}}, {}});
  ASSERT_EQ(result.findings.size(), 2U);
  EXPECT_EQ(result.findings[1].requirement, "VOIP-088");
  EXPECT_EQ(result.findings[1].verdict, report::Verdict::pass);
}

TEST(ApplyChecks, WhatIsLeftOutIsTold) {
  const report::TestResult result = applied({{fault("VOIP-001")}, {}, {{"check", "VOIP-001", true, 7}}});
  ASSERT_EQ(result.warnings.size(), 1U);
  EXPECT_EQ(result.warnings[0], "the check check found 7 more faults of VOIP-001 than are told here");
}

}  // namespace
}  // namespace ringcheck::run
