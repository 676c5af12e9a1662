#include <algorithm>

#include <gtest/gtest.h>

#include "world/test_world.hpp"

namespace ringcheck::world {
namespace {

TEST(Rooms, SendingTwiceUnderOneTransactionMakesOneEvent) {
  TestWorld t;
  const Reply first = t.ask("PUT", t.in_room("/send/m.call.invite/t1"), R"({"a": 1})");
  EXPECT_EQ(first.status, 200);
  ASSERT_EQ(t.facts.size(), 1U);
  EXPECT_EQ(t.facts[0].kind, Fact::Kind::event);
  EXPECT_EQ(t.facts[0].transaction_id, "t1");
  EXPECT_EQ(t.facts[0].device_id, "BOB");
  EXPECT_EQ(t.facts[0].event_id, first.body.string_at("event_id"));
  const Reply again = t.ask("PUT", t.in_room("/send/m.call.invite/t1"), R"({"a": 2})");
  EXPECT_EQ(again.body, first.body);
  EXPECT_TRUE(t.facts.empty());
}

TEST(Rooms, TransactionsAreOfADeviceAndAnEndpoint) {
  TestWorld t;
  const Value first = t.ask("PUT", t.in_room("/send/m.call.invite/t1"), "{}").body;
  EXPECT_FALSE(t.ask("PUT", t.in_room("/send/m.call.invite/t1"), "{}", "bob2-token").body == first);
  EXPECT_FALSE(t.ask("PUT", t.in_room("/send/m.call.hangup/t1"), "{}").body == first);
}

TEST(Rooms, WhatIsRefused) {
  struct Row {
    std::string_view path;
    std::string body;
    std::string_view token;
    int status;
    std::string_view errcode;
  };
  TestWorld t;
  add_device(t.world, "@carol:hs.test", "CAROL", "carol-token");
  const std::string big = R"({"x": ")" + std::string(65536, 'x') + R"("})";
  const Row rows[] = {
      {"/send/m.call.invite/a", "{", "bob-token", 400, "M_NOT_JSON"},
      {"/send/m.call.invite/a", "", "bob-token", 400, "M_NOT_JSON"},
      {"/send/m.call.invite/a", "[]", "bob-token", 400, "M_BAD_JSON"},
      {"/send/m.call.invite/a", big, "bob-token", 413, "M_TOO_LARGE"},
      {"/send/m.call.invite/a", "{}", "carol-token", 403, "M_FORBIDDEN"},
      {"/send/m.call.invite/a", "{}", "", 401, "M_MISSING_TOKEN"},
      {"/send/m.call.invite/a", "{}", "other", 401, "M_UNKNOWN_TOKEN"},
      {"/state/m.room.topic", "{}", "bob-token", 403, "M_FORBIDDEN"},
      {"/state/m.room.member/@carol:hs.test", R"({"membership": "ban"})", "bob-token", 403, "M_FORBIDDEN"},
      {"/state/m.room.create", "{}", "alice-token", 403, "M_FORBIDDEN"},
  };
  for (const Row& row : rows) {
    const Reply reply = t.ask("PUT", t.in_room(row.path), row.body, row.token);
    EXPECT_EQ(reply.status, row.status) << row.path << " " << row.errcode;
    EXPECT_EQ(errcode_of(reply), row.errcode) << row.path;
    EXPECT_TRUE(t.facts.empty()) << row.path;
  }
}

TEST(Rooms, ARefusedSendMayBeTriedAgainUnderItsTransaction) {
  TestWorld t;
  EXPECT_EQ(t.ask("PUT", t.in_room("/send/m.call.invite/a"), "{").status, 400);
  EXPECT_EQ(t.ask("PUT", t.in_room("/send/m.call.invite/a"), "{}").status, 200);
}

TEST(Rooms, PowerLevelsHoldByType) {
  struct Row {
    std::string_view type;
    bool is_state;
    int bob_power;
    bool is_let_in;
  };
  const Row rows[] = {
      {"m.room.message", false, 0, true}, {"m.call.invite", false, 49, false},
      {"m.call.invite", false, 50, true}, {"m.room.topic", true, 49, false},
      {"m.room.topic", true, 50, true},   {"org.free", true, 0, true},
      {"org.default", false, -1, false},
  };
  for (const Row& row : rows) {
    TestWorld t;
    RoomOptions options;
    options.members = {"@alice:hs.test", "@bob:hs.test"};
    options.powers = {{"@bob:hs.test", row.bob_power}};
    options.power_levels = make_object({{"events", make_object({{"m.call.invite", 50}, {"org.free", 0}})}});
    SendOptions send;
    send.room_id = add_room(t.world, options, t.now_ms);
    send.sender = "@bob:hs.test";
    send.type = row.type;
    send.content = make_object();
    if (row.is_state) send.state_key = "";
    const Result<Sent> sent = send_event(t.world, send, t.now_ms);
    EXPECT_EQ(static_cast<bool>(sent), row.is_let_in) << row.type << " with " << row.bob_power;
  }
}

TEST(Rooms, CreatorsOfVersion12StandAboveAll) {
  TestWorld t;
  RoomOptions options;
  options.members = {"@alice:hs.test", "@bob:hs.test"};
  options.powers = {{"@bob:hs.test", 1000}};
  options.version = "12";
  SendOptions kick;
  kick.room_id = add_room(t.world, options, t.now_ms);
  EXPECT_EQ(kick.room_id.find(':'), std::string::npos);
  EXPECT_TRUE(t.world.events.contains("$" + kick.room_id.substr(1)));
  kick.type = "m.room.member";
  kick.content = make_object({{"membership", "leave"}});
  kick.sender = "@bob:hs.test";
  kick.state_key = "@alice:hs.test";
  EXPECT_FALSE(send_event(t.world, kick, t.now_ms));
  std::swap(kick.sender, *kick.state_key);
  EXPECT_TRUE(send_event(t.world, kick, t.now_ms));
}

TEST(Rooms, MembershipRules) {
  struct Row {
    std::string_view who;
    std::string_view what;
    std::string_view body;
    int status;
  };
  TestWorld t;
  add_device(t.world, "@carol:hs.test", "CAROL", "carol-token");
  const Row rows[] = {
      {"carol-token", "/join", "{}", 403},
      {"bob-token", "/kick", R"({"user_id": "@alice:hs.test"})", 403},
      {"bob-token", "/invite", R"({"user_id": "@carol:hs.test"})", 200},
      {"carol-token", "/join", "{}", 200},
      {"carol-token", "/join", "{}", 200},
      {"bob-token", "/invite", R"({"user_id": "@carol:hs.test"})", 403},
      {"alice-token", "/kick", R"({"user_id": "@carol:hs.test"})", 200},
      {"alice-token", "/ban", R"({"user_id": "@carol:hs.test"})", 200},
      {"bob-token", "/invite", R"({"user_id": "@carol:hs.test"})", 403},
      {"alice-token", "/unban", R"({"user_id": "@carol:hs.test"})", 200},
      {"alice-token", "/ban", "{}", 400},
      {"bob-token", "/leave", "{}", 200},
      {"bob-token", "/leave", "{}", 403},
      {"bob-token", "/forget", "{}", 200},
  };
  for (const Row& row : rows) {
    const int status = t.ask("POST", t.in_room(row.what), row.body, row.who).status;
    EXPECT_EQ(status, row.status) << row.who << " " << row.what << " " << row.body;
  }
}

TEST(Rooms, ReadingState) {
  TestWorld t;
  EXPECT_EQ(t.ask("GET", t.in_room("/state")).body.items.size(), 6U);
  EXPECT_EQ(t.ask("GET", t.in_room("/state/m.room.join_rules/")).body.string_at("join_rule"), "invite");
  EXPECT_EQ(t.ask("GET", t.in_room("/state/m.room.member/%40bob%3Ahs.test")).body.string_at("membership"),
            "join");
  EXPECT_EQ(errcode_of(t.ask("GET", t.in_room("/state/m.room.topic"))), "M_NOT_FOUND");
  EXPECT_EQ(t.ask("GET", t.in_room("/members")).body.find("chunk")->items.size(), 2U);
  EXPECT_EQ(t.ask("GET", t.in_room("/members?not_membership=join")).body.find("chunk")->items.size(), 0U);
  const Value joined = *t.ask("GET", t.in_room("/joined_members")).body.find("joined");
  EXPECT_EQ(joined.find("@alice:hs.test")->string_at("display_name"), "alice");
  EXPECT_EQ(t.ask("GET", "/_matrix/client/v3/rooms/!other:hs.test/state").status, 403);
}

TEST(Rooms, LookingBack) {
  TestWorld t;
  const std::string event_id = t.send("m.room.message");
  const Value event = t.ask("GET", t.in_room("/event/" + event_id)).body;
  EXPECT_EQ(event.string_at("room_id"), t.room_id);
  EXPECT_EQ(errcode_of(t.ask("GET", t.in_room("/event/$other"))), "M_NOT_FOUND");
  const Value context = t.ask("GET", t.in_room("/context/" + event_id + "?limit=4")).body;
  EXPECT_EQ(context.find("events_before")->items.size(), 2U);
  EXPECT_EQ(context.find("events_after")->items.size(), 0U);
  const Value all = t.ask("GET", t.in_room("/messages?dir=f&limit=100")).body;
  EXPECT_EQ(all.find("chunk")->items.size(), 7U);
  EXPECT_EQ(all.find("end"), nullptr);
  EXPECT_EQ(errcode_of(t.ask("GET", t.in_room("/messages?dir=x"))), "M_INVALID_PARAM");
  EXPECT_EQ(errcode_of(t.ask("GET", t.in_room("/messages?dir=b&from=t1"))), "M_INVALID_PARAM");
}

TEST(Rooms, WhoLeftReadsWhatWasBefore) {
  TestWorld t;
  t.ask("PUT", t.in_room("/state/m.room.topic"), R"({"topic": "old"})", "alice-token");
  t.ask("POST", t.in_room("/leave"), "{}");
  const std::string later = t.send("m.room.message");
  t.ask("PUT", t.in_room("/state/m.room.topic"), R"({"topic": "new"})", "alice-token");
  EXPECT_EQ(t.ask("GET", t.in_room("/state/m.room.topic")).body.string_at("topic"), "old");
  EXPECT_EQ(errcode_of(t.ask("GET", t.in_room("/event/" + later))), "M_NOT_FOUND");
  const Value messages = t.ask("GET", t.in_room("/messages?dir=b&limit=1")).body;
  EXPECT_EQ(*pointer_find(messages, "/chunk/0/content/membership"), Value("leave"));
  EXPECT_EQ(errcode_of(t.ask("PUT", t.in_room("/send/m.x/1"), "{}")), "M_FORBIDDEN");
  add_device(t.world, "@carol:hs.test", "CAROL", "carol-token");
  t.ask("POST", t.in_room("/invite"), R"({"user_id": "@carol:hs.test"})", "alice-token");
  EXPECT_EQ(t.ask("GET", t.in_room("/state"), {}, "carol-token").status, 403)
      << "an invitation is not enough";
}

TEST(Rooms, StateAsContentAndAsEvent) {
  TestWorld t;
  const std::string path = t.in_room("/state/m.room.join_rules");
  const Value content = t.ask("GET", path + "?format=content").body;
  const Value event = t.ask("GET", path + "?format=event").body;
  EXPECT_EQ(*event.find("content"), content);
  EXPECT_EQ(event.string_at("room_id"), t.room_id);
  EXPECT_EQ(errcode_of(t.ask("GET", path + "?format=other")), "M_INVALID_PARAM");
}

TEST(Rooms, MessagesAreFilteredAndBounded) {
  TestWorld t;
  for (int each = 0; each < 4; ++each) t.send(each % 2 == 0 ? "m.even" : "m.odd");
  const std::string path = t.in_room("/messages?dir=b&filter=%7B%22types%22%3A%5B%22m.odd%22%5D%7D");
  const Value first = t.ask("GET", path + "&limit=1").body;
  EXPECT_EQ(*pointer_find(first, "/chunk/0/type"), Value("m.odd"));
  const std::string end(first.string_at("end"));
  const Value rest = t.ask("GET", path + "&from=" + end).body;
  EXPECT_EQ(rest.string_at("start"), end);
  EXPECT_EQ(rest.find("chunk")->items.size(), 1U);
  EXPECT_EQ(rest.find("end"), nullptr);
  const std::string bounds = t.in_room("/messages?dir=f&from=") + end;
  EXPECT_EQ(t.ask("GET", bounds).body.find("chunk")->items.size(), 1U);
  EXPECT_TRUE(t.ask("GET", bounds + "&to=" + end).body.find("chunk")->items.empty());
  EXPECT_EQ(errcode_of(t.ask("GET", bounds + "&to=x")), "M_INVALID_PARAM");
  EXPECT_EQ(errcode_of(t.ask("GET", t.in_room("/messages?dir=b&filter=5"))), "M_INVALID_PARAM");
  const std::string event_id = t.send("m.even");
  const std::string context =
      t.in_room("/context/" + event_id + "?filter=%7B%22types%22%3A%5B%22m.odd%22%5D%7D");
  EXPECT_EQ(t.ask("GET", context).body.find("events_before")->items.size(), 2U);
}

TEST(Rooms, CreatedRoomsHaveTheirCreatorAndGuests) {
  TestWorld t;
  const Reply reply = t.ask("POST", "/_matrix/client/v3/createRoom",
                            R"({"name": "n", "invite": ["@alice:hs.test"], "preset": "trusted_private_chat",
                                "initial_state": [{"type": "m.room.topic", "content": {"topic": "x"}}]})");
  ASSERT_EQ(reply.status, 200);
  const std::string base = "/_matrix/client/v3/rooms/" + std::string(reply.body.string_at("room_id"));
  EXPECT_EQ(t.ask("GET", base + "/state/m.room.topic").body.string_at("topic"), "x");
  const Value levels = t.ask("GET", base + "/state/m.room.power_levels").body;
  EXPECT_EQ(*levels.find("users")->find("@alice:hs.test"), Value(100));
  EXPECT_EQ(t.ask("POST", base + "/join", "{}", "alice-token").status, 200);
  EXPECT_EQ(t.ask("GET", "/_matrix/client/v3/joined_rooms").body.find("joined_rooms")->items.size(), 2U);
}

TEST(Rooms, EventIdsAreNeverUsedTwice) {
  World world = make_world("hs.test", 3);
  std::vector<std::string> ids;
  for (int count = 0; count < 5000; ++count) ids.push_back(make_id(world, 6));
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
}

TEST(Rooms, ACreatorWhoIsNoMemberLeavesAgain) {
  TestWorld t;
  RoomOptions options;
  options.creator = "@founder:hs.test";
  options.members = {"@bob:hs.test"};
  std::vector<Fact> facts;
  const std::string room_id = add_room(t.world, options, t.now_ms, &facts);
  EXPECT_EQ(facts.back().content.string_at("membership"), "leave");
  EXPECT_EQ(t.ask("GET", "/_matrix/client/v3/rooms/" + room_id + "/joined_members")
                .body.find("joined")
                ->members.size(),
            1U);
}

}  // namespace
}  // namespace ringcheck::world
