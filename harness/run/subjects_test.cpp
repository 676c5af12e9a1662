// The two subjects that frame every other verdict: a client that does all right passes all, a client that
// does nothing passes nothing, and is told to make no calls.

#include <algorithm>
#include <chrono>
#include <set>
#include <string>

#include "report/call_profile.hpp"
#include "report/console.hpp"
#include "run/test_run.hpp"
#include "run/write_file.hpp"

namespace ringcheck::run {
namespace {

using report::Outcome;
using report::Verdict;

void passes_all(const std::string& subject, scenario::SubjectIs kind) {
  const testing::TemporaryFolder folder;
  const scenario::Library library = testing::load_suites_for(kind);
  ASSERT_EQ(scenario::render_faults(library), "");
  ASSERT_FALSE(library.tests.empty());
  const report::RunResult run = testing::play(testing::options_for(subject, folder), library.tests, library);
  ASSERT_EQ(run.tests.size(), library.tests.size());
  std::set<std::string> decided;
  for (const report::TestResult& test : run.tests) {
    EXPECT_EQ(test.outcome, Outcome::passed) << report::describe_failure(test, {}, run.requirements);
    for (const report::Finding& finding : test.findings) decided.insert(finding.requirement);
  }
  for (const report::RequirementResult& each : run.requirements) {
    if (!decided.contains(each.id)) continue;
    const spec::Requirement* requirement = library.requirements.find(each.id);
    const bool asks = requirement == nullptr || !spec::is_observed(*requirement);
    EXPECT_EQ(each.verdict, asks ? Verdict::pass : Verdict::observed) << each.id;
  }
  EXPECT_EQ(run.exit_status, 0);
}

TEST(Subjects, ReferenceClientPassesAll) {
  passes_all("reference-client", scenario::SubjectIs::client);
}

// The two ends of the widget API, without a browser.
TEST(Subjects, ReferenceHostPassesAll) {
  passes_all("reference-host", scenario::SubjectIs::widget_host);
}
TEST(Subjects, ReferenceWidgetPassesAll) {
  passes_all("reference-widget", scenario::SubjectIs::widget);
}

TEST(Subjects, ReferenceHomeserverPassesAll) {
  passes_all("reference-homeserver", scenario::SubjectIs::homeserver);
}

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

// The test that gives up first keeps the loop busy while it is told, so that the other, in the middle of its
// longer wait, is late by the harness's fault, and decides nothing the first time.
TEST(Subjects, WhatTheHarnessSpoiltIsPlayedAgain) {
  const testing::TemporaryFolder folder;
  for (const std::string within : {"prompt", "network"}) {
    ASSERT_TRUE(write_file(folder.path() + "/" + within + ".yaml",
                           "title: A call is placed by itself\nstage: dm\nsteps:\n  - do: start_session\n"
                           "  - expect: m.call.invite\n    within: " +
                               within + "\n    proves: [VOIP-001]\n"));
  }
  const scenario::Library library =
      testing::load_suites({folder.path() + "/prompt.yaml", folder.path() + "/network.yaml"});
  ASSERT_EQ(scenario::render_faults(library), "");
  SessionOptions options = testing::options_for("idle", folder);
  options.time_scale = 0.2;
  options.jobs = 2;
  int told = 0;
  SessionEvents events;
  events.told.on_result = [&](const report::TestResult&) {
    if (told++ > 0) return;
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(700);
    while (std::chrono::steady_clock::now() < end) continue;
  };
  const auto run = run_session(options, library.tests, library, events);
  ASSERT_TRUE(run) << run.error().text;
  ASSERT_EQ(run->tests.size(), 2U);
  for (const report::TestResult& test : run->tests)
    EXPECT_EQ(test.message.find("ran late"), std::string::npos) << test.message;
  EXPECT_EQ(told, 2);
  EXPECT_TRUE(std::any_of(run->notices.begin(), run->notices.end(), [](const std::string& notice) {
    return notice.find("was played again: the harness itself ran late") != std::string::npos;
  }));
}

// It shares an instance with itself, which knows the users of the first time.
TEST(Subjects, WhatIsPlayedAgainHasUsersOfItsOwn) {
  const testing::TemporaryFolder folder;
  const std::string file = folder.path() + "/late.yaml";
  ASSERT_TRUE(
      write_file(file,
                 "title: An answer comes too late for what a test prepares\nstage: server_dm\nsteps:\n"
                 "  - request: GET /account/whoami\n    as: alice\n    id: asked\n"
                 "  - request: GET /account/whoami\n    as: alice\n    since: asked\n"
                 "    elapsed: {$at_most: 0}\n    proves: [SRV-142]\n"));
  const scenario::Library library = testing::load_suites({file});
  ASSERT_EQ(scenario::render_faults(library), "");
  const SessionOptions options = testing::options_for("reference-homeserver", folder);
  const auto run = run_session(options, library.tests, library, {});
  ASSERT_TRUE(run) << run.error().text;
  ASSERT_EQ(run->notices.size(), 1U);
  EXPECT_NE(run->notices[0].find("was played again: the answer came"), std::string::npos);
  ASSERT_EQ(run->tests.size(), 1U);
  EXPECT_NE(run->tests[0].message.find("the answer came"), std::string::npos) << run->tests[0].message;
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
