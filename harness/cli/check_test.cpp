// `ringcheck check` as its user meets it: status, what it writes, and that long recordings cost no memory.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report/json.hpp"
#include "testing/source_dir.hpp"
#include "value/json.hpp"

namespace ringcheck {
namespace {

namespace fs = std::filesystem;

struct Ended {
  int status = -1;
  std::int64_t peak_kb = 0;
  std::string text;  ///< stdout and stderr
};

class Check : public ::testing::Test {
 protected:
  Check() {
    std::string name = (fs::temp_directory_path() / "ringcheck-check-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) folder_ = name;
  }
  ~Check() override {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }

  Ended check(const std::vector<std::string>& arguments) const {
    std::error_code failed;
    std::vector<std::string> words = {
        (fs::read_symlink("/proc/self/exe", failed).parent_path() / "ringcheck").string(), "check"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    const std::string output = folder_ + "/output";
    const pid_t child = fork();
    if (child == 0) become(words, output);
    Ended ended;
    int status = 0;
    rusage usage{};
    if (wait4(child, &status, 0, &usage) == child && WIFEXITED(status)) ended.status = WEXITSTATUS(status);
    ended.peak_kb = usage.ru_maxrss;
    ended.text = text_of(output);
    return ended;
  }

  static std::string text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static std::string recording(const std::string& name) {
    return source_dir() + "/fixtures/recordings/" + name;
  }

  std::string folder_;

 private:
  [[noreturn]] static void become(std::vector<std::string>& words, const std::string& output) {
    const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    setenv("RINGCHECK_HOME", source_dir().c_str(), 1);
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    execv(pointers.front(), pointers.data());
    _exit(127);
  }
};

TEST_F(Check, EndsWithTheStatusOfTheWorst) {
  EXPECT_EQ(check({recording("har/reference_with_reference_answered.har")}).status, 0);
  EXPECT_EQ(check({recording("bad/traffic.har")}).status, 1);
  EXPECT_EQ(check({"--subject", "@carol:hs.test", recording("bad/events.jsonl")}).status, 2);
  const Ended unreadable = check({recording("bad/no_events.jsonl"), recording("bad/traffic.har")});
  EXPECT_EQ(unreadable.status, 3);
  EXPECT_NE(unreadable.text.find("no_events.jsonl:3: wanted one event a line"), std::string::npos);
  EXPECT_NE(unreadable.text.find("VOIP-013"), std::string::npos) << "the other file is judged all the same";
}

TEST_F(Check, RefusesAWrongUse) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{}, {"--format", "pcap", recording("bad/traffic.har")}, {"--json"}}) {
    EXPECT_EQ(check(arguments).status, 3);
  }
  EXPECT_EQ(check({"--json", folder_ + "/none/results.json", recording("bad/traffic.har")}).status, 3);
}

TEST_F(Check, WritesResultsAsARunDoes) {
  const std::string path = folder_ + "/results.json";
  const Ended ended = check({"--json", path, recording("bad/traffic.har"), recording("bad/events.jsonl")});
  EXPECT_EQ(ended.status, 1);
  const auto run = report::from_results_json(text_of(path));
  ASSERT_TRUE(run) << run.error().text;
  EXPECT_EQ(run->exit_status, 1);
  EXPECT_EQ(run->tests.size(), 3U);
  EXPECT_FALSE(run->notices.empty());
}

/// One of many calls, ten kilobytes each.
std::string call(int number) {
  static const std::string pad(10'000, 'x');
  const auto event = [&](const char* type, const char* sender, int step, const std::string& more) {
    return fmt::format(
        R"({{"type":"m.call.{}","room_id":"!r:hs.test","sender":"@{}:hs.test","event_id":"${}.{}","origin_server_ts":{},)"
        R"("content":{{"call_id":"c{}","party_id":"{}","version":"1",{}}}}})"
        "\n",
        type, sender, number, step, 1'700'000'000'000 + number * 1000LL + step, number, sender, more);
  };
  return event("invite", "alice", 1, R"("lifetime":90000,"offer":{"type":"offer","sdp":")" + pad + R"("})") +
         event("reject", "bob", 2, R"("unknown":1)") +
         event("select_answer", "alice", 3, R"("selected_party_id":"bob")");
}

std::string write_events(const std::string& path, int calls) {
  std::ofstream file(path, std::ios::binary);
  for (int number = 0; number < calls; ++number) file << call(number);
  return path;
}

std::string write_har(const std::string& path, int calls) {
  std::ofstream file(path, std::ios::binary);
  file << R"({"log":{"version":"1.2","entries":[)";
  for (int number = 0; number < calls; ++number) {
    const Value content = make_object(
        {{"call_id", "c" + std::to_string(number)}, {"version", "1"}, {"pad", std::string(10'000, 'x')}});
    file
        << (number == 0 ? "" : ",")
        << fmt::format(
               R"({{"startedDateTime":"2026-01-01T00:{:02}:{:02}.{:03}Z","time":1,"request":{{"method":"PUT",)"
               R"("url":"https://hs.test/_matrix/client/v3/rooms/%21r/send/m.call.reject/{}","headers":)"
               R"([{{"name":"authorization","value":"Bearer t"}}],"postData":{{"text":{}}}}},)"
               R"("response":{{"status":200,"content":{{"text":"{{\"event_id\":\"${}\"}}"}}}}}})",
               number / 60'000 % 60, number / 1000 % 60, number % 1000, number,
               to_json(Value(to_json(content))), number);
  }
  file << "]}}";
  return path;
}

TEST_F(Check, OfALongRecordingTakesNoMoreMemory) {
  using Write = std::string (*)(const std::string& path, int calls);
  for (const Write write : {&write_events, &write_har}) {
    // Of calls and ids no more than some thousand are remembered; what a reading holds more would be
    // megabytes.
    const Ended of_some = check({write(folder_ + "/some", 800)});
    const Ended of_many = check({write(folder_ + "/many", 3'200)});
    EXPECT_GT(fs::file_size(folder_ + "/many"), 30'000'000U);
    EXPECT_NE(of_many.text.find("VOIP-001"), std::string::npos) << of_many.text.substr(0, 2000);
    EXPECT_LT(of_many.peak_kb, of_some.peak_kb + 12'000) << of_some.peak_kb;
    EXPECT_LT(of_many.peak_kb, 200'000);
  }
}

}  // namespace
}  // namespace ringcheck
