#include "world/sync.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "world/test_world.hpp"

namespace ringcheck::world {
namespace {

using Ids = std::vector<std::string>;

std::vector<std::string> types_of(const Value& events) {
  std::vector<std::string> types;
  for (const Value& event : events.items) types.emplace_back(event.string_at("type"));
  return types;
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

TEST(Sync, InitialTellsTheWholeRoom) {
  TestWorld t;
  const Reply reply = t.sync();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(t.timeline_ids(reply).size(), 6U);
  EXPECT_FALSE(t.joined(reply, "/timeline/limited").as_bool(true));
  EXPECT_EQ(t.joined(reply, "/summary/m.joined_member_count"), Value(2));
  EXPECT_EQ(t.joined(reply, "/summary/m.heroes"), make_array({"@alice:hs.test"}));
  EXPECT_EQ(reply.body.find("account_data")->find("events")->items[0].string_at("type"), "m.push_rules");
  ASSERT_EQ(t.facts.size(), 1U);
  EXPECT_EQ(t.facts[0].kind, Fact::Kind::deliver);
  EXPECT_TRUE(t.facts[0].is_initial);
  EXPECT_EQ(t.facts[0].event_ids.size(), 6U);
  EXPECT_EQ(t.facts[0].token, token_of(reply));
}

TEST(Sync, EventsOfTheRoomHaveNoRoomId) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  t.send("m.call.invite");
  const Value event = t.joined(t.sync(since), "/timeline/events/0");
  EXPECT_EQ(event.string_at("type"), "m.call.invite");
  EXPECT_EQ(event.find("room_id"), nullptr);
  EXPECT_EQ(event.find("state_key"), nullptr);
}

TEST(Sync, SameSinceTellsTheSameAgain) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  const std::string event_id = t.send("m.call.invite");
  const Reply first = t.sync(since);
  EXPECT_EQ(t.timeline_ids(first), Ids{event_id});
  EXPECT_EQ(t.timeline_ids(t.sync(since)), Ids{event_id});
  t.sync(token_of(first));
  ASSERT_FALSE(t.facts.empty());
  EXPECT_EQ(t.facts[0].kind, Fact::Kind::taken);
  EXPECT_EQ(t.facts[0].event_ids, Ids{event_id});
  EXPECT_EQ(t.facts[0].token, token_of(first));
}

TEST(Sync, NothingNewHasNoRoom) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  const Reply reply = t.sync(since);
  EXPECT_TRUE(reply.body.find("rooms")->find("join")->members.empty());
  EXPECT_EQ(token_of(reply), since);
}

TEST(Sync, TokensOfOthersAreRefused) {
  TestWorld t;
  const World other = make_world("hs.test", 8);
  for (const std::string& token : Ids{"s5", "nonsense", "s_", "s99999_" + t.world.tag, "s-1_" + t.world.tag,
                                      make_sync_token(other, 0)}) {
    const Reply reply = t.sync(token);
    EXPECT_EQ(reply.status, 400) << token;
    EXPECT_EQ(errcode_of(reply), "M_INVALID_PARAM") << token;
  }
}

TEST(Sync, AgeIsReckonedWhenTheResponseIsWritten) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  t.send("m.call.invite");
  t.now_ms += 1234;
  EXPECT_EQ(t.joined(t.sync(since), "/timeline/events/0/unsigned/age"), Value(1234));
  t.now_ms += 1000;
  EXPECT_EQ(t.joined(t.sync(since), "/timeline/events/0/unsigned/age"), Value(2234));
}

TEST(Sync, AgeThatTheSenderFixedStays) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  t.send("m.call.invite", make_object(), make_object({{"age", 61000}}));
  t.now_ms += 500;
  EXPECT_EQ(t.joined(t.sync(since), "/timeline/events/0/unsigned/age"), Value(61000));
}

