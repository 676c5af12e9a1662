#include "run/accept.hpp"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "run/expected.hpp"
#include "run/write_file.hpp"

namespace ringcheck::run {
namespace {

using report::Verdict;

spec::Register known() {
  spec::Register made;
  for (const char* id : {"VOIP-001", "VOIP-002", "VOIP-003", "VOIP-004", "VOIP-005"}) {
    spec::Requirement requirement;
    requirement.id = id;
    made.add(requirement);
  }
  return made;
}

report::RunResult run_of(const std::vector<std::pair<std::string, Verdict>>& verdicts) {
  report::RunResult run;
  run.subject = "mine";
  run.implementation = "mine 1.2";
  run.harness_version = "0.1.0";
  run.started_at = "2026-01-02T03:04:05Z";
  run.whole = true;
  report::TestResult test;
  for (const auto& [id, verdict] : verdicts) {
    report::Finding finding;
    finding.requirement = id;
    finding.verdict = verdict;
    finding.looked_for = "expect m.call.answer";
    test.findings.push_back(finding);
    report::RequirementResult result;
    result.id = id;
    result.verdict = verdict;
    run.requirements.push_back(result);
  }
  run.tests = {test};
  return run;
}

std::string accepted_text(const std::string& source, const report::RunResult& run) {
  auto accepted = accept_failures("expected.yaml", source, run, known());
  return accepted ? accepted->text : "error: " + accepted.error().text;
}

constexpr const char* one_way = "  how: \"expect m.call.answer: it did not come\"\n";
constexpr const char* not_yet_explained =
    "  why: \"unexplained: accepted on 2026-01-02 with mine 1.2 and ringcheck 0.1.0; write here why it "
    "fails\"\n";

TEST(Accept, ANewListHoldsWhatFails) {
  const std::string text = accepted_text(
      "", run_of({{"VOIP-002", Verdict::warn}, {"VOIP-003", Verdict::pass}, {"VOIP-001", Verdict::fail}}));
  EXPECT_TRUE(text.starts_with("# What mine does otherwise than the text asks.")) << text;
  EXPECT_TRUE(text.ends_with(std::string("unexplained.\n- requirement: VOIP-001\n  verdict: fail\n") +
                             one_way + not_yet_explained + "- requirement: VOIP-002\n  verdict: warn\n" +
                             one_way + not_yet_explained))
      << text;
  EXPECT_TRUE(accepted_text("[]\n", run_of({{"VOIP-001", Verdict::fail}})).starts_with("- requirement"));
}

constexpr const char* by_hand =
    "# Ours.\n"
    "- requirement: VOIP-001  # first\n"
    "  verdict: fail\n"
    "  why: \"a # b\"\n"
    "\n"
    "# About the next.\n"
    "- requirement: VOIP-003\n"
    "  why: |-\n"
    "    two\n"
    "    lines\n"
    "  # between\n"
    "  verdict: [fail, pass]   # a race\n"
    "- {requirement: VOIP-004, verdict: warn, why: old}\n"
    "# The end.\n";

TEST(Accept, WhatPeopleWroteStays) {
  EXPECT_EQ(accepted_text(by_hand, run_of({{"VOIP-003", Verdict::pass}})), by_hand);
  EXPECT_EQ(accepted_text(by_hand, run_of({{"VOIP-002", Verdict::fail}, {"VOIP-003", Verdict::warn}})),
            std::string("# Ours.\n"
                        "- requirement: VOIP-001  # first\n"
                        "  verdict: fail\n"
                        "  why: \"a # b\"\n"
                        "- requirement: VOIP-002\n"
                        "  verdict: fail\n") +
                one_way + not_yet_explained +
                "\n"
                "# About the next.\n"
                "- requirement: VOIP-003\n"
                "  why: |-\n"
                "    two\n"
                "    lines\n"
                "  # between\n"
                "  verdict: [fail, pass, warn]   # a race\n" +
                one_way +
                "- {requirement: VOIP-004, verdict: warn, why: old}\n"
                "# The end.\n");
}

TEST(Accept, WhatIsStaleGoesAndALineBecomesABlockWhenItChanges) {
  EXPECT_EQ(accepted_text(by_hand, run_of({{"VOIP-001", Verdict::pass},
                                           {"VOIP-004", Verdict::fail},
                                           {"VOIP-005", Verdict::inconclusive}})),
            std::string("# Ours.\n"
                        "\n"
                        "# About the next.\n"
                        "- requirement: VOIP-003\n"
                        "  why: |-\n"
                        "    two\n"
                        "    lines\n"
                        "  # between\n"
                        "  verdict: [fail, pass]   # a race\n"
                        "- requirement: VOIP-004\n"
                        "  verdict: fail\n") +
                one_way +
                "  why: \"old\"\n"
                "- requirement: VOIP-005\n"
                "  verdict: inconclusive\n" +
                one_way + not_yet_explained + "# The end.\n");
  report::RunResult part = run_of({{"VOIP-001", Verdict::pass}});
  part.whole = false;
  EXPECT_EQ(accepted_text(by_hand, part), by_hand);
  part.whole = true;
  part.shard = {1, 2};
  EXPECT_EQ(accepted_text(by_hand, part), by_hand);
  EXPECT_EQ(accepted_text("- requirement: VOIP-001\n  verdict: fail\n  why: x\n",
                          run_of({{"VOIP-001", Verdict::pass}})),
            "[]\n");
}

TEST(Accept, HowIsReplacedOrGrows) {
  const std::string head = "-\n  how: \"old\"\n  why: x\n  verdict: fail\n  requirement: VOIP-001\n";
  EXPECT_EQ(accepted_text(head, run_of({{"VOIP-001", Verdict::fail}})),
            std::string("-\n") + one_way + "  why: x\n  verdict: fail\n  requirement: VOIP-001\n");
  const std::string list =
      "- how:\n    - one\n    - two\n  verdict: fail\n  why: x\n  requirement: VOIP-001\n";
  EXPECT_EQ(accepted_text(list, run_of({{"VOIP-001", Verdict::fail}})),
            "- how:\n    - \"one\"\n    - \"two\"\n    - \"expect m.call.answer: it did not come\"\n"
            "  verdict: fail\n  why: x\n  requirement: VOIP-001\n");
}

TEST(Accept, WhatCannotBeChangedIsAnErrorAndNothingIsLost) {
  const std::string text = accepted_text(
      "[{requirement: VOIP-001, verdict: fail, why: x}, {requirement: VOIP-002, verdict: fail, why: z}]\n",
      run_of({{"VOIP-001", Verdict::pass}}));
  EXPECT_NE(text.find("cannot be changed without breaking it"), std::string::npos) << text;
  EXPECT_NE(accepted_text("- requirement: VOIP-009\n", run_of({})).find("expected.yaml:1:"),
            std::string::npos);
}

class AcceptRun : public ::testing::Test {
 protected:
  AcceptRun() {
    std::string name = (std::filesystem::temp_directory_path() / "ringcheck-accept-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) folder_ = name;
  }
  ~AcceptRun() override {
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }
  std::string folder_;
};

TEST_F(AcceptRun, TellsWhatItDidAndTheRunIsThenAsExpected) {
  report::RunResult run = run_of({{"VOIP-001", Verdict::fail}});
  ASSERT_TRUE(accept_run({"subject.yaml", folder_, ""}, known(), run));
  ASSERT_EQ(run.notices.size(), 2U);
  EXPECT_EQ(run.notices[0], folder_ + "/expected.yaml: accepted VOIP-001");
  EXPECT_NE(run.notices[1].find("add \"expected: expected.yaml\" to subject.yaml"), std::string::npos);
  compare_with_expected(run);
  EXPECT_EQ(report::exit_status(run), 0);
  EXPECT_EQ(run.notices.back(), "warning: expected to fail, and nobody has written why: VOIP-001");
  // Another run would overwrite a file that subject.yaml does not name: it may be another subject's.
  EXPECT_FALSE(accept_run({"subject.yaml", folder_, ""}, known(), run));
  auto list = load_expected(folder_ + "/expected.yaml", known());
  ASSERT_TRUE(list);
  EXPECT_EQ(list->front().how, std::vector<std::string>{"expect m.call.answer: it did not come"});
}

TEST_F(AcceptRun, WhereNothingFailsNoListIsMade) {
  report::RunResult run = run_of({{"VOIP-001", Verdict::pass}});
  ASSERT_TRUE(accept_run({"subject.yaml", folder_, ""}, known(), run));
  EXPECT_FALSE(run.has_baseline);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/expected.yaml"));
}

TEST_F(AcceptRun, ABrokenRunIsNoGroundForAList) {
  for (int i = 0; i < 3; ++i) {
    report::RunResult run = run_of({{"VOIP-001", Verdict::fail}});
    run.interrupted = i == 0;
    run.configuration_wrong = i == 1;
    if (i == 2) run.tests.front().outcome = report::Outcome::error;
    ASSERT_TRUE(accept_run({"subject.yaml", folder_, "list.yaml"}, known(), run));
    EXPECT_TRUE(run.notices.front().starts_with("nothing was accepted")) << run.notices.front();
    EXPECT_FALSE(std::filesystem::exists(folder_ + "/list.yaml"));
  }
}

TEST(Expected, WarnsOfWhatComesOtherwiseAndOfWhatNobodyDecides) {
  report::RunResult run = run_of({{"VOIP-001", Verdict::fail}, {"VOIP-002", Verdict::fail}});
  run.expected_failures = {{"VOIP-001", {Verdict::fail}, {"expect m.call.hangup: it did not come"}, "a race"},
                           {"VOIP-002", {Verdict::fail}, {"expect m.call.answer: it did not come"}, "slow"},
                           {"VOIP-003", {Verdict::fail}, {}, "old"}};
  compare_with_expected(run);
  EXPECT_EQ(run.notices, (std::vector<std::string>{
                             "warning: VOIP-001 fails otherwise now: expect m.call.answer: it did not come",
                             "warning: expected to fail, and no scenario decides it: VOIP-003"}));
  EXPECT_EQ(report::exit_status(run), 0);
  compare_with_expected(run);
  EXPECT_EQ(run.notices.size(), 2U);
}

TEST(Expected, OnlyTheWholeSuiteMakesAnythingStale) {
  report::RunResult run = run_of({{"VOIP-001", Verdict::pass}});
  run.expected_failures = {{"VOIP-001", {Verdict::fail}, {}, "x"}};
  compare_with_expected(run);
  EXPECT_EQ(run.requirements.front().against_baseline, "stale");
  EXPECT_EQ(report::exit_status(run), 1);
  run.shard = {1, 2};
  compare_with_expected(run);
  EXPECT_EQ(run.requirements.front().against_baseline, "");
  EXPECT_EQ(report::exit_status(run), 0);
}

TEST(Expected, HowIsAStringOrAListAndNeverEmpty) {
  YamlDocument good = parse_yaml("e.yaml",
                                 "- {requirement: VOIP-001, verdict: fail, why: x, how: a}\n"
                                 "- {requirement: VOIP-002, verdict: fail, why: x, how: [a, b]}\n");
  const auto list = read_expected(good, known());
  EXPECT_TRUE(good.faults.empty());
  EXPECT_EQ(list[0].how, std::vector<std::string>{"a"});
  EXPECT_EQ(list[1].how, (std::vector<std::string>{"a", "b"}));
  for (const char* bad : {"- {requirement: VOIP-001, verdict: fail, why: x, how: 7}\n",
                          "- {requirement: VOIP-001, verdict: fail, why: x, how: \"\"}\n",
                          "- {requirement: VOIP-001, verdict: fail, why: x}\n"
                          "- {requirement: VOIP-001, verdict: fail, why: z}\n"}) {
    YamlDocument document = parse_yaml("e.yaml", bad);
    (void)read_expected(document, known());
    EXPECT_EQ(document.faults.size(), 1U) << bad;
  }
}

TEST_F(AcceptRun, FilesAreWrittenWholeAndKeepTheirMode) {
  namespace fs = std::filesystem;
  const std::string path = folder_ + "/x";
  ASSERT_TRUE(write_file(path, "one"));
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("x", folder_ + "/link");
  ASSERT_TRUE(write_file(folder_ + "/link", "two"));
  EXPECT_TRUE(fs::is_symlink(folder_ + "/link"));
  EXPECT_EQ(*read_file(path), "two");
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_FALSE(write_file(folder_ + "/none/x", "three"));
  EXPECT_FALSE(read_file(folder_ + "/none"));
  int files = 0;
  for (const auto& each : fs::directory_iterator(folder_)) files += each.exists() ? 1 : 0;
  EXPECT_EQ(files, 2);
}

}  // namespace
}  // namespace ringcheck::run
