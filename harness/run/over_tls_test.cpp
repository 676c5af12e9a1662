// Whole runs over https, and over wss, with an authority of the run: the adapters that `new subject` writes
// verify all of it with the TLS of Python and of curl.

#include <cstdio>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "run/adapter_check.hpp"
#include "run/test_run.hpp"
#include "trace/trace.hpp"

namespace ringcheck::run {
namespace {

namespace fs = std::filesystem;
using report::Outcome;

class OverTls : public ::testing::Test {
 protected:
  OverTls() {
    is_moved_by("python", "[python3, -B, adapter.py]");
    options.home = testing::home;
    options.program_dir = testing::program_dir();
    options.subject_path = folder.path() + "/subject.yaml";
    options.out = folder.path() + "/runs";
    options.tls = true;
  }

  void is_moved_by(const std::string& language, const std::string& adapter) {
    fs::copy(testing::home + "/templates/subject/" + language, folder.path(), fs::copy_options::recursive);
    std::ofstream(folder.path() + "/subject.yaml") << "subject: client\nname: template\nadapter: " << adapter
                                                   << "\nclaims: [voip.callee]\nenvironment: [PATH]\n";
  }

  void in_client(const std::string& from, const std::string& to) const {
    const std::string path = folder.path() + "/client.py";
    std::string text = text_of(path);
    ASSERT_NE(text.find(from), std::string::npos);
    text.replace(text.find(from), from.size(), to);
    std::ofstream(path) << text;
  }

