#include "run/shard.hpp"

#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "report/json.hpp"
#include "run/merge.hpp"
#include "run/saved_run.hpp"
#include "run/write_file.hpp"

namespace ringcheck::run {
namespace {

using report::RunResult;
using report::Verdict;
namespace fs = std::filesystem;

TEST(Shard, ReadsWhichOfHowMany) {
  auto shard = parse_shard("2/4");
  ASSERT_TRUE(shard);
  EXPECT_EQ(shard->index, 2);
  EXPECT_EQ(shard->of, 4);
  EXPECT_TRUE(parse_shard("1/1"));
  for (const char* bad :
       {"", "/", "2", "0/4", "5/4", "-1/4", "1/0", "a/b", "1/4x", "1 /4", "1/4/4", "1/99999999999"})
    EXPECT_FALSE(parse_shard(bad)) << bad;
}

TEST(Shard, EveryTestIsInExactlyOneAndTheyAreOfLikeSize) {
  for (const int of : {1, 2, 3, 4, 7}) {
    std::vector<int> sizes(static_cast<std::size_t>(of), 0);
    for (int test = 0; test < 1000; ++test) {
      int owners = 0;
      for (int index = 1; index <= of; ++index) {
        if (!is_in_shard(fmt::format("voip.v1.caller.test_{}[case_{}]", test / 3, test % 3), {index, of}))
          continue;
        ++owners;
        ++sizes[static_cast<std::size_t>(index - 1)];
      }
      ASSERT_EQ(owners, 1);
    }
    for (const int size : sizes) EXPECT_NEAR(size, 1000.0 / of, 60.0) << of;
  }
  EXPECT_TRUE(is_in_shard("anything", {}));
  // The same on every machine and in every version: a recorded choice.
  EXPECT_TRUE(is_in_shard("voip.v1.callee.answer", {4, 4}));
}

report::TestResult test_of(const std::string& name, Verdict verdict) {
  report::TestResult test;
  test.name = test.scenario = name;
  test.outcome = verdict == Verdict::fail ? report::Outcome::failed : report::Outcome::passed;
  report::Finding finding;
  finding.requirement = "VOIP-001";
  finding.verdict = verdict;
  finding.looked_for = "expect m.call.answer";
  test.findings = {finding};
  test.trace_file = "elsewhere/" + name + ".jsonl";
  return test;
}

RunResult part(int index, const std::string& test, Verdict verdict) {
  RunResult run;
  run.folder = fmt::format("part{}", index);
  run.subject = "mine";
  run.implementation = "mine 1.2";
  run.harness_version = "0.1.0";
  run.started_at = fmt::format("2026-01-0{}", 9 - index);
  run.seed = 7;
  run.whole = true;
  run.shard = {index, 2};
  run.tests = {test_of(test, verdict)};
  report::RequirementResult requirement;
  requirement.id = "VOIP-001";
  requirement.title = "Titled";
  requirement.level = "must";
  requirement.stance = "S1";
  requirement.stance_says = "so";
  requirement.verdict = verdict;
  run.requirements = {requirement};
  run.has_baseline = true;
  run.expected_failures = {{"VOIP-001", {Verdict::fail}, {}, "known"}};
  return run;
}

TEST(Merge, SumsAndJudgesOverTheWhole) {
  auto merged = merge_runs({part(2, "b", Verdict::fail), part(1, "a", Verdict::pass)});
  ASSERT_TRUE(merged) << merged.error().text;
  ASSERT_EQ(merged->tests.size(), 2U);
  EXPECT_EQ(merged->tests[0].name, "a");
  ASSERT_EQ(merged->requirements.size(), 1U);
  EXPECT_EQ(merged->requirements[0].verdict, Verdict::fail);
  EXPECT_EQ(merged->requirements[0].title, "Titled");
  EXPECT_EQ(merged->requirements[0].stance_says, "so");
  EXPECT_EQ(merged->requirements[0].against_baseline, "expected");
  EXPECT_EQ(merged->exit_status, 0);
  EXPECT_EQ(merged->started_at, "2026-01-07");
  // Neither part alone may say so, both together may.
  auto stale = merge_runs({part(1, "a", Verdict::pass), part(2, "b", Verdict::pass)});
  ASSERT_TRUE(stale);
  EXPECT_EQ(stale->requirements[0].against_baseline, "stale");
  EXPECT_EQ(stale->exit_status, 1);
}

TEST(Merge, AMissingShardIsToldAndLeavesTheRunOpen) {
  auto merged = merge_runs({part(1, "a", Verdict::pass)});
  ASSERT_TRUE(merged);
  EXPECT_EQ(merged->exit_status, 2);
  EXPECT_EQ(merged->notices.back(), "the run of a shard is missing, with its tests: 2/2");
}

TEST(Merge, NoCallsHoldsOnlyWhenEachPartSawNone) {
  RunResult first = part(1, "a", Verdict::skipped);
  RunResult second = part(2, "b", Verdict::skipped);
  first.no_calls = second.no_calls = "nothing rang";
  auto merged = merge_runs({first, second});
  ASSERT_TRUE(merged);
  EXPECT_EQ(merged->no_calls, "nothing rang");
  EXPECT_EQ(merged->exit_status, 5);
  second = part(2, "b", Verdict::fail);
  merged = merge_runs({first, second});
  ASSERT_TRUE(merged);
  EXPECT_EQ(merged->no_calls, "");
  EXPECT_EQ(merged->exit_status, 2);
  EXPECT_NE(merged->notices.back().find("play it again with --no-probe"), std::string::npos);
}

TEST(Merge, WhatIsNoPartOfOneRunIsRefused) {
  const RunResult first = part(1, "a", Verdict::pass);
  auto refused = [&](auto change) {
    RunResult other = part(2, "b", Verdict::pass);
    change(other);
    auto merged = merge_runs({first, other});
    return merged ? std::string() : merged.error().text;
  };
  EXPECT_EQ(refused([](RunResult&) {}), "");
  EXPECT_EQ(refused([](RunResult& r) { r.tests.front().name = "a"; }),
            "a is in part1 and in part2; each test belongs to one part");
  EXPECT_NE(refused([](RunResult& r) { r.claims = {"voip.v0"}; }), "");
  EXPECT_NE(refused([](RunResult& r) { r.selection = "--level must"; }), "");
  EXPECT_EQ(refused([](RunResult& r) { r.subject = "other"; }),
            "part1 and part2 are no parts of one run: subjects mine and other");
  EXPECT_NE(refused([](RunResult& r) { r.implementation = "mine 2"; }), "");
  EXPECT_EQ(refused([](RunResult& r) { r.implementation = ""; }), "");
  EXPECT_NE(refused([](RunResult& r) { r.harness_version = "9"; }), "");
  EXPECT_NE(refused([](RunResult& r) { r.time_scale = 2; }), "");
  EXPECT_NE(refused([](RunResult& r) { r.shard.of = 3; }), "");
  EXPECT_EQ(refused([](RunResult& r) {
              r.shard = {1, 2'000'000'000};
            }),
            "part2 says that it is shard 1/2000000000, which cannot be");
  EXPECT_NE(refused([](RunResult& r) { r.expected_failures.clear(); }), "");
  EXPECT_FALSE(merge_runs({}));
}

TEST(Merge, ASavedRunComesOutWithItsTraces) {
  std::string name = (fs::temp_directory_path() / "ringcheck-merge-XXXXXX").string();
  ASSERT_NE(mkdtemp(name.data()), nullptr);
  for (RunResult run : {part(1, "a", Verdict::pass), part(2, "b", Verdict::fail)}) {
    run.folder = name + "/" + run.folder;
    fs::create_directories(run.folder);
    ASSERT_TRUE(save_run(run));
    if (run.tests[0].name == "a") {
      ASSERT_TRUE(write_file(run.folder + "/a.jsonl", "{}\n"));
    }
  }
  auto merged = merge_saved_runs({name + "/part1", name + "/part2"}, name + "/all");
  ASSERT_TRUE(merged) << merged.error().text;
  EXPECT_EQ(*read_file(name + "/all/a.jsonl"), "{}\n");
  EXPECT_EQ(merged->notices.back(), "the trace of b is missing: " + name + "/part2/b.jsonl");
  auto again = load_run(name + "/all");
  ASSERT_TRUE(again);
  EXPECT_EQ(report::to_results_json(*again), report::to_results_json(*merged));
  EXPECT_FALSE(merge_saved_runs({name + "/part1"}, name + "/all"));  // not empty
  EXPECT_NE(read_file(name + "/all/results.json")->find("\"trace\": \"a.jsonl\""), std::string::npos);
  fs::rename(name + "/all", name + "/moved");
  auto moved = load_run(name + "/moved");
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->tests.front().trace_file, name + "/moved/a.jsonl");
  fs::remove_all(name);
}

}  // namespace
}  // namespace ringcheck::run
