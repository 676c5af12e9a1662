#include "report/compare.hpp"

#include <gtest/gtest.h>

#include "report/badge.hpp"
#include "value/json.hpp"
#include "value/utf8.hpp"

namespace ringcheck::report {
namespace {

RunResult run_of(const std::vector<std::pair<std::string, Verdict>>& verdicts) {
  RunResult run;
  run.subject = "mine";
  for (const auto& [id, verdict] : verdicts) {
    RequirementResult each;
    each.id = id;
    each.level = "recommended";
    each.title = std::string(200, 'x');
    each.verdict = verdict;
    run.requirements.push_back(each);
  }
  return run;
}

RunResult played(Outcome outcome) {
  RunResult run;
  TestResult test;
  test.name = "voip.v1." + std::string(150, 'y');
  test.outcome = outcome;
  run.tests = {test};
  return run;
}

Change change(Verdict first, Verdict last) {
  return compare({run_of({{"VOIP-001", first}}), run_of({{"VOIP-001", last}})}).requirements.front().change;
}

Change change(Outcome first, Outcome last) {
  return compare({played(first), played(last)}).scenarios.front().change;
}

TEST(Compare, BetterWorseNewGoneOrOtherwise) {
  EXPECT_EQ(change(Verdict::pass, Verdict::pass), Change::same);
  EXPECT_EQ(change(Verdict::pass, Verdict::fail), Change::worse);
  EXPECT_EQ(change(Verdict::pass, Verdict::warn), Change::worse);
  EXPECT_EQ(change(Verdict::warn, Verdict::inconclusive), Change::worse);
  EXPECT_EQ(change(Verdict::fail, Verdict::warn), Change::better);
  EXPECT_EQ(change(Verdict::inconclusive, Verdict::pass), Change::better);
  EXPECT_EQ(change(Verdict::fail, Verdict::inconclusive), Change::otherwise);
  EXPECT_EQ(change(Verdict::pass, Verdict::observed), Change::otherwise);
  EXPECT_EQ(change(Verdict::skipped, Verdict::fail), Change::fresh);
  EXPECT_EQ(change(Verdict::pass, Verdict::skipped), Change::gone);
  EXPECT_EQ(change(Outcome::failed, Outcome::error), Change::worse);
  EXPECT_EQ(change(Outcome::failed, Outcome::inconclusive), Change::otherwise);
  EXPECT_EQ(change(Outcome::inconclusive, Outcome::passed), Change::better);
}

TEST(Compare, TheLastIsHeldAgainstTheFirst) {
  const RunResult good = run_of({{"VOIP-001", Verdict::pass}});
  const RunResult bad = run_of({{"VOIP-001", Verdict::fail}});
  EXPECT_TRUE(compare({good, bad}).worse());
  EXPECT_FALSE(compare({bad, good}).worse());
  const Comparison between = compare({good, bad, good});
  EXPECT_FALSE(between.worse());
  EXPECT_EQ(between.requirements.front().change, Change::otherwise);
  EXPECT_TRUE(compare({played(Outcome::passed), played(Outcome::failed)}).worse());
  // New and gone are told and decide nothing.
  EXPECT_FALSE(compare({run_of({}), bad}).worse());
  EXPECT_FALSE(compare({good, run_of({})}).worse());
}

TEST(Compare, TheTableFitsATerminal) {
  for (const std::size_t number : {2U, 5U, 12U}) {
    std::vector<RunResult> runs(number, played(Outcome::passed));
    runs.back().tests.front().outcome = Outcome::inconclusive;
    for (RunResult& run : runs)
      run.requirements = run_of({{"WIDGET-001", Verdict::inconclusive}}).requirements;
    const std::string text = comparison_text(compare(runs), true);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      EXPECT_LE(count_characters(text.substr(at, end - at)), 100U) << text.substr(at, end - at);
      at = end + 1;
    }
    EXPECT_NE(text.find("WIDGET-001"), std::string::npos);
  }
}

TEST(Compare, JsonHasNullWhereARunHasNone) {
  auto parsed = parse_json(comparison_json(compare({run_of({}), run_of({{"VOIP-001", Verdict::pass}})})));
  ASSERT_TRUE(parsed);
  const Value& verdicts = *parsed->value.find("requirements")->items.front().find("verdicts");
  EXPECT_TRUE(verdicts.items[0].is_null());
  EXPECT_EQ(verdicts.items[1].as_string(), "pass");
}

TEST(Badge, ColourSaysHowItStands) {
  auto color = [](const RunResult& run) { return badge_of(run).color; };
  RunResult expected = run_of({{"VOIP-001", Verdict::fail}, {"VOIP-002", Verdict::pass}});
  EXPECT_EQ(color(expected), "red");
  expected.requirements.front().against_baseline = "expected";
  EXPECT_EQ(color(expected), "orange");
  EXPECT_EQ(badge_of(expected).message, "1 of 2 requirements");
  EXPECT_EQ(color(run_of({{"VOIP-001", Verdict::pass}})), "brightgreen");
  EXPECT_EQ(color(run_of({{"VOIP-001", Verdict::pass}, {"VOIP-002", Verdict::inconclusive}})), "yellow");
  EXPECT_EQ(color(run_of({{"VOIP-001", Verdict::skipped}})), "lightgrey");
  RunResult broken = run_of({{"VOIP-001", Verdict::pass}});
  broken.exit_status = 4;
  EXPECT_EQ(color(broken), "lightgrey");
  EXPECT_TRUE(badge_of(broken).is_error);
}

TEST(Badge, TextsHaveTheWidthOfTheirLetters) {
  EXPECT_EQ(badge_text_width(""), 0);
  EXPECT_LT(badge_text_width("iiii"), badge_text_width("aaaa"));
  EXPECT_LT(badge_text_width("aaaa"), badge_text_width("mmmm"));
  EXPECT_NEAR(badge_text_width("requirements"), 75, 4);  // as Verdana's own widths add up at 11 px
}

}  // namespace
}  // namespace ringcheck::report
