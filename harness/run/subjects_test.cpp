// The two subjects that frame every other verdict: a client that does all right passes all, a client that
// does nothing passes nothing, and is told to make no calls.

#include <algorithm>

#include "report/call_profile.hpp"
#include "report/console.hpp"
#include "run/test_run.hpp"

namespace ringcheck::run {
namespace {

using report::Outcome;
using report::Verdict;

class References : public ::testing::TestWithParam<std::pair<scenario::SubjectIs, const char*>> {};

TEST_P(References, PassAllThatIsForThem) {
  const testing::TemporaryFolder folder;
  const scenario::Library library = testing::load_suites_for(GetParam().first);
  ASSERT_EQ(scenario::render_faults(library), "");
  const report::RunResult run =
      testing::play(testing::options_for(GetParam().second, folder), library.tests, library);
  ASSERT_EQ(run.tests.size(), library.tests.size());
  for (const report::TestResult& test : run.tests)
    EXPECT_EQ(test.outcome, Outcome::passed) << report::describe_failure(test, {}, run.requirements);
  for (const report::RequirementResult& each : run.requirements) {
    const spec::Requirement* requirement = library.requirements.find(each.id);
    const bool asks = requirement == nullptr || !spec::is_observed(*requirement);
    EXPECT_EQ(each.verdict, asks ? Verdict::pass : Verdict::observed) << each.id;
  }
  EXPECT_EQ(run.exit_status, 0);
}

INSTANTIATE_TEST_SUITE_P(Subjects, References,
                         ::testing::Values(std::pair{scenario::SubjectIs::client, "reference-client"},
                                           std::pair{scenario::SubjectIs::widget_host, "reference-host"},
                                           std::pair{scenario::SubjectIs::widget, "reference-widget"}));

TEST(Subjects, IdlePassesNothing) {
  const testing::TemporaryFolder folder;
  const scenario::Library library = testing::load_suites_for(scenario::SubjectIs::client);
  SessionOptions options = testing::options_for("idle", folder);
  options.time_scale = 0.1;
  options.jobs = 16;
  const report::RunResult run = testing::play(options, library.tests, library);
  ASSERT_EQ(run.tests.size(), library.tests.size());
  for (const report::TestResult& test : run.tests) {
    // Where the text asks for nothing, doing nothing is a way to end too.
    const bool asks = std::any_of(test.findings.begin(), test.findings.end(),
                                  [](const auto& each) { return each.verdict != Verdict::observed; });
    EXPECT_TRUE(test.outcome == Outcome::failed || test.outcome == Outcome::inconclusive || !asks)
        << test.name << " " << report::outcome_name(test.outcome) << " " << test.message;
    for (const report::Finding& finding : test.findings) {
      EXPECT_NE(finding.verdict, Verdict::pass)
          << test.name << " " << finding.requirement << " " << finding.check << " " << finding.looked_for;
    }
  }
  EXPECT_EQ(report::count(run, Verdict::pass), 0);
  EXPECT_EQ(run.exit_status, 1);
}

// The same client, for somebody who wants to know what it is: its first tests are all that is played.
TEST(Subjects, IdleIsToldToMakeNoCalls) {
  const testing::TemporaryFolder folder;
  const scenario::Library library = testing::load_suites_for(scenario::SubjectIs::client);
  SessionOptions options = testing::options_for("idle", folder);
  options.probe = true;
  options.jobs = 3;
  const report::RunResult run = testing::play(options, library.tests, library);
  ASSERT_EQ(run.tests.size(), library.tests.size());
  EXPECT_NE(run.no_calls, "");
  EXPECT_EQ(run.exit_status, 5);
  EXPECT_TRUE(std::all_of(run.tests.begin(), run.tests.end(),
                          [](const auto& test) { return test.outcome == Outcome::skipped; }));
  std::size_t traces = 0;
  for (const report::TestResult& test : run.tests) {
    EXPECT_TRUE(test.message == report::no_calls_message ||
                test.message.starts_with("the subject does not claim "))
        << test.name << ": " << test.message;
    if (test.trace_file.empty()) continue;
    ++traces;
    EXPECT_TRUE(std::filesystem::exists(test.trace_file));
    EXPECT_NE(run.no_calls.find("(" + test.name + " #"), std::string::npos) << run.no_calls;
  }
  EXPECT_EQ(traces, 3U) << "placing, being called, being called by version 0";
}

TEST(Subjects, AClientWithSomeCallsIsPlayedToItsEnd) {
  const testing::TemporaryFolder folder;
  const scenario::Library library = testing::load_suites_for(scenario::SubjectIs::client);
  std::vector<scenario::Test> some;
  for (const scenario::Test& test : library.tests) {
    if (test.name.starts_with("voip.v0.") || test.name.starts_with("voip.v1.callee.") ||
        test.name.starts_with("voip.v1.caller."))
      some.push_back(test);
  }
  SessionOptions options = testing::options_for("reference-client", folder);
  options.probe = true;
  const report::RunResult run = testing::play(options, some, library);
  EXPECT_EQ(run.no_calls, "");
  EXPECT_EQ(run.exit_status, 0);
  EXPECT_EQ(report::count(run, Outcome::passed), static_cast<int>(some.size()));
  EXPECT_EQ(report::call_profile(run).says, "version 1, also speaks version 0");
}

}  // namespace
}  // namespace ringcheck::run