TEST(Sync, AgeThatIsNullIsMissing) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  t.send("m.call.invite", make_object(), make_object({{"age", Value()}}));
  const auto reply = t.sync(since);
  EXPECT_FALSE(t.joined(reply, "/timeline/events/0/unsigned").is_null());
  EXPECT_EQ(t.joined(reply, "/timeline/events/0/unsigned").find("age"), nullptr);
}

TEST(Sync, AnEventIsToldOnceMoreWithItsId) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  const std::string event_id = t.send("m.call.invite");
  const std::string seen = token_of(t.sync(since));
  const auto again = repeat_event(t.world, event_id);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->event_id, event_id);
  ASSERT_EQ(again->facts.size(), 1U);
  EXPECT_EQ(t.timeline_ids(t.sync(seen)), Ids{event_id});
  EXPECT_EQ(t.timeline_ids(t.sync(since)), (Ids{event_id, event_id}));
  EXPECT_FALSE(repeat_event(t.world, "$nowhere"));
}

TEST(Sync, BeforeAGapTheTimelineEnds) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  t.send("m.call.hangup");
  SendOptions options;
  options.room_id = t.room_id;
  options.sender = "@alice:hs.test";
  options.type = "m.room.message";
  options.after_gap = true;
  const auto after = send_event(t.world, options, t.now_ms);
  ASSERT_TRUE(after);
  const std::string last = t.send("m.room.message");
  const Reply reply = t.sync(since);
  EXPECT_EQ(t.timeline_ids(reply), (Ids{after->event_id, last}));
  EXPECT_TRUE(t.joined(reply, "/timeline/limited").as_bool());
  EXPECT_FALSE(t.joined(t.sync(token_of(reply)), "/timeline/limited").as_bool());
}

TEST(Sync, TransactionIdIsEchoedToTheSendingDeviceOnly) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  t.ask("PUT", t.in_room("/send/m.call.invite/txn1"), "{}");
  const Reply own = t.sync(since);
  EXPECT_EQ(t.joined(own, "/timeline/events/0/unsigned/transaction_id"), Value("txn1"));
  for (const std::string_view token : {"bob2-token", "alice-token"}) {
    const Reply other = t.sync(since, {}, token);
    EXPECT_EQ(t.timeline_ids(other), t.timeline_ids(own)) << token;
    EXPECT_TRUE(t.joined(other, "/timeline/events/0/unsigned/transaction_id").is_null()) << token;
  }
}

TEST(Sync, TooManyEventsLimitTheTimeline) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  t.ask("PUT", t.in_room("/state/m.room.topic"), R"({"topic": "x"})", "alice-token");
  Ids ids;
  for (int count = 0; count < 12; ++count) ids.push_back(t.send("m.room.message"));
  const Reply reply = t.sync(since);
  EXPECT_TRUE(t.joined(reply, "/timeline/limited").as_bool());
  EXPECT_EQ(t.timeline_ids(reply), Ids(ids.begin() + 2, ids.end()));
  EXPECT_EQ(types_of(t.joined(reply, "/state/events")), Ids{"m.room.topic"});

  const std::string before(t.joined(reply, "/timeline/prev_batch").as_string());
  const Reply older = t.ask("GET", t.in_room("/messages?dir=b&limit=3&from=" + before));
  ASSERT_EQ(older.body.find("chunk")->items.size(), 3U);
  EXPECT_EQ(older.body.find("chunk")->items[0].string_at("event_id"), ids[1]);
  EXPECT_EQ(older.body.find("chunk")->items[2].string_at("type"), "m.room.topic");
}

TEST(Sync, FilterLimitsInitialTimelineAndStateIsWhatWasBefore) {
  TestWorld t;
  const Reply reply = t.sync({}, "&filter=%7B%22room%22:%7B%22timeline%22:%7B%22limit%22:1%7D%7D%7D");
  EXPECT_EQ(types_of(t.joined(reply, "/timeline/events")), Ids{"m.room.member"});
  EXPECT_TRUE(t.joined(reply, "/timeline/limited").as_bool());
  EXPECT_EQ(t.joined(reply, "/state/events").items.size(), 5U);
}

