// The fold on entries written by hand: what meets a step, what a window holds, what proves nothing.

#include "run/script.hpp"

#include <algorithm>
#include <deque>

#include <gtest/gtest.h>

#include "run/test_run.hpp"
#include "run/verdict.hpp"
#include "value/yaml.hpp"

namespace ringcheck::run {
namespace {

using trace::Entry;
using trace::Kind;

// One scenario of the given steps, and a trace that grows by hand. Bob is the subject.
class Fold {
 public:
  explicit Fold(const std::string& steps) : test_(laid_out(steps)), script_(test_) {}

  static const scenario::Library& library() {
    static const scenario::Library loaded = testing::load_suites();
    return loaded;
  }

  /// Begins the step that is next, as the player does; its index.
  int begin() {
    const scenario::Step* step = script_.next();
    if (step == nullptr) {
      ADD_FAILURE() << "no step is next";
      return -1;
    }
    begin(*step);
    return step->index;
  }
  std::int64_t came(std::string type, Value body = make_object()) {
    Entry& entry = add(Kind::event, "bob", std::move(type));
    entry.channel = trace::channel::client_api;
    entry.body = std::move(body);
    return feed();
  }
  std::int64_t note(std::string kind, Value data = make_object()) {
    add(Kind::note, "bob", std::move(kind)).body = std::move(data);
    return feed();
  }
  std::int64_t entry(Kind kind, std::string type) {
    add(kind, "bob", std::move(type));
    return feed();
  }
  std::int64_t sent(int step, std::string id) {
    Entry& entry = add(Kind::event, "alice", "org.test.peer");
    entry.channel = trace::channel::client_api;
    entry.step = step;
    entry.head = make_object({{"event_id", std::move(id)}});
    return feed();
  }
  std::int64_t delivery(Kind kind, std::string id) {
    Entry& entry = add(kind, "homeserver", "");
    entry.to = "bob";
    entry.head = make_object({{"events", make_array({std::move(id)})}});
    return feed();
  }
  std::int64_t done(std::string type, int step, std::string outcome = "done", std::string message = "") {
    Entry& entry = add(Kind::done, "bob", std::move(type));
    entry.step = step;
    entry.head = make_object({{"outcome", std::move(outcome)}, {"message", std::move(message)}});
    entry.body = make_object();
    return feed();
  }
  std::int64_t deadline(int step) {
    add(Kind::deadline, "harness", "").step = step;
    return feed();
  }
  void wait(std::int64_t ms) { waited_us_ += ms * 1000; }
  void late(std::int64_t lag_us) {
    add(Kind::late, "harness", "").head = make_object({{"lag_us", lag_us}});
    feed();
  }
  /// The last settling and the end, as after a test that went well.
  void close() {
    done("settle", -1);
    end();
  }
  void end(std::string type = "complete") {
    add(Kind::end, "harness", std::move(type));
    feed();
  }

  const StepRecord& record(int index) const { return script_.record(index); }
  StepState state(int index) const { return script_.record(index).state; }
  report::TestResult judged() const { return judge(script_, library().requirements); }
  const Script& script() const { return script_; }

 private:
  static scenario::Test laid_out(const std::string& steps) {
    std::vector<Fault> faults;
    const YamlDocument document = parse_yaml("fold.yaml", "title: A fold\nstage: dm\nsteps:\n" + steps);
    for (const Fault& fault : document.faults) ADD_FAILURE() << render(fault, document.source);
    auto tests = scenario::lay_out(document, "fold", library().pieces, &library().requirements, faults);
    for (const Fault& fault : faults) ADD_FAILURE() << render(fault, document.source);
    return tests.empty() ? scenario::Test{} : std::move(tests.front());
  }

  void begin(const scenario::Step& step) {
    add(Kind::step, "harness", "").step = step.index;
    feed();
    for (const scenario::Step& child : step.children) begin(child);
  }
  Entry& add(Kind kind, std::string from, std::string type) {
    Entry entry;
    entry.seq = static_cast<std::int64_t>(entries_.size()) + 1;
    entry.t_us = entry.seq * 1000 + waited_us_;
    entry.kind = kind;
    entry.from = std::move(from);
    entry.type = std::move(type);
    entries_.push_back(std::move(entry));
    return entries_.back();
  }
  std::int64_t feed() {
    script_.on(entries_.back());
    return entries_.back().seq;
  }

