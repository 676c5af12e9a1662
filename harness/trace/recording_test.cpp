#include "trace/recording.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "trace/timestamp.hpp"
#include "trace/web_address.hpp"

namespace ringcheck::trace {
namespace {

class RecordingFile : public ::testing::Test {
 protected:
  ~RecordingFile() override { std::filesystem::remove(path_); }

  Result<Recording> open(const std::string& text, std::string_view subject = "") {
    std::ofstream(path_, std::ios::binary) << text;
    return open_recording(path_, std::nullopt, subject);
  }

  // Tests run side by side, each in a process of its own.
  const std::string path_ = ::testing::TempDir() + "ringcheck-recording-" + std::to_string(getpid());
};

constexpr const char* trace_text =
    "{\"trace\":1}\n"
    R"({"seq":1,"t_us":0,"kind":"start","from":"harness","head":{"subject":"bob"}})"
    "\n";

TEST_F(RecordingFile, IsRecognisedByItsContent) {
  const std::string har = R"({"log":{"entries":[]}})";
  const std::string event = R"({"type":"m.room.message","sender":"@a:x","content":{}})";
  const std::string tap = R"({"tap":1,"window":"w","n":1,"t_us":1,"gone":{"session":"w"}})";
  for (const auto& [text, format] : {std::pair<std::string, Format>{trace_text, Format::trace},
                                     {har, Format::har},
                                     {"\n{\n  \"log\": {\"entries\": []}}", Format::har},
                                     {"\xEF\xBB\xBF" + har, Format::har},
                                     {event, Format::events},
                                     {tap, Format::tap},
                                     {"\n\n" + event + "\n", Format::events}}) {
    const auto recording = open(text);
    ASSERT_TRUE(recording) << recording.error().text;
    EXPECT_EQ(format_name(recording->format), format_name(format)) << text;
  }
}

TEST_F(RecordingFile, ThatIsNoneOfTheseSaysWhatToDo) {
  EXPECT_EQ(open("").error().text, path_ + ": the file is empty; there is nothing to judge in it");
  EXPECT_EQ(open("hello\n").error().text, path_ +
                                              ":1: wanted a trace of ours, a HAR, events as JSON lines, or "
                                              "lines of the tap; came hello. --format "
                                              "trace, har, events or tap says which it is");
  EXPECT_NE(open("[{\"type\":\"x\"}]\n").error().text.find("Make lines of the list"), std::string::npos);
  EXPECT_NE(
      open_recording("/nowhere/at/all", std::nullopt, "").error().text.find("cannot read /nowhere/at/all"),
      std::string::npos);
  EXPECT_NE(open_recording("/tmp", std::nullopt, "").error().text.find("cannot read /tmp"),
            std::string::npos);
}

TEST_F(RecordingFile, OfOurOwnNamesItsSubject) {
  const auto recording = open(trace_text);
  ASSERT_TRUE(recording);
  EXPECT_EQ(recording->subjects, std::vector<std::string>{"bob"});
  EXPECT_TRUE(recording->from_the_start);
  EXPECT_TRUE(open(trace_text, "bob"));
  EXPECT_NE(open(trace_text, "alice").error().text.find("leave --subject out"), std::string::npos);
}

TEST_F(RecordingFile, OfOurOwnTellsWhatIsMissing) {
  const auto recording = open(std::string(trace_text) + R"({"seq":4,"t_us":7,"kind":"log"})"
                                                        "\n"
                                                        R"({"seq":5,)");
  ASSERT_TRUE(recording);
  std::string told;
  const auto extent = read_recording(*recording, [](const Entry&, std::int64_t) {});
  ASSERT_TRUE(extent) << extent.error().text;
  for (const std::string& each : extent->untold) told += each + "\n";
  EXPECT_EQ(told,
            "the last line was cut short and is left out\n"
            "there is no end entry: the test was cut short, and what came after is not known\n"
            "the numbers of the entries jump 1 time: what is missing is not judged\n");
  EXPECT_EQ(extent->count, 2);
}

TEST_F(RecordingFile, OfOurOwnWithABadLineNamesIt) {
  const auto recording = open(std::string(trace_text) + "{}\n" + R"({"seq":3,"t_us":7,"kind":"log"})" + "\n");
  ASSERT_TRUE(recording);
  const auto extent = read_recording(*recording, [](const Entry&, std::int64_t) {});
  ASSERT_FALSE(extent);
  EXPECT_TRUE(extent.error().text.starts_with(path_ + ":3: a trace entry needs seq, t_us and a known kind"))
      << extent.error().text;
}

TEST(Timestamp, IsReadWithItsOffset) {
  EXPECT_EQ(parse_timestamp_us("1970-01-01T00:00:01.5Z"), 1'500'000);
  EXPECT_EQ(parse_timestamp_us("1970-01-01T01:00:00.000+01:00"), 0);
  EXPECT_EQ(parse_timestamp_us("2026-11-25T19:46:00.123456789Z"), 1'795'635'960'123'456);
  for (const char* wrong :
       {"", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-01", "2026-01-01T00:00:00"}) {
    EXPECT_FALSE(parse_timestamp_us(wrong)) << wrong;
  }
  EXPECT_EQ(show_time(1'795'635'960'123), "2026-11-25 19:46:00 UTC");
}

TEST(WebAddress, IsTakenApart) {
  const auto address =
      matrix_address("https://x.org:8448/proxy/_matrix/client/v3/rooms/%21a%2Fb/send/t/1?a=b+c&d=%41#e");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->origin, "https://x.org:8448");
  EXPECT_EQ(address->path, "/_matrix/client/v3/rooms/!a/b/send/t/1");
  EXPECT_EQ(address->segments, (std::vector<std::string>{"rooms", "!a/b", "send", "t", "1"}));
  EXPECT_EQ(address->query, (std::vector<std::pair<std::string, std::string>>{{"a", "b c"}, {"d", "A"}}));
  for (const char* other : {"https://x.org/index.html", "data:,x", ""})
    EXPECT_FALSE(matrix_address(other)) << other;
}

}  // namespace
}  // namespace ringcheck::trace