TEST(Sync, StateAfterHoldsWhatTheTimelineHolds) {
  struct Row {
    std::string_view parameter;
    std::string_view key;
  };
  for (const Row row : {Row{"&use_state_after=true", "/state_after"},
                        Row{"&org.matrix.msc4222.use_state_after=true", "/org.matrix.msc4222.state_after"}}) {
    TestWorld t;
    const Reply initial = t.sync({}, row.parameter);
    const std::string events = std::string(row.key) + "/events";
    EXPECT_EQ(t.joined(initial, events).items.size(), 6U) << row.key;
    EXPECT_TRUE(t.joined(initial, "/state").is_null()) << row.key;
    t.ask("PUT", t.in_room("/state/m.room.topic/"), R"({"topic": "x"})", "alice-token");
    const Reply next = t.sync(token_of(initial), row.parameter);
    EXPECT_EQ(types_of(t.joined(next, events)), Ids{"m.room.topic"}) << row.key;
    EXPECT_EQ(t.timeline_ids(next).size(), 1U) << row.key;
    t.send("m.room.message");
    const Reply last = t.sync(token_of(next), row.parameter);
    EXPECT_TRUE(t.joined(last, events).is_array()) << row.key;
    EXPECT_TRUE(t.joined(last, events).items.empty()) << row.key;
  }
}

TEST(Sync, FullStateIsToldThoughNothingChanged) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  const Reply reply = t.sync(since, "&full_state=true");
  EXPECT_EQ(t.joined(reply, "/state/events").items.size(), 6U);
  EXPECT_TRUE(t.timeline_ids(reply).empty());
}

TEST(Sync, BatchArrivesInOneResponse) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  begin_batch(t.world);
  const std::string first = t.send("m.call.invite");
  begin_batch(t.world);
  const std::string second = t.send("m.call.hangup");
  end_batch(t.world);
  const Reply during = t.sync(since);
  EXPECT_TRUE(t.timeline_ids(during).empty());
  EXPECT_EQ(token_of(during), since);
  end_batch(t.world);
  EXPECT_EQ(t.timeline_ids(t.sync(since)), (Ids{first, second}));
}

TEST(Sync, LongPollIsAValue) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  const Answer answer =
      t.answer("GET", "/_matrix/client/v3/sync?timeout=30000&since=" + since, {}, "bob-token");
  ASSERT_TRUE(std::holds_alternative<Wait>(answer));
  const Wait wait = std::get<Wait>(answer);
  EXPECT_EQ(wait.device_id, "BOB");
  EXPECT_EQ(wait.deadline_ms, t.now_ms + 30000);
  EXPECT_FALSE(try_finish(t.world, wait, t.now_ms + 29999));

  begin_batch(t.world);
  const std::string event_id = t.send("m.call.invite");
  EXPECT_FALSE(try_finish(t.world, wait, t.now_ms));
  end_batch(t.world);
  const auto outcome = try_finish(t.world, wait, t.now_ms + 7);
  ASSERT_TRUE(outcome);
  const Reply& reply = std::get<Reply>(outcome->answer);
  EXPECT_EQ(t.timeline_ids(reply), Ids{event_id});
  EXPECT_EQ(t.joined(reply, "/timeline/events/0/unsigned/age"), Value(7));
  EXPECT_EQ(reply.headers.front().first, "Access-Control-Allow-Origin");
  ASSERT_EQ(outcome->facts.size(), 1U);
  EXPECT_EQ(outcome->facts[0].event_ids, Ids{event_id});
}

