// The fold where a homeserver is the subject, on entries written by hand: answers that do not fit yet, that
// come too late, and what newer releases ask for.

#include <deque>

#include <gtest/gtest.h>

#include "run/script.hpp"
#include "run/test_run.hpp"
#include "run/verdict.hpp"
#include "value/yaml.hpp"

namespace ringcheck::run {
namespace {

using trace::Entry;
using trace::Kind;

class ServerFold {
 public:
  explicit ServerFold(const std::string& steps, const char* newest = nullptr)
      : test_(laid_out(steps)), script_(test_) {
    Entry& start = add(Kind::start, "harness", -1);
    start.body = make_object({{"names", make_object()}});
    if (newest != nullptr) start.body.set("versions", make_array({newest}));
    script_.on(start);
  }

  void begin() {
    const scenario::Step* step = script_.next();
    ASSERT_NE(step, nullptr);
    script_.on(add(Kind::step, "harness", step->index));
  }
  void answer(int step, int status, std::int64_t after_ms = 1) {
    Entry& request = add(Kind::request, "alice", step);
    script_.on(request);
    now_us_ += after_ms * 1000;
    Entry& response = add(Kind::response, "server", step);
    response.cause = request.seq;
    response.head = make_object({{"status", status}});
    script_.on(response);
  }
  void deadline(int step) { script_.on(add(Kind::deadline, "harness", step)); }
  report::TestResult judged() {
    script_.on(add(Kind::end, "harness", -1));
    return judge(script_, library().requirements);
  }
  static const scenario::Library& library() {
    static const scenario::Library loaded = testing::load_suites();
    return loaded;
  }
  const StepRecord& record(int step) const { return script_.record(step); }
  const Script& script() const { return script_; }

 private:
  static scenario::Test laid_out(const std::string& steps) {
    std::vector<Fault> faults;
    const YamlDocument document =
        parse_yaml("fold.yaml", "title: A fold\nstage: server_dm\nsteps:\n" + steps);
    auto tests = scenario::lay_out(document, "fold", library().pieces, &library().requirements, faults);
    for (const Fault& fault : faults) ADD_FAILURE() << render(fault, document.source);
    return tests.empty() ? scenario::Test{} : std::move(tests.front());
  }
  Entry& add(Kind kind, std::string from, int step) {
    Entry& entry = entries_.emplace_back();
    entry.kind = kind;
    entry.from = std::move(from);
    entry.seq = static_cast<std::int64_t>(entries_.size());
    entry.step = step;
    entry.t_us = now_us_;
    entry.head = make_object();
    return entry;
  }

  scenario::Test test_;
  Script script_;
  std::deque<Entry> entries_;
  std::int64_t now_us_ = 0;
};

constexpr const char* sync = "  - request: GET /sync\n    as: alice\n";

TEST(ScriptServers, WhatIsAskedAgainIsMetByTheFirstAnswerThatFits) {
  ServerFold fold(std::string(sync) + "    asks_again: true\n");
  fold.begin();
  for (int more = 0; more < 100; ++more) fold.answer(0, 500);
  EXPECT_EQ(fold.record(0).state, StepState::begun);
  fold.answer(0, 200);
  EXPECT_EQ(fold.record(0).state, StepState::met);
}

TEST(ScriptServers, WhatIsAskedAgainIsMissedWhenItsTimeHasPassed) {
  ServerFold fold(std::string(sync) + "    asks_again: true\n    proves: [SRV-039]\n");
  fold.begin();
  fold.answer(0, 500);
  fold.deadline(0);
  const report::TestResult result = fold.judged();
  EXPECT_EQ(result.findings.at(0).verdict, report::Verdict::fail);
  ASSERT_FALSE(result.findings.at(0).differences.empty());
  EXPECT_EQ(result.findings.at(0).differences[0].came, "500 (integer)");
}

TEST(ScriptServers, WhatIsAskedSoOftenInAllIsMetByTheLastAnswer) {
  ServerFold fold(std::string(sync) + "    in_all: 3\n");
  fold.begin();
  fold.answer(0, 200);
  fold.answer(0, 200);
  EXPECT_EQ(fold.record(0).state, StepState::begun);
  fold.answer(0, 200);
  EXPECT_EQ(fold.record(0).state, StepState::met);
}

TEST(ScriptServers, WhatIsAskedSoOftenInAllIsMissedByAnyAnswer) {
  ServerFold fold(std::string(sync) + "    in_all: 3\n    proves: [SRV-039]\n");
  fold.begin();
  fold.answer(0, 200);
  fold.answer(0, 500);
  EXPECT_EQ(fold.record(0).state, StepState::missed);
  EXPECT_EQ(fold.judged().findings.at(0).verdict, report::Verdict::fail);
}

TEST(ScriptServers, AnAnswerThatComesTooLateForTheTestDecidesNothing) {
  const std::string steps = std::string(sync) + "    id: first\n" + sync +
                            "    since: first\n    elapsed: {$at_most: 700}\n    proves: [SRV-039]\n";
  for (const int status : {200, 500}) {
    ServerFold fold(steps);
    fold.begin();
    fold.answer(0, 200);
    fold.begin();
    fold.answer(1, status, 701);
    EXPECT_EQ(fold.script().trouble(), Trouble::harness);
    EXPECT_EQ(fold.judged().findings.at(0).verdict, report::Verdict::inconclusive);
  }
  ServerFold fold(steps);
  fold.begin();
  fold.answer(0, 200);
  fold.begin();
  fold.answer(1, 500, 600);
  EXPECT_EQ(fold.judged().findings.at(0).verdict, report::Verdict::fail);
}

TEST(ScriptServers, WhatIsAskedForSinceALaterReleaseIsNotHeldAgainstAHomeserver) {
  const std::string steps = std::string(sync) + "    proves: [SRV-070]\n";
  const auto verdict = [&](const char* newest, int status) {
    ServerFold fold(steps, newest);
    fold.begin();
    fold.answer(0, status);
    return fold.judged();
  };
  const report::TestResult older = verdict("v1.14", 404);
  EXPECT_EQ(older.findings.at(0).verdict, report::Verdict::skipped);
  EXPECT_EQ(older.outcome, report::Outcome::skipped);
  EXPECT_EQ(older.message,
            "the homeserver lists v1.14 as its newest release, and this is asked for since v1.15");
  EXPECT_EQ(verdict("v1.14", 200).findings.at(0).verdict, report::Verdict::pass);
  EXPECT_EQ(verdict("v1.15", 404).findings.at(0).verdict, report::Verdict::fail);
  EXPECT_EQ(verdict(nullptr, 404).findings.at(0).verdict, report::Verdict::fail) << "it does not tell";
}

// What a step without requirements or of an older release missed is no excuse for the others.
TEST(ScriptServers, OnlyWhatIsNewerIsSkipped) {
  ServerFold fold(std::string(sync) + "    proves: [SRV-039, SRV-070]\n", "v1.2");
  fold.begin();
  fold.answer(0, 404);
  const report::TestResult result = fold.judged();
  EXPECT_EQ(result.outcome, report::Outcome::failed);
  EXPECT_EQ(result.findings.at(0).verdict, report::Verdict::fail);
  EXPECT_EQ(result.findings.at(1).verdict, report::Verdict::skipped);
}

}  // namespace
}  // namespace ringcheck::run
