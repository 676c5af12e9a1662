#include "trace/trace.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "value/json.hpp"

namespace ringcheck::trace {
namespace {

class TemporaryFile {
 public:
  TemporaryFile() {
    char pattern[] = "/tmp/ringcheck-trace-XXXXXX";
    std::fclose(fdopen(mkstemp(pattern), "w"));
    path_ = pattern;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Entry invite_event() {
  Entry entry;
  entry.kind = Kind::event;
  entry.t_us = 1200;
  entry.from = "alice";
  entry.to = "homeserver";
  entry.channel = channel::client_api;
  entry.cause = 3;
  entry.step = 2;
  entry.type = "m.call.invite";
  entry.head = make_object({{"event_id", "$1"}});
  entry.body = make_object({{"version", "1"}, {"lifetime", make_number("90000")}});
  entry.declared = {"/content/version"};
  return entry;
}

TEST(Entry, SurvivesItsLine) {
  Entry before = invite_event();
  before.seq = 7;
  auto after = from_line(to_line(before));
  ASSERT_TRUE(after) << after.error().text;
  EXPECT_EQ(to_line(*after), to_line(before));
  EXPECT_EQ(after->kind, Kind::event);
  EXPECT_EQ(after->step, 2);
  EXPECT_EQ(after->body.find("lifetime")->text, "90000");
  EXPECT_EQ(after->declared, std::vector<std::string>{"/content/version"});
}

TEST(Entry, RefusesAnUnknownKind) {
  EXPECT_FALSE(from_line(R"({"seq":1,"t_us":0,"kind":"party"})"));
}

TEST(Trace, NumbersEntriesAndTellsTheListener) {
  Trace trace;
  std::vector<std::int64_t> heard;
  trace.on_append([&](const Entry& entry) { heard.push_back(entry.seq); });
  trace.append(invite_event());
  trace.append(invite_event());
  EXPECT_EQ(heard, (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(trace.find(2)->seq, 2);
  EXPECT_EQ(trace.find(3), nullptr);
}

TEST(Trace, BoundsAFloodButKeepsTheEnd) {
  Trace trace({.entries = 2, .bytes = 1'000'000});
  for (int i = 0; i < 5; ++i) trace.append(invite_event());
  EXPECT_TRUE(trace.overflowed());
  EXPECT_EQ(trace.entries().size(), 2U);
  Entry end;
  end.kind = Kind::end;
  EXPECT_NE(trace.append(end), nullptr);
}

TEST(Trace, IsReadBackWithoutALineThatWasCutShort) {
  TemporaryFile file;
  {
    Trace trace;
    ASSERT_TRUE(trace.write_to(file.path()));
    trace.append(invite_event());
    trace.append(invite_event());
  }
  std::ofstream(file.path(), std::ios::app) << R"({"seq":3,"t_us":)";
  auto entries = read_trace(file.path());
  ASSERT_TRUE(entries) << entries.error().text;
  EXPECT_EQ(entries->size(), 2U);
}

TEST(Trace, IsOnDiskWhenAskedForAndWithItsEnd) {
  TemporaryFile file;
  Trace trace;
  ASSERT_TRUE(trace.write_to(file.path()));
  const auto on_disk = [&] {
    auto entries = read_trace(file.path());
    return entries ? entries->size() : 0U;
  };
  trace.append(invite_event());
  trace.flush();
  EXPECT_EQ(on_disk(), 1U);
  Entry end;
  end.kind = Kind::end;
  end.type = "stopped";
  trace.append(std::move(end));
  EXPECT_EQ(on_disk(), 2U);
}

TEST(Trace, SaysWhenAFileIsNoTrace) {
  TemporaryFile file;
  std::ofstream(file.path()) << "hello\n";
  auto entries = read_trace(file.path());
  ASSERT_FALSE(entries);
  EXPECT_EQ(entries.error().text,
            file.path() + R"(:1: not a ringcheck trace: the first line should be {"trace":1})");
}

}  // namespace
}  // namespace ringcheck::trace
