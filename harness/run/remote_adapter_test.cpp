// Whole runs with an adapter that comes over a WebSocket: the adapters of fixtures/subjects, carried by
// connect.py, which shares no line with the harness.

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "run/saved_run.hpp"
#include "run/test_run.hpp"

namespace ringcheck::run {
namespace {

using report::Outcome;

struct Played {
  report::RunResult run;
  std::vector<std::string> refused;
  int waits = 0;
  int relay_status = -1;
};

/// Each time the adapter is waited for, up to `comes`, it comes. `command` is started in the subject's
/// folder.
Played play_remote(const std::string& subject, const std::string& command, int comes,
                   const std::vector<scenario::Test>& tests, const scenario::Library& library,
                   double time_scale = 1.0) {
  const testing::TemporaryFolder folder;
  SessionOptions options = testing::options_for(subject, folder);
  options.listen = driver::Listen{};
  options.time_scale = time_scale;
  Played played;
  std::FILE* relay = nullptr;
  SessionEvents events;
  events.door.on_waiting = [&](const std::string& url, std::int64_t left_ms) {
    if (left_ms < wait_for_adapter_ms(time_scale)) return;  // a reminder
    if (++played.waits > comes) return;
    if (relay != nullptr) pclose(relay);
    relay =
        popen(fmt::format(
                  "cd {}/fixtures/subjects/{} && exec python3 -B ../{}shared/connect.py {} -- {} 2>/dev/null",
                  testing::home, subject, subject.find('/') == std::string::npos ? "" : "../", url, command)
                  .c_str(),
              "we");
  };
  events.door.on_refused = [&](const std::string& why) { played.refused.push_back(why); };
  auto run = run_session(options, tests, library, events);
  EXPECT_TRUE(run) << (run ? "" : run.error().text);
  if (run) played.run = std::move(*run);
  if (relay != nullptr) played.relay_status = pclose(relay);
  EXPECT_TRUE(load_run(played.run.folder)) << "it is saved, whatever became of the adapter";
  return played;
}

const report::TestResult& test_named(const report::RunResult& run, const std::string& end) {
  return *std::find_if(run.tests.begin(), run.tests.end(),
                       [&](const report::TestResult& test) { return test.name.ends_with(end); });
}

TEST(RemoteAdapter, IsJudgedAsOneThatIsStarted) {
  scenario::Library library = testing::load_suites({testing::home + "/suites/voip/v1/callee"});
  ASSERT_EQ(scenario::render_faults(library), "");
  const Played played = play_remote("reference-client", testing::program_dir() + "/reference-client", 1,
                                    library.tests, library);
  ASSERT_EQ(played.run.tests.size(), library.tests.size());
  for (const report::TestResult& test : played.run.tests)
    EXPECT_EQ(test.outcome, Outcome::passed) << test.name << ": " << test.message;
  EXPECT_EQ(played.run.exit_status, 0);
  EXPECT_EQ(played.waits, 1);
  EXPECT_EQ(played.refused, std::vector<std::string>{});
  EXPECT_EQ(played.relay_status, 0) << "the goodbye came, and the adapter left";
}

const std::string lost = "the adapter's connection was lost during answer_call";

TEST(RemoteAdapter, AConnectionThatIsLostSpoilsOneTestWhenItComesAgain) {
  const scenario::Library library = testing::load_suites({testing::home + "/fixtures/scenarios"});
  const Played played =
      play_remote("wrong/crashing", "python3 -B adapter.py", 2, library.tests, library, 0.1);
  ASSERT_EQ(played.run.tests.size(), library.tests.size());
  for (const report::TestResult& test : played.run.tests) {
    const bool spoilt = test.name.ends_with("answers");
    EXPECT_EQ(test.outcome, spoilt ? Outcome::error : Outcome::passed) << test.name << ": " << test.message;
    EXPECT_EQ(test.message, spoilt ? lost : "") << test.name;
  }
  EXPECT_EQ(played.run.exit_status, 4);
  EXPECT_EQ(played.waits, 2);
}

// The wait for it is short here: 1.2 s.
TEST(RemoteAdapter, AConnectionThatIsLostForGoodLeavesTheOthersToldAsNotPlayed) {
  const scenario::Library library = testing::load_suites({testing::home + "/fixtures/scenarios"});
  const Played played =
      play_remote("wrong/crashing", "python3 -B adapter.py", 1, library.tests, library, 0.01);
  EXPECT_EQ(test_named(played.run, "answers").message, lost);
  for (const char* each : {"settles", "starts"}) {
    const report::TestResult& test = test_named(played.run, each);
    EXPECT_EQ(test.outcome, Outcome::error);
    EXPECT_EQ(test.blame, "adapter");
    EXPECT_TRUE(test.message.starts_with("no adapter came to ws://127.0.0.1:") &&
                test.message.ends_with(" within 1.2 s"))
        << test.message;
  }
  EXPECT_EQ(played.run.exit_status, 4);
}

TEST(RemoteAdapter, WhatIsNoMessageIsToldInWordsOfAWebSocket) {
  const scenario::Library library = testing::load_suites({testing::home + "/fixtures/scenarios"});
  const Played played = play_remote("wrong/chatty", "python3 -B adapter.py", 1, library.tests, library, 0.1);
  for (const report::TestResult& test : played.run.tests)
    EXPECT_TRUE(test.message.starts_with("a text came that is not a JSON-RPC message: ")) << test.message;
  EXPECT_EQ(played.run.exit_status, 4);
}

}  // namespace
}  // namespace ringcheck::run
