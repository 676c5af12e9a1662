// Tests that take real minutes, here short ones: what of them is played, side by side, and how time passes
// for a subject that has no clock of its own.

#include "run/slow.hpp"

#include <chrono>
#include <fstream>

#include "run/script.hpp"
#include "run/test_run.hpp"
#include "run/verdict.hpp"
#include "trace/trace.hpp"

namespace ringcheck::run {
namespace {

using report::Outcome;

constexpr const char* waits = R"(title: A call that nobody ends goes on
stage: dm
steps:
  - do: start_session
  - send: m.call.invite
  - expect: {note: incoming_call}
  - do: advance_clock
    with: {ms: 700}
  - do: reject_call
  - expect: m.call.reject
    proves: [VOIP-104]
)";

class Slow : public ::testing::Test {
 protected:
  Slow() {
    std::ofstream(folder_.path() + "/subject.yaml")
        << "subject: client\nname: mine\nadapter: [\"{build}/reference-client\"]\nclaims: [voip.callee]\n";
    for (const char* name : {"a_waits", "b_waits", "c_waits"}) scenario(name, waits);
  }

  void scenario(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() + "/" + name + ".yaml") << text;
    scenarios_.push_back(folder_.path() + "/" + name + ".yaml");
  }

  SessionOptions options() const {
    SessionOptions options = testing::options_for("reference-client", folder_);
    options.subject_path = folder_.path() + "/subject.yaml";
    return options;
  }

  testing::TemporaryFolder folder_;
  std::vector<std::string> scenarios_;
};

TEST_F(Slow, IsWhatSaysSoOrAdvancesAClockThatTheSubjectHasNot) {
  scenario::Test test;
  EXPECT_FALSE(is_slow(test, {}));
  test.uses.orders = {"advance_clock"};
  EXPECT_TRUE(is_slow(test, {"voip.caller"}));
  EXPECT_FALSE(is_slow(test, {"voip.caller", "clock.virtual"}));
  test.slow = true;
  EXPECT_TRUE(is_slow(test, {"clock.virtual"}));
}

TEST_F(Slow, OnesAreLeftOutAndToldUnlessTheyAreNamed) {
  scenario("d_is_slow", "slow: true\n" + std::string(waits));
  const scenario::Library library = testing::load_suites(scenarios_);
  ASSERT_EQ(scenario::render_faults(library), "");
  SessionOptions some = options();
  some.slow = false;
  some.even_slow = {"b_waits"};
  report::RunResult run = testing::play(some, library.tests, library);
  ASSERT_EQ(run.tests.size(), 1U);
  EXPECT_EQ(run.tests[0].name, "b_waits");
  EXPECT_EQ(run.tests[0].outcome, Outcome::passed) << run.tests[0].message;
  EXPECT_FALSE(run.whole);
  EXPECT_EQ(run.notices, std::vector<std::string>{"3 slow tests were left out: --slow plays them"});

  // A clock of its own makes all of them quick but the one that says that it is slow.
  some.subject_path = testing::home + "/fixtures/subjects/reference-client/subject.yaml";
  run = testing::play(some, library.tests, library);
  EXPECT_EQ(run.tests.size(), 3U);
  EXPECT_EQ(run.notices, std::vector<std::string>{"1 slow test was left out: --slow plays it"});
}

TEST_F(Slow, OnesArePlayedSideBySideAndHoldNothingUp) {
  scenario("quick",
           "title: A call is rejected\nstage: dm\nsteps:\n  - do: start_session\n"
           "  - send: m.call.invite\n  - expect: {note: incoming_call}\n  - do: reject_call\n"
           "  - expect: m.call.reject\n    proves: [VOIP-104]\n");
  const scenario::Library library = testing::load_suites(scenarios_);
  ASSERT_EQ(scenario::render_faults(library), "");
  std::vector<std::string> ended;
  SessionEvents events;
  events.told.on_result = [&](const report::TestResult& test) { ended.push_back(test.name); };
  const auto began = std::chrono::steady_clock::now();
  auto run = run_session(options(), library.tests, library, events);
  const auto wall = std::chrono::steady_clock::now() - began;
  ASSERT_TRUE(run) << run.error().text;
  EXPECT_TRUE(run->whole);
  ASSERT_EQ(ended.size(), 4U);
  EXPECT_EQ(ended.front(), "quick");
  std::chrono::microseconds together{0};
  for (const report::TestResult& test : run->tests) {
    EXPECT_EQ(test.outcome, Outcome::passed) << test.message;
    together += std::chrono::microseconds(test.duration_us);
  }
  EXPECT_LT(wall, together);
}

TEST_F(Slow, WaitingIsAnEntrySoThatAReplayNeedsNoClock) {
  const scenario::Library library = testing::load_suites({scenarios_.front()});
  SessionOptions hasty = options();
  hasty.time_scale = 0.2;  // shortens deadlines; the subject's timers run as ever
  const report::RunResult run = testing::play(hasty, library.tests, library);
  ASSERT_EQ(run.tests.size(), 1U);
  ASSERT_EQ(run.tests[0].outcome, Outcome::passed) << run.tests[0].message;
  EXPECT_GE(run.tests[0].duration_us, 700'000);
  auto entries = trace::read_trace(run.tests[0].trace_file);
  ASSERT_TRUE(entries) << entries.error().text;
  Script script(library.tests[0]);
  bool waited = false;
  for (const trace::Entry& entry : *entries) {
    script.on(entry);
    waited = waited || (entry.kind == trace::Kind::done && entry.type == "advance_clock" &&
                        entry.head.string_at("message").starts_with("by waiting"));
  }
  EXPECT_TRUE(waited);
  EXPECT_EQ(judge(script, library.requirements).outcome, Outcome::passed);
}

TEST_F(Slow, AWaitThatIsNoNumberIsAFaultOfTheScenario) {
  std::string text = waits;
  text.replace(text.find("{ms: 700}"), 9, "{ms: -1}");
  scenario("wrong", text);
  const scenario::Library library = testing::load_suites({scenarios_.back()});
  const report::RunResult run = testing::play(options(), library.tests, library);
  ASSERT_EQ(run.tests.size(), 1U);
  EXPECT_EQ(run.tests[0].outcome, Outcome::error);
  EXPECT_EQ(run.tests[0].blame, "scenario");
  EXPECT_NE(run.tests[0].message.find("a whole number of 0 or more"), std::string::npos);
}

}  // namespace
}  // namespace ringcheck::run
