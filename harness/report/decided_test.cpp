#include "report/decided.hpp"

#include <gtest/gtest.h>

namespace ringcheck::report {
namespace {

RunResult run(std::string subject, const std::vector<std::pair<std::string, Verdict>>& verdicts) {
  RunResult made;
  made.subject = std::move(subject);
  for (const auto& [id, verdict] : verdicts) {
    RequirementResult requirement;
    requirement.id = id;
    requirement.verdict = verdict;
    made.requirements.push_back(std::move(requirement));
  }
  return made;
}

struct Fixture {
  std::vector<spec::Requirement> requirements;
  Coverage coverage;

  Fixture() {
    constexpr Standing standings[] = {Standing::proved, Standing::proved, Standing::proved,
                                      Standing::proved, Standing::proved, Standing::excluded,
                                      Standing::not_yet};
    for (std::size_t i = 0; i < std::size(standings); ++i) {
      requirements.emplace_back();
      requirements.back().id = "A-" + std::to_string(i);
    }
    for (std::size_t i = 0; i < std::size(standings); ++i)
      coverage.requirements.push_back({&requirements[i], standings[i], {}, {}});
  }
};

TEST(Decided, WhatHasAVerdictIsDecidedAndTheRestIsNamed) {
  const Fixture fixture;
  const auto only = run("host", {{"A-0", Verdict::pass},
                                 {"A-1", Verdict::warn},
                                 {"A-2", Verdict::fail},
                                 {"A-3", Verdict::inconclusive},
                                 {"B-9", Verdict::pass}});
  EXPECT_EQ(
      decided_text(decided(fixture.coverage, {only})),
      "decided 3 of 7: 1 pass, 1 warn, 1 fail\ninconclusive 1: A-3\nnot played 1: A-4\nexcluded 1: A-5\n"
      "no scenario 1: A-6\n");
}

TEST(Decided, OfSeveralRunsTheWorstVerdictStandsAndOneThatDecidesIsEnough) {
  const Fixture fixture;
  const auto host =
      run("host", {{"A-0", Verdict::pass}, {"A-1", Verdict::skipped}, {"A-2", Verdict::observed}});
  const auto widget =
      run("widget", {{"A-0", Verdict::fail}, {"A-1", Verdict::pass}, {"A-2", Verdict::skipped}});
  EXPECT_EQ(decided_text(decided(fixture.coverage, {host, widget})),
            "decided 2 of 7: 1 pass, 0 warn, 1 fail\n     1 by host: 1 pass, 0 warn, 0 fail\n"
            "     2 by widget: 1 pass, 0 warn, 1 fail\nobserved 1: A-2\nnot played 2: A-3 A-4\n"
            "excluded 1: A-5\nno scenario 1: A-6\n");
}

}  // namespace
}  // namespace ringcheck::report
