// The judge as a fold: what it forgets, what it leaves out, and that it says the same however it is fed.

#include "check/trace_judge.hpp"

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "check/test_trace.hpp"

namespace ringcheck::check {
namespace {

using namespace testing;

TEST(TraceJudge, IsFedEntryByEntry) {
  Sample sample = callee();
  sample.of_bob("m.call.hangup").body.erase("reason");
  TraceJudge judge = checker().judge("bob");
  for (const trace::Entry& each : sample.entries) {
    // The entry goes as soon as it was taken.
    const auto entry = std::make_unique<trace::Entry>(each);
    judge.take(*entry);
  }
  EXPECT_EQ(told(judge.finish()), told(checker().check_trace(sample.entries, "bob")));
}

TEST(TraceJudge, TellsSoManyFindingsAndCountsTheRest) {
  TraceJudge judge = checker().judge("bob");
  Sample sample;
  sample.add("alice", "m.call.invite", offer());
  judge.take(sample.entries.back());
  for (int i = 0; i < Tally::most_findings + 7; ++i) {
    judge.take(sample.add("bob", "m.call.answer", make_object({{"call_id", "c7QkR2mZ"}, {"version", "1"}})));
  }
  const TraceReport report = judge.finish();
  const auto of_party = [](const auto& each) { return each.requirement == "VOIP-004"; };
  EXPECT_EQ(std::count_if(report.findings.begin(), report.findings.end(), of_party), Tally::most_findings);
  const auto left = std::find_if(report.left_out.begin(), report.left_out.end(), of_party);
  ASSERT_NE(left, report.left_out.end());
  EXPECT_EQ(left->check, "schema");
  EXPECT_TRUE(left->error);
  EXPECT_EQ(left->count, 7);
}

TEST(TraceJudge, OfARecordingThatBeginsInTheMidstItMissesNothing) {
  Sample sample;
  sample.add("bob", "m.call.hangup", content("B", {{"reason", "user_hangup"}}));
  TraceJudge whole = checker().judge("bob");
  whole.take(sample.entries.back());
  EXPECT_EQ(failed(whole.finish()), std::set<std::string>{"VOIP-041"});
  TraceJudge part = checker().judge("bob", {.from_the_start = false});
  part.take(sample.entries.back());
  EXPECT_EQ(failed(part.finish()), std::set<std::string>{});
}

TEST(TraceJudge, ACallThatItHasForgottenIsNoFault) {
  TraceJudge judge = checker().judge("bob");
  Sample sample;
  for (int i = 0; i < 1100; ++i) {
    judge.take(sample.add("alice", "m.call.invite", offer({{"call_id", "c" + std::to_string(i)}})));
  }
  judge.take(
      sample.add("bob", "m.call.hangup", content("B", {{"call_id", "c0"}, {"reason", "user_hangup"}})));
  judge.take(
      sample.add("bob", "m.call.hangup", content("B", {{"call_id", "c1099"}, {"reason", "user_hangup"}})));
  EXPECT_EQ(failed(judge.finish()), std::set<std::string>{});
}

TEST(Recent, KeepsWhatWasUsedLast) {
  Recent<std::string, int> recent(2);
  recent.at("a") = 1;
  recent.at("b") = 2;
  recent.at("a");
  EXPECT_FALSE(recent.has_forgotten());
  recent.at("c") = 3;
  EXPECT_TRUE(recent.has_forgotten());
  EXPECT_EQ(recent.size(), 2U);
  EXPECT_EQ(recent.find("b"), nullptr);
  ASSERT_NE(recent.find("a"), nullptr);
  EXPECT_EQ(*recent.find("a"), 1);
  recent.erase("a");
  EXPECT_EQ(recent.find("a"), nullptr);
  EXPECT_EQ(recent.size(), 1U);
}

}  // namespace
}  // namespace ringcheck::check
