// Each wrong adapter gets its own sentence and spoils only what it broke: scenarios after it in the same run
// end as they do with an adapter that is right.

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include <re2/re2.h>
#include <sys/resource.h>

#include "run/test_run.hpp"
#include "trace/trace.hpp"

namespace ringcheck::run {
namespace {

using report::Outcome;

struct Wrong {
  const char* name;
  std::set<std::string> spoils;  ///< scenarios of fixtures/scenarios, by the last part of their name
  Outcome spoilt_outcome = Outcome::error;  ///< inconclusive when the subject is to blame
  bool told_at_the_end = false;             ///< as a notice of the run, when all tests are over
};

const std::set<std::string> all = {"answers", "settles", "starts"};

const std::vector<Wrong> wrong_adapters = {
    {"chatty", all},
    {"claiming_more", all},
    {"crashing", {"answers"}},
    {"doing_more", {}},
    {"flooding_line", {"answers"}},
    {"flooding_notes", {"answers"}},
    {"hanging", {"answers"}},
    {"hostile_http", {}},
    {"leaving_child", {}, Outcome::error, true},
    {"leaving_daemon", {}, Outcome::error, true},
    {"lying_settle", {"answers", "settles"}},
    {"lying_version", all},
    {"seq_gap", {"answers"}},
    {"stops_syncing", {"answers", "settles"}, Outcome::inconclusive},
    {"wrong_shape", {"answers"}},
    {"yes_man", all},
};

std::string sentence_of(const std::string& name) {
  std::ifstream file(testing::home + "/fixtures/subjects/wrong/" + name + "/expected_sentence.txt");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

std::string last_part(const std::string& name) {
  return name.substr(name.rfind('.') + 1);
}

void PrintTo(const Wrong& each, std::ostream* out) {
  *out << each.name;
}

class WrongAdapter : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongAdapter, GetsItsSentenceAndSpoilsOnlyItsOwn) {
  const Wrong& wrong = GetParam();
  const testing::TemporaryFolder folder;
  const scenario::Library library = testing::load_suites({testing::home + "/fixtures/scenarios"});
  ASSERT_EQ(scenario::render_faults(library), "");
  SessionOptions options = testing::options_for(std::string("wrong/") + wrong.name, folder);
  options.time_scale = 0.1;
  const report::RunResult run = testing::play(options, library.tests, library);
  ASSERT_EQ(run.tests.size(), all.size());
  const RE2 sentence(sentence_of(wrong.name));
  for (const report::TestResult& test : run.tests) {
    const bool spoilt = wrong.spoils.contains(last_part(test.name));
    EXPECT_EQ(report::outcome_name(test.outcome),
              report::outcome_name(spoilt ? wrong.spoilt_outcome : Outcome::passed))
        << test.name << ": " << test.message;
    if (spoilt) EXPECT_TRUE(RE2::FullMatch(test.message, sentence)) << test.name << ": " << test.message;
  }
  const bool told = std::any_of(run.notices.begin(), run.notices.end(), [&](const std::string& notice) {
    return RE2::FullMatch(notice, "while it left: " + sentence.pattern());
  });
  EXPECT_EQ(told, wrong.told_at_the_end);
  // What keeps an adapter from being ready is told once for all tests.
  EXPECT_EQ(!report::never_ready_line(run).empty(), wrong.spoils == all) << report::never_ready_line(run);
  if (wrong.spoilt_outcome == Outcome::error && !wrong.spoils.empty()) EXPECT_EQ(run.exit_status, 4);
}

INSTANTIATE_TEST_SUITE_P(Run, WrongAdapter, ::testing::ValuesIn(wrong_adapters),
                         [](const auto& each) { return std::string(each.param.name); });

std::int64_t peak_memory_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss * 1024LL;
}

// A gigabyte in a body, 100 MB in a line, a million brackets: refused, told, and never held in memory.
TEST(WrongAdapters, AHostileSubjectIsBoundedAndTold) {
  const testing::TemporaryFolder folder;
  const scenario::Library library = testing::load_suites({testing::home + "/fixtures/scenarios"});
  const std::int64_t before = peak_memory_bytes();
  const report::RunResult run =
      testing::play(testing::options_for("wrong/hostile_http", folder), library.tests, library);
  EXPECT_LT(peak_memory_bytes() - before, 64LL * 1024 * 1024);
  ASSERT_FALSE(run.tests.empty());
  auto entries = trace::read_trace(run.tests.front().trace_file);
  ASSERT_TRUE(entries) << entries.error().text;
  std::set<std::string> told;
  for (const trace::Entry& entry : *entries) {
    if (entry.type == "bad_request") told.insert(std::string(entry.head.string_at("message")));
  }
  EXPECT_GE(told.size(), 2U);
  EXPECT_LT(std::filesystem::file_size(run.tests.front().trace_file), 8U * 1024 * 1024);
}

TEST(WrongAdapters, EveryFolderIsInTheTable) {
  for (const auto& each : std::filesystem::directory_iterator(testing::home + "/fixtures/subjects/wrong")) {
    if (!each.is_directory()) continue;
    const std::string name = each.path().filename().string();
    EXPECT_TRUE(std::any_of(wrong_adapters.begin(), wrong_adapters.end(), [&](const Wrong& wrong) {
      return name == wrong.name;
    })) << name;
  }
}

}  // namespace
}  // namespace ringcheck::run