TEST(Sync, DeadlineGivesAnEmptyResponse) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  const Answer answer = t.answer("GET", "/_matrix/client/v3/sync?timeout=50&since=" + since, {}, "bob-token");
  const auto outcome = try_finish(t.world, std::get<Wait>(answer), t.now_ms + 50);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(token_of(std::get<Reply>(outcome->answer)), since);
  EXPECT_TRUE(outcome->facts[0].event_ids.empty());
}

TEST(Sync, WaitGoesOnWhenTheFilterDropsWhatCame) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  const Answer answer =
      t.answer("GET",
               "/_matrix/client/v3/sync?timeout=50&since=" + since +
                   "&filter=%7B%22room%22:%7B%22timeline%22:%7B%22not_types%22:[%22m.call.*%22]%7D%7D%7D",
               {}, "bob-token");
  ASSERT_TRUE(std::holds_alternative<Wait>(answer));
  t.send("m.call.invite");
  EXPECT_FALSE(try_finish(t.world, std::get<Wait>(answer), t.now_ms));
  t.send("m.room.message");
  EXPECT_TRUE(try_finish(t.world, std::get<Wait>(answer), t.now_ms));
}

TEST(Sync, LoggedOutDeviceIsToldSo) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  const Answer answer = t.answer("GET", "/_matrix/client/v3/sync?timeout=50&since=" + since, {}, "bob-token");
  EXPECT_EQ(t.ask("POST", "/_matrix/client/v3/logout", "{}").status, 200);
  const auto outcome = try_finish(t.world, std::get<Wait>(answer), t.now_ms);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(std::get<Reply>(outcome->answer).status, 401);
}

TEST(Sync, ToDeviceMessagesGoWithTheNextSince) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  const Sent sent = send_to_device(t.world, "@alice:hs.test", "@bob:hs.test", "*", "m.test", make_object());
  EXPECT_EQ(sent.facts.size(), 2U);
  const Reply first = t.sync(since);
  EXPECT_EQ(types_of(*first.body.find("to_device")->find("events")), Ids{"m.test"});
  EXPECT_EQ(t.facts.back().event_ids, Ids{sent.facts[0].event_id});
  EXPECT_EQ(types_of(*t.sync(since).body.find("to_device")->find("events")), Ids{"m.test"});
  EXPECT_TRUE(t.sync(token_of(first)).body.find("to_device")->find("events")->items.empty());
  EXPECT_TRUE(t.sync(since).body.find("to_device")->find("events")->items.empty());
}

TEST(Sync, ALongQueueComesInPartsAndNothingOvertakesIt) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  for (int i = 0; i < 101; ++i)
    send_to_device(t.world, "@alice:hs.test", "@bob:hs.test", "BOB", i == 100 ? "m.last" : "m.test",
                   make_object());
  t.send("m.room.message");
  const Reply first = t.sync(since);
  EXPECT_EQ(first.body.find("to_device")->find("events")->items.size(), 100U);
  EXPECT_TRUE(first.body.find("rooms")->find("join")->members.empty());
  const Reply second = t.sync(token_of(first));
  EXPECT_EQ(types_of(*second.body.find("to_device")->find("events")), Ids{"m.last"});
  EXPECT_FALSE(second.body.find("rooms")->find("join")->members.empty());
}

TEST(Sync, TakenFollowsTheToken) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  EXPECT_FALSE(pending_event_ids(t.world, "@bob:hs.test", "BOB").empty());
  t.sync(since);
  EXPECT_TRUE(pending_event_ids(t.world, "@bob:hs.test", "BOB").empty());
  const std::string event_id = t.send("m.call.invite");
  const Reply told = t.sync(since);
  EXPECT_EQ(pending_event_ids(t.world, "@bob:hs.test", "BOB"), Ids{event_id});
  EXPECT_FALSE(device_has_taken(t.world, "@bob:hs.test", "BOB", event_id));
  t.sync(token_of(told));
  EXPECT_TRUE(device_has_taken(t.world, "@bob:hs.test", "BOB", event_id));
  EXPECT_FALSE(device_has_taken(t.world, "@bob:hs.test", "BOB2", event_id));
  t.sync();
  EXPECT_FALSE(device_has_taken(t.world, "@bob:hs.test", "BOB", event_id));
}