  scenario::Test test_;
  std::deque<Entry> entries_;
  Script script_;
  std::int64_t waited_us_ = 0;
};

TEST(Script, AnExpectLooksBack) {
  Fold fold("  - expect: org.test.a\n");
  const std::int64_t seq = fold.came("org.test.a");
  fold.begin();
  EXPECT_EQ(fold.state(0), StepState::met);
  EXPECT_EQ(fold.record(0).at_seq, seq);
}

TEST(Script, AnExpectTakesNoEntryTwiceAndNoneBeforeTheLast) {
  Fold fold("  - expect: org.test.b\n  - expect: org.test.a\n  - expect: org.test.b\n");
  fold.came("org.test.a");
  fold.came("org.test.b");
  fold.begin();
  EXPECT_EQ(fold.state(0), StepState::met);
  fold.begin();  // the a came before the b that was taken
  EXPECT_EQ(fold.state(1), StepState::begun);
  fold.came("org.test.a");
  EXPECT_EQ(fold.state(1), StepState::met);
  fold.begin();
  EXPECT_EQ(fold.state(2), StepState::begun);
  fold.came("org.test.b");
  EXPECT_EQ(fold.state(2), StepState::met);
}

TEST(Script, ChannelsHaveCursorsOfTheirOwn) {
  Fold fold("  - expect: org.test.a\n  - expect: {note: log}\n");
  fold.note("log");
  fold.came("org.test.a");
  fold.begin();
  fold.begin();
  EXPECT_EQ(fold.state(1), StepState::met);
}

TEST(Script, AnObservationTellsWhatCameAndMissesNothing) {
  Fold fold(
      "  - expect: org.test.a\n    observes: [VOIP-021]\n    content: {x: {$save: x}}\n"
      "  - expect: org.test.b\n    observes: [VOIP-023]\n    content: {x: 1}\n"
      "  - count: org.test.*\n    observes: [VOIP-032]\n");
  fold.begin();
  fold.came("org.test.a", make_object({{"x", "long"}}));
  const int second = fold.begin();
  fold.came("org.test.b", make_object({{"x", 2}}));
  fold.deadline(second);
  EXPECT_EQ(fold.state(second), StepState::passed_over);
  fold.begin();
  fold.close();
  const report::TestResult result = fold.judged();
  EXPECT_EQ(result.outcome, report::Outcome::passed);
  ASSERT_EQ(result.findings.size(), 3U);
  for (const report::Finding& each : result.findings) EXPECT_EQ(each.verdict, report::Verdict::observed);
  EXPECT_EQ(result.findings[0].message, "org.test.a came, x is \"long\"");
  EXPECT_EQ(result.findings[1].message, "it did not come: /x was to be 1 (integer) and is 2 (integer)");
  EXPECT_EQ(result.findings[2].message, "org.test.* came 2 times");
}

TEST(Script, AnObservationThatWasNotReachedIsOpen) {
  Fold fold(
      "  - expect: org.test.a\n  - expect: org.test.b\n    observes: [VOIP-021]\n  - count: org.test.*\n    "
      "observes: [VOIP-032]\n");
  fold.deadline(fold.begin());
  fold.close();
  const report::TestResult result = fold.judged();
  ASSERT_EQ(result.findings.size(), 2U);
  for (const report::Finding& each : result.findings) EXPECT_EQ(each.verdict, report::Verdict::inconclusive);
}

TEST(Script, WhatIsAwaitedMayComeOnAnyChannel) {
  Fold fold("  - expect: {media: turn_binding}\n  - expect: {request: GET /voip/turnServer}\n");
  fold.begin();
  fold.entry(Kind::media, "turn_binding");
  EXPECT_EQ(fold.state(0), StepState::met);
  fold.begin();
  fold.entry(Kind::request, "GET /voip/turnServer");
  EXPECT_EQ(fold.state(1), StepState::met);
}

TEST(Script, OnlyTheSubjectMeetsAnExpect) {
  Fold fold("  - send: org.test.peer\n    content: {}\n  - expect: org.test.peer\n");
  fold.sent(fold.begin(), "$1");
  fold.begin();
  EXPECT_EQ(fold.state(1), StepState::begun);
}

TEST(Script, AnyOrderIsMetInAnyOrder) {
  Fold fold(
      "  - any_order:\n      - expect: org.test.a\n      - expect: org.test.b\n  - expect: org.test.a\n");
  fold.begin();
  fold.came("org.test.b");
  EXPECT_EQ(fold.state(0), StepState::begun);
  fold.came("org.test.a");
  EXPECT_EQ(fold.state(0), StepState::met);
  fold.begin();
  EXPECT_EQ(fold.state(3), StepState::begun) << "its a was consumed by the group";
}

TEST(Script, ADeadlineOfAnyOrderMissesTheChildThatDidNotCome) {
  Fold fold("  - any_order:\n      - expect: org.test.a\n      - expect: org.test.b\n");
  const int group = fold.begin();
  fold.came("org.test.b");
  fold.deadline(group);
  EXPECT_EQ(fold.state(1), StepState::missed);
  EXPECT_EQ(fold.state(2), StepState::met);
  EXPECT_TRUE(fold.script().over());
}

TEST(Script, ABatchIsMetWhenAllIsSent) {
  Fold fold(
      "  - batch:\n      - {send: org.test.peer, content: {}}\n      - {send: org.test.peer, content: {}}\n");
  fold.begin();
  fold.sent(1, "$1");
  EXPECT_EQ(fold.state(0), StepState::begun);
  fold.sent(2, "$2");
  EXPECT_EQ(fold.state(0), StepState::met);
}

TEST(Script, AMissedExpectTellsTheNearest) {
  Fold fold("  - expect: org.test.a\n    content: {x: 1, z: 2}\n");
  const int step = fold.begin();
  fold.came("org.test.a", make_object({{"x", 5}, {"z", 6}}));
  const std::int64_t nearest = fold.came("org.test.a", make_object({{"x", 1}, {"z", "2"}}));
  fold.deadline(step);
  EXPECT_EQ(fold.state(0), StepState::missed);
  EXPECT_EQ(fold.record(0).nearest_seq, nearest);
  ASSERT_EQ(fold.record(0).mismatches.size(), 1U);
  EXPECT_EQ(fold.record(0).mismatches.front().pointer, "/z");
}

TEST(Script, ACaptureIsKeptOnlyWhenTheWholeStepIsMet) {
  Fold fold("  - expect: org.test.a\n    content: {x: {$save: kept}, z: 1}\n");
  fold.begin();
  fold.came("org.test.a", make_object({{"x", "wrong"}, {"z", 2}}));
  EXPECT_FALSE(fold.script().names().contains("kept"));
  fold.came("org.test.a", make_object({{"x", "right"}, {"z", 1}}));
  ASSERT_TRUE(fold.script().names().contains("kept"));
  EXPECT_EQ(fold.script().names().find("kept")->second, Value("right"));
}

TEST(Script, AStepWithAnIdNamesItsEvent) {
  Fold fold("  - send: org.test.peer\n    id: hello\n    content: {}\n");
  fold.sent(fold.begin(), "$42");
  ASSERT_TRUE(fold.script().names().contains("hello.event_id"));
  EXPECT_EQ(fold.script().names().find("hello.event_id")->second, Value("$42"));
}

TEST(Script, AnOptionalStepIsPassedOver) {
  Fold fold("  - expect: org.test.a\n    optional: true\n  - expect: org.test.b\n");
  fold.deadline(fold.begin());
  EXPECT_EQ(fold.state(0), StepState::passed_over);
  fold.begin();
  fold.came("org.test.b");
  fold.close();
  EXPECT_TRUE(fold.script().complete());
}

TEST(Script, AControlThatDoesNotComeIsInconclusive) {
  Fold fold("  - none: org.test.b\n  - expect: org.test.a\n    control: true\n");
  fold.begin();
  fold.deadline(fold.begin());
  EXPECT_EQ(fold.state(1), StepState::inconclusive);
  EXPECT_EQ(fold.script().trouble(), Trouble::subject);
}

TEST(Script, ALateHarnessMakesADeadlineInconclusive) {
  for (const bool is_late : {true, false}) {
    Fold fold("  - expect: org.test.a\n");
    const int step = fold.begin();
    fold.late(is_late ? late_limit_us + 1 : late_limit_us);
    fold.deadline(step);
    EXPECT_EQ(fold.state(0), is_late ? StepState::inconclusive : StepState::missed);
    EXPECT_EQ(fold.script().trouble(), is_late ? Trouble::harness : Trouble::none);
  }
  Fold before("  - expect: org.test.a\n");
  before.late(late_limit_us + 1);
  before.deadline(before.begin());
  EXPECT_EQ(before.state(0), StepState::missed) << "late before the step began, not while it waited";
}

// One that comes so long after another, as a harness saw it that was late by so much.
class ElapsedFold : public Fold {
 public:
  explicit ElapsedFold(std::int64_t ms, std::int64_t lag_us = 0)
      : Fold(
            "  - expect: org.test.a\n    id: first\n"
            "  - expect: org.test.b\n    since: first\n    elapsed: {$at_least: 1000, $at_most: 4000}\n") {
    begin();
    came("org.test.a");
    begin();
    EXPECT_TRUE(script().measures());
    wait(ms);
    if (lag_us > 0) late(lag_us);
    came("org.test.b");
    EXPECT_FALSE(script().measures());
  }
};

TEST(Script, ElapsedIsJudgedByTheFirstThatFits) {
  for (const auto& [ms, state] : {std::pair(900, StepState::missed), std::pair(1100, StepState::met),
                                  std::pair(3900, StepState::met), std::pair(4100, StepState::missed)}) {
    const ElapsedFold fold(ms);
    EXPECT_EQ(fold.state(1), state) << ms;
    if (state == StepState::met) continue;
    ASSERT_EQ(fold.record(1).mismatches.size(), 1U) << ms;
    EXPECT_EQ(fold.record(1).mismatches[0].pointer, "elapsed, in ms");
    EXPECT_NE(fold.record(1).nearest_seq, 0) << "the one that came is shown";
  }
}

TEST(Script, ALateHarnessDecidesNoTimeThatItCouldHaveChanged) {
  EXPECT_EQ(ElapsedFold(1100, 200'000).state(1), StepState::inconclusive) << "it may have come too early";
  EXPECT_EQ(ElapsedFold(4100, 200'000).state(1), StepState::inconclusive) << "it may have come in time";
  EXPECT_EQ(ElapsedFold(4100, 200'000).script().trouble(), Trouble::harness);
  EXPECT_EQ(ElapsedFold(2000, 200'000).state(1), StepState::met);
  EXPECT_EQ(ElapsedFold(100, 200'000).state(1), StepState::missed);
}

TEST(Script, NoneForbidsFromTheStartByDefault) {
  Fold fold("  - expect: org.test.b\n  - none: org.test.a\n");
  const std::int64_t seq = fold.came("org.test.a");
  fold.came("org.test.b");
  fold.begin();
  fold.begin();
  fold.close();
  EXPECT_EQ(fold.state(1), StepState::missed);
  EXPECT_EQ(fold.record(1).at_seq, seq);
}

TEST(Script, NoneHoldsBetweenSinceAndUntil) {
  const std::string steps =
      "  - expect: org.test.first\n    id: first\n  - expect: org.test.last\n    id: last\n"
      "  - none: org.test.a\n    since: first\n    until: last\n";
  for (const int place : {0, 1, 2}) {
    Fold fold(steps);
    if (place == 0) fold.came("org.test.a");
    fold.came("org.test.first");
    if (place == 1) fold.came("org.test.a");
    fold.came("org.test.last");
    if (place == 2) fold.came("org.test.a");
    for (int i = 0; i < 3; ++i) fold.begin();
    fold.close();
    EXPECT_EQ(fold.state(2), place == 1 ? StepState::missed : StepState::met) << place;
  }
}

TEST(Script, WhatMayHaveBeenInFlightIsToldAndIsNoFailure) {
  for (const bool in_flight : {true, false}) {
    Fold fold(
        "  - send: org.test.peer\n    id: hello\n    content: {}\n  - none: org.test.a\n    since: hello\n");
    fold.sent(fold.begin(), "$1");
    fold.begin();
    fold.came("org.test.a");  // before the delivery: outside the window
    fold.delivery(Kind::deliver, "$1");
    if (in_flight) fold.came("org.test.a");
    fold.delivery(Kind::taken, "$1");
    if (!in_flight) fold.came("org.test.a");
    fold.close();
    EXPECT_EQ(fold.state(1), in_flight ? StepState::met : StepState::missed);
    EXPECT_EQ(fold.record(1).warnings.size(), in_flight ? 1U : 0U);
  }
}

TEST(Script, WhatComesAfterTheLastSettlingDoesNotCount) {
  Fold fold("  - none: org.test.a\n  - count: org.test.a\n    is: 0\n");
  fold.begin();
  fold.begin();
  fold.done("settle", -1);
  fold.came("org.test.a");
  fold.end();
  EXPECT_EQ(fold.state(0), StepState::met);
  EXPECT_EQ(fold.state(1), StepState::met);
}

TEST(Script, CountAndTimesAreExact) {
  for (const int came : {1, 2, 3}) {
    Fold fold("  - expect: org.test.a\n    times: 2\n  - count: org.test.a\n    is: 2\n");
    for (int i = 0; i < came; ++i) fold.came("org.test.a");
    fold.begin();
    fold.begin();
    fold.close();
    EXPECT_EQ(fold.state(0), came == 2 ? StepState::met : StepState::missed) << came;
    EXPECT_EQ(fold.state(1), came == 2 ? StepState::met : StepState::missed) << came;
  }
}

report::Verdict verdict_about(const Fold& fold, const std::string& requirement) {
  const report::TestResult result = fold.judged();
  auto found = std::find_if(result.findings.begin(), result.findings.end(),
                            [&](const report::Finding& f) { return f.requirement == requirement; });
  return found == result.findings.end() ? report::Verdict::observed : found->verdict;
}

TEST(Script, SilenceProvesNothingBeforeTheEnd) {
  const std::string steps = "  - none: org.test.a\n    proves: [VOIP-090]\n  - expect: org.test.b\n";
  Fold complete(steps);
  complete.begin();
  complete.begin();
  complete.came("org.test.b");
  complete.close();
  EXPECT_EQ(verdict_about(complete, "VOIP-090"), report::Verdict::pass);
  EXPECT_EQ(complete.judged().outcome, report::Outcome::passed);

  Fold cut_short(steps);
  cut_short.begin();
  cut_short.deadline(cut_short.begin());
  cut_short.end("stopped");
  EXPECT_EQ(verdict_about(cut_short, "VOIP-090"), report::Verdict::inconclusive);
  EXPECT_EQ(cut_short.judged().outcome, report::Outcome::inconclusive);

  Fold broken(steps);  // what is forbidden came, and that proves something however the test went on
  broken.begin();
  broken.came("org.test.a");
  broken.deadline(broken.begin());
  broken.end("stopped");
  EXPECT_EQ(verdict_about(broken, "VOIP-090"), report::Verdict::fail);
  EXPECT_EQ(broken.judged().outcome, report::Outcome::failed);
}

struct Ending {
  std::string outcome;
  Trouble trouble;
  report::Outcome judged;
};

TEST(Script, WhoIsToBlame) {
  for (const Ending& each : {Ending{"adapter_failed", Trouble::adapter, report::Outcome::error},
                             Ending{"harness_failed", Trouble::scenario, report::Outcome::error},
                             Ending{"unsupported", Trouble::unsupported, report::Outcome::inconclusive},
                             Ending{"refused", Trouble::subject, report::Outcome::inconclusive}}) {
    Fold fold("  - do: start_session\n");
    fold.done("session.start", fold.begin(), each.outcome, "why it is so");
    fold.end("stopped");
    EXPECT_EQ(fold.script().trouble(), each.trouble) << each.outcome;
    EXPECT_EQ(fold.judged().outcome, each.judged) << each.outcome;
    EXPECT_NE(fold.judged().message.find("why it is so"), std::string::npos) << each.outcome;
  }
  Fold interrupted("  - do: start_session\n");
  interrupted.begin();
  interrupted.end("interrupted");
  EXPECT_EQ(interrupted.script().trouble(), Trouble::harness);
  EXPECT_EQ(interrupted.judged().outcome, report::Outcome::inconclusive);
}

TEST(Script, AnOptionalOrderMayBeRefused) {
  Fold fold("  - do: place_call\n    optional: true\n  - expect: org.test.a\n");
  fold.begin();
  fold.done("place_call", 0, "refused", "not here");
  EXPECT_EQ(fold.state(0), StepState::passed_over);
  fold.came("org.test.a");
  fold.begin();
  EXPECT_EQ(fold.state(1), StepState::met);
}

TEST(Script, NothingIsTakenAfterTheEnd) {
  Fold fold("  - expect: org.test.a\n");
  fold.begin();
  fold.end("stopped");
  fold.came("org.test.a");
  EXPECT_EQ(fold.state(0), StepState::begun);
  EXPECT_FALSE(fold.script().complete());
}

}  // namespace
}  // namespace ringcheck::run
