// The best invariant of the house: the verdict of a trace that is read from disk equals the live one, bit for
// bit, for good runs and for all sorts of bad ones.

#include <set>

#include "check/checker.hpp"
#include "report/json.hpp"
#include "run/apply_checks.hpp"
#include "run/fault_table.hpp"
#include "run/script.hpp"
#include "run/sightings.hpp"
#include "run/test_run.hpp"
#include "run/verdict.hpp"
#include "trace/trace.hpp"

namespace ringcheck::run {
namespace {

// What only the runner knows is no part of the verdict.
report::TestResult verdict_alone(report::TestResult result) {
  result.duration_us = 0;
  result.cpu_us = 0;
  result.adapter_log.clear();
  result.trace_file.clear();
  result.repeat_command.clear();
  return result;
}

std::string as_json(report::TestResult result) {
  report::RunResult run;
  run.tests.push_back(verdict_alone(std::move(result)));
  return report::to_results_json(run);
}

report::TestResult replay(const scenario::Test& test, const std::deque<trace::Entry>& entries,
                          const spec::Register& requirements, const check::Checker& checker) {
  Script script(test);
  for (const trace::Entry& entry : entries) script.on(entry);
  report::TestResult result = judge(script, requirements);
  apply_checks(checker.check_trace(entries, test.subject().name), requirements, result);
  result.sightings = sightings_in(entries, test.subject().name);
  return result;
}

void expect_same_verdicts(const SessionOptions& options, const std::vector<scenario::Test>& tests,
                          const scenario::Library& library) {
  auto checker = check::Checker::load(testing::home + "/schemas/matrix");
  ASSERT_TRUE(checker) << checker.error().text;
  const report::RunResult run = testing::play(options, tests, library);
  ASSERT_EQ(run.tests.size(), tests.size());
  EXPECT_LT(report::count(run, report::Outcome::skipped), static_cast<int>(tests.size()));
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const report::TestResult& live = run.tests[i];
    if (live.outcome == report::Outcome::skipped) continue;  // never played: there is nothing to replay
    auto entries = trace::read_trace(live.trace_file);
    ASSERT_TRUE(entries) << entries.error().text;
    ASSERT_FALSE(entries->empty()) << live.name;
    EXPECT_EQ(as_json(live), as_json(replay(tests[i], *entries, library.requirements, **checker)))
        << live.name;
  }
}

TEST(Replay, GoodClient) {
  const testing::TemporaryFolder folder;
  const scenario::Library library = testing::load_suites_for(scenario::SubjectIs::client);
  SessionOptions options = testing::options_for("reference-client", folder);
  options.jobs = 8;
  expect_same_verdicts(options, library.tests, library);
}

TEST(Replay, OtherKindsOfSubjects) {
  for (const auto& [kind, subject] : {std::pair{scenario::SubjectIs::widget_host, "reference-host"},
                                      std::pair{scenario::SubjectIs::widget, "reference-widget"},
                                      std::pair{scenario::SubjectIs::homeserver, "reference-homeserver"}}) {
    SCOPED_TRACE(subject);
    const testing::TemporaryFolder folder;
    const scenario::Library library = testing::load_suites_for(kind);
    SessionOptions options = testing::options_for(subject, folder);
    options.jobs = 8;
    expect_same_verdicts(options, library.tests, library);
  }
}

TEST(Replay, ClientThatDoesNothing) {
  const testing::TemporaryFolder folder;
  const scenario::Library library = testing::load_suites_for(scenario::SubjectIs::client);
  SessionOptions options = testing::options_for("idle", folder);
  options.jobs = 16;
  options.time_scale = 0.1;
  expect_same_verdicts(options, library.tests, library);
}

// One fault per way to fail: a forbidden event, a missing one, one with wrong content, one that comes twice,
// a note that does not come, a fault that a check of every trace tells.
TEST(Replay, FaultyClients) {
  const scenario::Library library = testing::load_suites_for(scenario::SubjectIs::client);
  auto switches = list_faults(testing::program_dir(), embedded_subjects.front());
  ASSERT_TRUE(switches) << switches.error().text;
  const std::set<std::string> chosen = {"answers_before_user", "no_select_answer",           "selects_itself",
                                        "select_answer_twice", "keeps_ringing_after_hangup", "bad_sdp"};
  std::size_t played = 0;
  for (const FaultSwitch& fault : *switches) {
    if (!chosen.contains(fault.name)) continue;
    SCOPED_TRACE(fault.name);
    const testing::TemporaryFolder folder;
    expect_same_verdicts(fault_session(testing::options_for("reference-client", folder), fault),
                         tests_for(library, fault), library);
    ++played;
  }
  EXPECT_EQ(played, chosen.size());
}

}  // namespace
}  // namespace ringcheck::run
