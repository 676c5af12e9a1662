#include <gtest/gtest.h>

#include "world/test_world.hpp"

namespace ringcheck::world {
namespace {

TEST(Redaction, TakesTheContentAndSaysWhy) {
  TestWorld t;
  const std::string target = t.send("m.room.message", make_object({{"body", "x"}}));
  const std::string since = token_of(t.sync());
  const std::string path = t.in_room("/redact/" + target + "/1");
  const Reply reply = t.ask("PUT", path, R"({"reason": "spam"})", "alice-token");
  EXPECT_EQ(reply.status, 200);
  ASSERT_EQ(t.facts.size(), 1U);
  EXPECT_EQ(t.facts[0].type, "m.room.redaction");
  EXPECT_EQ(t.facts[0].redacts, target);
  EXPECT_EQ(t.ask("PUT", path, "{}", "alice-token").body, reply.body) << "one transaction, one redaction";
  const Value redacted = t.ask("GET", t.in_room("/event/" + target)).body;
  EXPECT_EQ(*redacted.find("content"), make_object());
  EXPECT_EQ(*pointer_find(redacted, "/unsigned/redacted_because/content/reason"), Value("spam"));
  const Reply synced = t.sync(since);
  EXPECT_EQ(t.joined(synced, "/timeline/events/0/redacts"), Value(target));
  EXPECT_EQ(t.joined(synced, "/timeline/events/0/event_id"), *reply.body.find("event_id"));
}

TEST(Redaction, NeedsPowerOverOthers) {
  TestWorld t;
  const std::string alices = t.send("m.room.message");
  EXPECT_EQ(errcode_of(t.ask("PUT", t.in_room("/redact/" + alices + "/1"), "{}")), "M_FORBIDDEN");
  const std::string bobs(
      t.ask("PUT", t.in_room("/send/m.room.message/1"), R"({"a": 1})").body.string_at("event_id"));
  EXPECT_EQ(t.ask("PUT", t.in_room("/redact/" + bobs + "/2"), "{}").status, 200) << "one's own";
  EXPECT_EQ(t.ask("PUT", t.in_room("/redact/" + bobs + "/1"), "{}", "alice-token").status, 200);
}

TEST(Redaction, WhatIsRefused) {
  TestWorld t;
  add_device(t.world, "@carol:hs.test", "CAROL", "carol-token");
  const std::string target = t.send("m.room.message");
  EXPECT_EQ(errcode_of(t.ask("PUT", t.in_room("/redact/$none/1"), "{}")), "M_NOT_FOUND");
  EXPECT_EQ(errcode_of(t.ask("PUT", t.in_room("/redact/" + target + "/1"), "{")), "M_NOT_JSON");
  EXPECT_EQ(errcode_of(t.ask("PUT", t.in_room("/redact/" + target + "/1"), "{}", "carol-token")),
            "M_FORBIDDEN");
}

TEST(Redaction, WhatIsKeptHangsOnTypeAndVersion) {
  struct Row {
    std::string_view version;
    std::string_view type;
    Value content;
    Value kept;
  };
  const Value levels =
      make_object({{"users", make_object({{"@alice:hs.test", 100}})}, {"invite", 50}, {"x", 1}});
  const Value less = make_object({{"users", make_object({{"@alice:hs.test", 100}})}});
  const Value more = make_object({{"users", make_object({{"@alice:hs.test", 100}})}, {"invite", 50}});
  const Value rules = make_object({{"join_rule", "restricted"}, {"allow", make_array()}, {"x", 1}});
  const Value both = make_object({{"join_rule", "restricted"}, {"allow", make_array()}});
  const Row rows[] = {
      {"10", "m.room.power_levels", levels, less},
      {"11", "m.room.power_levels", levels, more},
      {"7", "m.room.join_rules", rules, make_object({{"join_rule", "restricted"}})},
      {"10", "m.room.join_rules", rules, both},
      {"10", "m.room.history_visibility", make_object({{"history_visibility", "shared"}, {"x", 1}}),
       make_object({{"history_visibility", "shared"}})},
      {"10", "m.room.topic", make_object({{"topic", "x"}}), make_object()},
  };
  for (const Row& row : rows) {
    TestWorld t;
    RoomOptions options;
    options.members = {"@alice:hs.test"};
    options.version = row.version;
    t.room_id = add_room(t.world, options, t.now_ms);
    const std::string state = t.in_room("/state/") + std::string(row.type);
    const Reply put = t.ask("PUT", state, to_json(row.content), "alice-token");
    const std::string event_id(put.body.string_at("event_id"));
    t.ask("PUT", t.in_room("/redact/" + event_id + "/1"), "{}", "alice-token");
    const Reply got = t.ask("GET", t.in_room("/event/" + event_id), {}, "alice-token");
    EXPECT_EQ(*got.body.find("content"), row.kept) << row.version << " " << row.type;
  }
}

TEST(Redaction, OfAMemberLeavesThemInTheRoom) {
  TestWorld t;
  const std::string path = t.in_room("/state/m.room.member/@bob:hs.test");
  const Value member = t.ask("GET", path + "?format=event").body;
  EXPECT_EQ(member.find("content")->string_at("displayname"), "bob");
  const std::string event_id(member.string_at("event_id"));
  EXPECT_EQ(t.ask("PUT", t.in_room("/redact/" + event_id + "/1"), "{}", "alice-token").status, 200);
  EXPECT_EQ(t.ask("GET", path).body, make_object({{"membership", "join"}}));
}

TEST(Redaction, EndsStickiness) {
  TestWorld t;
  const std::string path = t.in_room("/send/m.rtc.member/1?org.matrix.msc4354.sticky_duration_ms=600000");
  const std::string event_id(t.ask("PUT", path, R"({"a": 1})").body.string_at("event_id"));
  t.ask("PUT", t.in_room("/redact/" + event_id + "/2"), "{}");
  EXPECT_EQ(t.ask("GET", t.in_room("/event/" + event_id)).body.find("msc4354_sticky"), nullptr);
}

TEST(Redaction, PeersRedactBySending) {
  TestWorld t;
  const std::string target = t.send("m.room.message", make_object({{"body", "x"}}));
  EXPECT_TRUE(t.send("m.room.redaction", make_object({{"redacts", target}})).starts_with('$'));
  EXPECT_EQ(*t.ask("GET", t.in_room("/event/" + target)).body.find("content"), make_object());
}

}  // namespace
}  // namespace ringcheck::world
