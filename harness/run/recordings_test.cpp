// Recordings of good traffic, verified by hand, in which nothing may be found; and bad ones, whose findings
// are approved texts. RINGCHECK_APPROVE=1 run_test --gtest_filter='Recordings.*' writes those anew.

#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "report/json.hpp"
#include "run/judge_recording.hpp"
#include "testing/golden.hpp"
#include "value/yaml.hpp"

namespace ringcheck::run {
namespace {

namespace fs = std::filesystem;

class Recordings : public ::testing::Test {
 protected:
  Recordings() { fs::current_path(source_dir()); }

  static const check::Checker& checker() {
    static const auto loaded = check::Checker::load(source_dir() + "/schemas/matrix");
    return **loaded;
  }
  static const spec::Register& requirements() {
    static const spec::Register loaded = [] {
      std::vector<Fault> faults;
      std::vector<YamlDocument> documents;
      return spec::read_register(source_dir() + "/suites/requirements", faults, documents);
    }();
    return loaded;
  }

  static report::Recorded judge(const std::string& path, const std::string& subject = "") {
    return judge_recording(path, {std::nullopt, subject}, checker(), requirements());
  }

  static std::string told(const std::vector<report::Recorded>& files) {
    const report::RunResult run = run_of(files, requirements());
    std::string text;
    for (const report::Recorded& file : files)
      text += report::describe_recorded(file, {}, run.requirements) + "\n";
    return text + report::recorded_summary(run, examined_in(files), {}) +
           fmt::format("exit status {}\n", run.exit_status);
  }
};

struct Good {
  std::string file;
  std::string subject;
  std::int64_t examined = 0;
};

std::vector<Good> good_ones() {
  const YamlDocument document = read_yaml("fixtures/recordings/recordings.yaml");
  std::vector<Good> list;
  const Value* recordings = document.value.find("recordings");
  if (recordings == nullptr) return list;
  for (const Value& each : recordings->items) {
    const Value* examined = each.find("examined");
    list.push_back({std::string(each.string_at("file")), std::string(each.string_at("subject")),
                    examined == nullptr ? 0 : examined->as_int().value_or(0)});
  }
  return list;
}

TEST_F(Recordings, OfGoodTrafficHaveNoFinding) {
  const std::vector<Good> all = good_ones();
  EXPECT_GE(all.size(), 21U);
  for (const Good& good : all) {
    const report::Recorded recorded = judge("fixtures/recordings/" + good.file, good.subject);
    EXPECT_GE(good.examined, 5) << good.file;
    EXPECT_GE(static_cast<std::int64_t>(recorded.examined.size()), good.examined) << good.file;
    for (const report::TestResult& test : recorded.tests) {
      EXPECT_EQ(test.outcome, report::Outcome::passed) << test.name << " " << test.message;
      for (const report::Finding& finding : test.findings) {
        EXPECT_EQ(finding.verdict, report::Verdict::pass) << test.name << " " << finding.message;
      }
    }
  }
}

TEST_F(Recordings, OfGoodTrafficAreAllJudgedSmallAndMasked) {
  std::set<std::string> listed;
  for (const Good& good : good_ones()) EXPECT_TRUE(listed.insert(good.file).second) << good.file;
  for (const char* folder : {"traces", "har", "events", "tap"}) {
    for (const auto& each : fs::directory_iterator(fs::path("fixtures/recordings") / folder)) {
      const std::string file = std::string(folder) + "/" + each.path().filename().string();
      EXPECT_TRUE(listed.contains(file)) << file << " is not in recordings.yaml";
      EXPECT_LT(each.file_size(), 200'000U) << file;
      EXPECT_EQ(text_of(each.path()).find("-token\""), std::string::npos) << file << " shows a token";
    }
  }
}

TEST_F(Recordings, OfBadTrafficHaveTheFindingsThatWereApproved) {
  expect_golden("check_trace.txt", told({judge("fixtures/recordings/bad/trace.jsonl")}));
  expect_golden("check_har.txt", told({judge("fixtures/recordings/bad/traffic.har")}));
  expect_golden("check_events.txt", told({judge("fixtures/recordings/bad/events.jsonl")}));
  expect_golden("check_tap.txt", told({judge("fixtures/recordings/bad/tap.jsonl")}));
}

TEST_F(Recordings, ThatCannotBeReadDoNotKeepOthersFromIt) {
  const std::vector<report::Recorded> files = {judge("fixtures/recordings/bad/no_events.jsonl"),
                                               judge("fixtures/recordings/bad/none.jsonl"),
                                               judge("fixtures/recordings/bad/trace.jsonl")};
  expect_golden("check_unreadable.txt", told(files));
  EXPECT_EQ(run_of(files, requirements()).exit_status, 3);
}

TEST_F(Recordings, TellTheirStatus) {
  const auto bad = judge("fixtures/recordings/bad/trace.jsonl");
  EXPECT_EQ(run_of({bad}, requirements()).exit_status, 1);
  const auto nothing = judge("fixtures/recordings/bad/events.jsonl", "@carol:hs.test");
  EXPECT_EQ(run_of({nothing}, requirements()).exit_status, 2);
  const auto good = judge("fixtures/recordings/" + good_ones().front().file, good_ones().front().subject);
  EXPECT_EQ(run_of({good}, requirements()).exit_status, 0);
  EXPECT_EQ(run_of({good, bad}, requirements()).exit_status, 1);
}

TEST_F(Recordings, AreOneTestPerSubjectInTheResults) {
  const report::RunResult run = run_of({judge("fixtures/recordings/bad/events.jsonl")}, requirements());
  const auto again = report::from_results_json(report::to_results_json(run));
  ASSERT_TRUE(again) << again.error().text;
  ASSERT_EQ(again->tests.size(), 2U);
  EXPECT_EQ(again->tests[0].name, "fixtures/recordings/bad/events.jsonl @alice:hs.test");
  EXPECT_EQ(again->requirements.size(), run.requirements.size());
}

}  // namespace
}  // namespace ringcheck::run
