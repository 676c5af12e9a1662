#include "trace/event_lines.hpp"

#include <sstream>

#include <gtest/gtest.h>

namespace ringcheck::trace {
namespace {

std::string event(const std::string& sender, const std::string& party, std::int64_t at_ms,
                  const std::string& id, const std::string& more = "") {
  return R"({"type":"m.call.answer","room_id":"!r","sender":")" + sender + R"(","event_id":")" + id +
         R"(","origin_server_ts":)" + std::to_string(at_ms) + R"(,"content":{"call_id":"c","party_id":")" +
         party + R"("})" + more + "}\n";
}

struct ReadBack {
  std::vector<Entry> entries;
  Result<Extent> extent = Error{"not read"};
  std::string told() const {
    std::string text;
    for (const std::string& each : extent->untold) text += each + "\n";
    return text;
  }
};

ReadBack read(const std::string& text, std::string_view wanted = "") {
  std::istringstream first(text);
  const auto plan = plan_event_lines(first, "f", wanted);
  ReadBack result;
  if (!plan) {
    result.extent = plan.error();
    return result;
  }
  std::istringstream second(text);
  result.extent = read_event_lines(
      second, "f", *plan, [&](const Entry& entry, std::int64_t) { result.entries.push_back(entry); });
  return result;
}

std::vector<std::string> subjects(const std::string& text, std::string_view wanted = "") {
  std::istringstream file(text);
  const auto plan = plan_event_lines(file, "f", wanted);
  EXPECT_TRUE(plan) << plan.error().text;
  return plan ? plan->subjects : std::vector<std::string>{};
}

TEST(EventLines, AreEntriesWithTheirLineAsNumber) {
  const ReadBack all = read(event("@a:x", "A", 1000, "$1") + "\n" +
                            event("@b:x", "B", 1500, "$2", R"(,"unsigned":{"transaction_id":"t"})"));
  ASSERT_TRUE(all.extent) << all.extent.error().text;
  ASSERT_EQ(all.entries.size(), 2U);
  EXPECT_EQ(
      to_line(all.entries[1]),
      R"({"seq":3,"t_us":500000,"kind":"event","from":"@b:x","to":"homeserver","channel":"client_api",)"
      R"("type":"m.call.answer","head":{"room_id":"!r","event_id":"$2","sender":"@b:x","transaction_id":"t"},)"
      R"("body":{"call_id":"c","party_id":"B"}})");
  EXPECT_EQ(all.extent->span_us, 500'000);
  EXPECT_EQ(all.extent->begin_ms, 1000);
}

TEST(EventLines, JudgeEverySenderThoseOfCallsFirst) {
  const std::string chat =
      R"({"type":"m.room.message","sender":"@c:x","event_id":"$0","origin_server_ts":1,"content":{}})"
      "\n";
  EXPECT_EQ(subjects(chat + event("@a:x", "A", 2, "$1") + event("@b:x", "B", 3, "$2")),
            (std::vector<std::string>{"@a:x", "@b:x", "@c:x"}));
}

TEST(EventLines, TakeTwoPartiesOfAUserInOneCallForDevices) {
  const std::string text = event("@a:x", "A1", 1, "$1") + event("@a:x", "A2", 2, "$2");
  EXPECT_EQ(subjects(text), (std::vector<std::string>{"@a:x/A1", "@a:x/A2"}));
  const ReadBack split = read(text);
  EXPECT_EQ(split.entries[0].from, "@a:x/A1");
  EXPECT_NE(split.told().find("each is taken for a device"), std::string::npos) << split.told();
  const ReadBack as_one = read(text, "@a:x");
  EXPECT_EQ(as_one.entries[0].from, "@a:x");
  EXPECT_EQ(as_one.entries[1].from, "@a:x");
}

TEST(EventLines, OneOfSeveralDevicesIsChosenByItsParty) {
  const std::string text = event("@a:x", "A1", 1, "$1") + event("@a:x", "A2", 2, "$2");
  EXPECT_EQ(subjects(text, "@a:x/A2"), std::vector<std::string>{"@a:x/A2"});
  EXPECT_EQ(read(text, "@a:x/A2").entries[1].from, "@a:x/A2");
}

TEST(EventLines, WhatIsNoUserIsRefused) {
  const ReadBack none = read("", "bob");
  ASSERT_FALSE(none.extent);
  EXPECT_NE(none.extent.error().text.find("--subject bob is no user ID"), std::string::npos);
}

TEST(EventLines, ThatComeAgainOrAreRedactedAreToldAndNotJudged) {
  const ReadBack all = read(event("@a:x", "A", 1, "$1") + event("@a:x", "A", 2, "$1") +
                            event("@a:x", "A", 3, "$2", R"(,"unsigned":{"redacted_because":{}})"));
  EXPECT_EQ(all.entries.size(), 1U);
  EXPECT_NE(all.told().find("1 event came again"), std::string::npos) << all.told();
  EXPECT_NE(all.told().find("1 event redacted"), std::string::npos) << all.told();
}

TEST(EventLines, OfAnEncryptedRoomAreToldNotToBeSeen) {
  const ReadBack all = read(
      R"({"type":"m.room.encrypted","sender":"@a:x","event_id":"$1","origin_server_ts":1,"room_id":"!r","content":{}})"
      "\n");
  EXPECT_NE(all.told().find("1 event is encrypted"), std::string::npos) << all.told();
}

TEST(EventLines, ThatAreCutShortAreLeftOutAndTold) {
  const ReadBack all = read(event("@a:x", "A", 1, "$1") + R"({"type":"m.ca)");
  ASSERT_TRUE(all.extent) << all.extent.error().text;
  EXPECT_EQ(all.entries.size(), 1U);
  EXPECT_NE(all.told().find("the last line was cut short"), std::string::npos) << all.told();
}

TEST(EventLines, WithAFaultNameLineAndWhatToDo) {
  for (const char* line :
       {"{\"type\":\"m.call.answer\"}", "[]", "hello", "{\"type\":1,\"content\":{},\"sender\":\"@a:x\"}"}) {
    const ReadBack bad = read(event("@a:x", "A", 1, "$1") + line + "\n" + event("@a:x", "A", 2, "$2"));
    ASSERT_FALSE(bad.extent) << line;
    const std::string& text = bad.extent.error().text;
    EXPECT_TRUE(text.starts_with("f:2: wanted one event a line")) << text;
    EXPECT_NE(text.find("take the line out"), std::string::npos) << text;
  }
}

TEST(EventLines, ThatRunBackwardsAreRefused) {
  const ReadBack bad =
      read(event("@a:x", "A", 9, "$1") + event("@a:x", "A", 8, "$2") + event("@a:x", "A", 7, "$3"));
  ASSERT_FALSE(bad.extent);
  EXPECT_NE(bad.extent.error().text.find("Turn the file round (tac)"), std::string::npos)
      << bad.extent.error().text;
}

}  // namespace
}  // namespace ringcheck::trace
