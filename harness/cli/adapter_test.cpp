// `ringcheck adapter check` finds in each wrong adapter the promise that it breaks, in its own sentence, and
// nothing in one that is right.

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "driver/subject_file.hpp"
#include "run/adapter_check.hpp"
#include "run/test_run.hpp"

namespace ringcheck::run {
namespace {

using driver::Promise;

AdapterReport checked(const std::string& subject_path, double time_scale) {
  const testing::TemporaryFolder folder;
  auto vocabulary = driver::load_vocabulary(testing::home + "/schemas/driver/protocol.yaml");
  const scenario::Library library = testing::load_suites({testing::home + "/schemas/driver/check"});
  EXPECT_EQ(scenario::render_faults(library), "");
  const driver::SubjectFile file =
      driver::load_subject(testing::home + "/" + subject_path + "/subject.yaml", *vocabulary);
  EXPECT_TRUE(file.faults.empty()) << subject_path;
  auto report = check_adapter(*vocabulary, file.subject, library,
                              {testing::program_dir(), folder.path(), 7, time_scale, {}, false, {}});
  EXPECT_TRUE(report) << (report ? "" : report.error().text);
  return report ? std::move(*report) : AdapterReport{};
}

struct Breaks {
  const char* adapter;
  Promise promise;
};

void PrintTo(const Breaks& each, std::ostream* out) {
  *out << each.adapter;
}

class AdapterCheck : public ::testing::TestWithParam<Breaks> {};

TEST_P(AdapterCheck, TellsTheBrokenPromiseInItsSentence) {
  const std::string folder = std::string("fixtures/subjects/wrong/") + GetParam().adapter;
  std::ifstream file(testing::home + "/" + folder + "/expected_sentence.txt");
  std::string sentence{std::istreambuf_iterator<char>(file), {}};
  while (sentence.ends_with('\n')) sentence.pop_back();
  const AdapterReport report = checked(folder, 0.1);
  for (const auto& [promise, found] : report.promises) {
    if (promise != GetParam().promise) {
      EXPECT_NE(found.holds, Holds::no) << driver::words_of(promise).name << ": " << found.came;
      continue;
    }
    EXPECT_EQ(found.holds, Holds::no) << adapter_report_text(report);
    EXPECT_TRUE(RE2::FullMatch(found.came, sentence)) << found.came;
  }
  EXPECT_FALSE(report.all_hold());
}

INSTANTIATE_TEST_SUITE_P(
    Wrong, AdapterCheck,
    ::testing::Values(Breaks{"chatty", Promise::messages}, Breaks{"flooding_line", Promise::messages},
                      Breaks{"lying_version", Promise::initialize}, Breaks{"claiming_more", Promise::offer},
                      Breaks{"yes_man", Promise::unknown}, Breaks{"doing_more", Promise::unknown},
                      Breaks{"stops_syncing", Promise::syncs}, Breaks{"crashing", Promise::answers},
                      Breaks{"wrong_shape", Promise::answers}, Breaks{"hanging", Promise::deadlines},
                      Breaks{"seq_gap", Promise::notes}, Breaks{"flooding_notes", Promise::notes},
                      Breaks{"lying_settle", Promise::settle}, Breaks{"leaving_child", Promise::nothing_left},
                      Breaks{"leaving_daemon", Promise::nothing_left}),
    [](const auto& each) { return std::string(each.param.adapter); });

TEST(AdapterCheck, OneThatIsRightHoldsAll) {
  const AdapterReport report = checked("fixtures/subjects/reference-client", 1);
  for (const auto& [promise, found] : report.promises)
    EXPECT_EQ(found.holds, Holds::yes) << driver::words_of(promise).name << ": " << found.came;
  EXPECT_TRUE(report.all_hold());
}

// What was not asked for is no broken promise; what was not reached is not held either.
TEST(AdapterCheck, TheTextTellsWantedCameAndNext) {
  AdapterReport report;
  report.promises[Promise::messages] = {Holds::yes, "nothing else on stdout"};
  report.promises[Promise::settle] = {Holds::not_offered, "not in its actions"};
  EXPECT_TRUE(report.all_hold());
  report.promises[Promise::notes] = {Holds::no, "note 2 came after note \033[31m0"};
  EXPECT_FALSE(report.all_hold());
  const std::string text = adapter_report_text(report);
  for (const char* line :
       {"ok      messages      nothing else on stdout\n", "-       settle        not in its actions\n",
        "BROKEN  notes\n        wanted  notes of a listed kind",
        "        came    note 2 came after note ?[31m0\n        next    count seq from 1",
        "?       leaving       not reached\n", "1 of 12 promises hold\n"})
    EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
}

}  // namespace
}  // namespace ringcheck::run