  static std::string text_of(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  report::RunResult play(const SessionEvents& events = {}) const {
    const scenario::Library library = testing::load_suites({testing::home + "/fixtures/scenarios"});
    auto run = run_session(options, library.tests, library, events);
    EXPECT_TRUE(run) << run.error().text;
    return run ? std::move(*run) : report::RunResult{};
  }

  Result<AdapterReport> checked(const DoorEvents& door = {}, const OnAuthority& on_authority = {}) const {
    auto vocabulary = driver::load_vocabulary(testing::home + "/schemas/driver/protocol.yaml");
    const scenario::Library library = testing::load_suites({testing::home + "/schemas/driver/check"});
    driver::Subject subject = driver::load_subject(options.subject_path, *vocabulary).subject;
    subject.listen = options.listen;
    return check_adapter(*vocabulary, subject, library,
                         {options.program_dir, folder.path() + "/runs", 7, 1.0, door, true, on_authority});
  }

  // An adapter that comes by itself, as soon as it is waited for.
  DoorEvents coming(const std::string& authority, std::FILE*& relay) const {
    DoorEvents door;
    door.on_waiting = [&](const std::string& url, std::int64_t) {
      EXPECT_TRUE(url.starts_with("wss://127.0.0.1:")) << url;
      if (relay != nullptr) return;
      relay = popen(fmt::format("cd {} && exec python3 -B {}/fixtures/subjects/shared/connect.py {} --ca {} "
                                "-- python3 -B adapter.py",
                                folder.path(), testing::home, url, authority)
                        .c_str(),
                    "we");
    };
    door.on_refused = [](const std::string& why) { ADD_FAILURE() << why; };
    return door;
  }

  static void passed_all_but_what_it_cannot(const report::RunResult& run) {
    ASSERT_EQ(run.tests.size(), 3U);
    for (const report::TestResult& test : run.tests) {
      const bool offered = !test.name.ends_with("answers");
      EXPECT_EQ(test.outcome, offered ? Outcome::passed : Outcome::skipped)
          << test.name << ": " << test.message;
      if (offered) EXPECT_NE(text_of(test.trace_file).find("\"https://127.0.0.1:"), std::string::npos);
    }
  }

  testing::TemporaryFolder folder;
  SessionOptions options;
};

TEST_F(OverTls, AStartedAdapterIsToldWhomToTrustAndNoKeyIsWritten) {
  const report::RunResult run = play();
  passed_all_but_what_it_cannot(run);
  EXPECT_TRUE(text_of(run.folder + "/ca.pem").starts_with("-----BEGIN CERTIFICATE-----\n"));
  for (const auto& each : fs::recursive_directory_iterator(run.folder)) {
    if (each.is_regular_file())
      EXPECT_EQ(text_of(each.path()).find("PRIVATE KEY"), std::string::npos) << each.path();
  }
}

TEST_F(OverTls, AnAdapterInShellIsToldToo) {
  fs::remove(folder.path() + "/subject.yaml");
  is_moved_by("shell", "[sh, adapter.sh]");
  passed_all_but_what_it_cannot(play());
}

TEST_F(OverTls, ASubjectThatTrustsNobodyOfOursIsSeenToRefuse) {
  in_client("cafile=self.ca_file", "");
  const report::RunResult run = play();
  for (const report::TestResult& test : run.tests) {
    if (test.outcome == Outcome::skipped) continue;
    EXPECT_EQ(test.outcome, Outcome::error) << test.name;
    EXPECT_NE(text_of(test.trace_file).find("the TLS handshake with a client failed: "), std::string::npos)
        << test.name;
  }
  EXPECT_EQ(run.exit_status, 4);
}

TEST_F(OverTls, AnAdapterComesOverWss) {
  options.listen = driver::Listen{};
  std::string authority;
  std::FILE* relay = nullptr;
  SessionEvents events;
  events.on_authority = [&](const std::string& ca_file) { authority = ca_file; };
  events.door = coming(authority, relay);
  passed_all_but_what_it_cannot(play(events));
  ASSERT_NE(relay, nullptr);
  EXPECT_EQ(pclose(relay), 0);
}

TEST_F(OverTls, TheCheckOfAnAdapterIsOverTlsToo) {
  fs::create_directory(options.out);
  const auto report = checked();
  ASSERT_TRUE(report) << report.error().text;
  EXPECT_TRUE(report->all_hold()) << adapter_report_text(*report);
  EXPECT_TRUE(text_of(options.out + "/ca.pem").starts_with("-----BEGIN CERTIFICATE-----\n"));
}

TEST_F(OverTls, TheCheckTellsOfAnAdapterThatTrustsNobodyOfOurs) {
  fs::create_directory(options.out);
  in_client("cafile=self.ca_file", "");
  const auto report = checked();
  ASSERT_TRUE(report) << report.error().text;
  const CheckedPromise& sessions = report->promises.at(driver::Promise::sessions);
  EXPECT_EQ(sessions.holds, Holds::no) << adapter_report_text(*report);
  EXPECT_NE(sessions.came.find("CERTIFICATE_VERIFY_FAILED"), std::string::npos) << sessions.came;
}

TEST_F(OverTls, AnAdapterThatComesOverWssIsChecked) {
  fs::create_directory(options.out);
  options.listen = driver::Listen{};
  std::string authority;
  std::FILE* relay = nullptr;
  const auto report =
      checked(coming(authority, relay), [&](const std::string& ca_file) { authority = ca_file; });
  ASSERT_TRUE(report) << report.error().text;
  EXPECT_TRUE(report->all_hold()) << adapter_report_text(*report);
  ASSERT_NE(relay, nullptr);
  EXPECT_EQ(pclose(relay), 0);
}

TEST_F(OverTls, AHomeserverHasItsOwnTls) {
  std::ofstream(folder.path() + "/subject.yaml")
      << "subject: homeserver\nname: hs\nadapter: [python3, adapter.py]\n";
  const scenario::Library library = testing::load_suites({testing::home + "/suites/homeserver/versions"});
  const auto run = run_session(options, library.tests, library, {});
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().text,
            "hs is a homeserver: --tls is for who speaks with the one that ringcheck plays");
}

}  // namespace
}  // namespace ringcheck::run