TEST(Sync, LeaversSeeTheirLeaveAndNothingAfter) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  t.ask("POST", t.in_room("/kick"), R"({"user_id": "@bob:hs.test", "reason": "out"})", "alice-token");
  t.send("m.room.message");
  const Reply reply = t.sync(since);
  EXPECT_TRUE(t.joined(reply, "").is_null());
  const Value* events =
      pointer_find(reply.body, pointer_join("/rooms/leave", t.room_id) + "/timeline/events");
  ASSERT_NE(events, nullptr);
  ASSERT_EQ(events->items.size(), 1U);
  EXPECT_EQ(events->items[0].find("content")->string_at("reason"), "out");
  const Reply later = t.sync(token_of(reply));
  EXPECT_TRUE(later.body.find("rooms")->find("leave")->members.empty());
  EXPECT_TRUE(t.sync().body.find("rooms")->find("leave")->members.empty());
}

TEST(Sync, InvitationThenJoin) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  RoomOptions options;
  options.members = {"@alice:hs.test"};
  options.invited = {"@bob:hs.test"};
  options.name = "two";
  const std::string room_id = add_room(t.world, options, t.now_ms);
  const Reply invited = t.sync(since);
  const Value* stripped =
      pointer_find(invited.body, pointer_join("/rooms/invite", room_id) + "/invite_state/events");
  ASSERT_NE(stripped, nullptr);
  EXPECT_TRUE(contains(types_of(*stripped), "m.room.name"));
  EXPECT_EQ(stripped->items.back().find("event_id"), nullptr);
  EXPECT_EQ(stripped->items.back().string_at("state_key"), "@bob:hs.test");

  EXPECT_EQ(t.ask("POST", "/_matrix/client/v3/join/" + room_id, "{}").status, 200);
  const Reply joined = t.sync(token_of(invited));
  const Value* room = pointer_find(joined.body, pointer_join("/rooms/join", room_id));
  ASSERT_NE(room, nullptr);
  const std::size_t told = room->find("timeline")->find("events")->items.size();
  EXPECT_EQ(told, 8U);
  EXPECT_EQ(types_of(*joined.body.find("device_lists")->find("changed")).size(), 2U);
  EXPECT_TRUE(joined.body.find("rooms")->find("invite")->members.empty());
}

TEST(Sync, PreviousContentOfStateIsTold) {
  TestWorld t;
  t.ask("PUT", t.in_room("/state/m.room.topic"), R"({"topic": "old"})", "alice-token");
  const std::string since = token_of(t.sync());
  t.ask("PUT", t.in_room("/state/m.room.topic"), R"({"topic": "new"})", "alice-token");
  const Reply reply = t.sync(since);
  EXPECT_EQ(t.joined(reply, "/timeline/events/0/unsigned/prev_content/topic"), Value("old"));
}

TEST(Sync, SameCallsGiveTheSameBytes) {
  const auto play = [] {
    TestWorld t;
    t.send("m.call.invite", make_object({{"version", "1"}}));
    return to_json(t.sync().body);
  };
  EXPECT_EQ(play(), play());
}

TEST(Sync, TimeoutAndFilterMustBeSound) {
  TestWorld t;
  for (const std::string_view more : {"?timeout=soon", "?timeout=-1", "?filter=9", "?filter=%7Bx"}) {
    const Reply reply = t.ask("GET", "/_matrix/client/v3/sync" + std::string(more));
    EXPECT_EQ(reply.status, 400) << more;
    EXPECT_EQ(errcode_of(reply), "M_INVALID_PARAM") << more;
  }
}

}  // namespace
}  // namespace ringcheck::world
