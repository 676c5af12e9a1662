#include <gtest/gtest.h>

#include "world/test_world.hpp"

namespace ringcheck::world {
namespace {

constexpr std::string_view manage = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events/";

struct DelayedWorld : TestWorld {
  std::string schedule(std::string_view delay_ms, std::string_view txn, std::string_view body = R"({"a": 1})",
                       std::string_view token = "bob-token") {
    const std::string path =
        in_room("/send/m.test/" + std::string(txn)) + "?org.matrix.msc4140.delay=" + std::string(delay_ms);
    return std::string(ask("PUT", path, body, token).body.string_at("delay_id"));
  }

  Reply act(const std::string& delay_id, std::string_view action, std::string_view token = "bob-token") {
    return ask("POST", std::string(manage) + delay_id + "/" + std::string(action), "{}", token);
  }

  /// The types of what is sent when the clock has come so far.
  std::vector<std::string> pass(std::int64_t ms) {
    now_ms += ms;
    std::vector<std::string> types;
    for (const Fact& fact : pass_time(world, now_ms)) types.push_back(fact.type);
    return types;
  }

  Value details(const std::string& delay_id) { return ask("GET", std::string(manage) + delay_id).body; }
};

TEST(DelayedEvents, AreSentWhenTheirTimeHasCome) {
  DelayedWorld t;
  const std::string since = token_of(t.sync());
  const std::string delay_id = t.schedule("5000", "1");
  ASSERT_FALSE(delay_id.empty());
  EXPECT_TRUE(t.facts.empty());
  EXPECT_EQ(t.schedule("5000", "1"), delay_id) << "one transaction, one delayed event";
  EXPECT_EQ(next_due_ms(t.world), t.now_ms + 5000);
  EXPECT_TRUE(t.pass(4999).empty());
  EXPECT_EQ(t.sync(since).body.find("rooms")->find("join")->members.size(), 0U);
  EXPECT_EQ(t.pass(1), std::vector<std::string>{"m.test"});
  EXPECT_EQ(next_due_ms(t.world), std::nullopt);

  const Value event = t.joined(t.sync(since), "/timeline/events/0");
  EXPECT_EQ(*pointer_find(event, "/content/a"), Value(1));
  EXPECT_EQ(*event.find("origin_server_ts"), Value(t.now_ms));
  EXPECT_EQ(event.find("unsigned")->string_at("org.matrix.msc4140.delay_id"), delay_id);
  EXPECT_EQ(event.find("unsigned")->find("transaction_id"), nullptr);
  const Reply others = t.sync(since, {}, "alice-token");
  EXPECT_TRUE(t.joined(others, "/timeline/events/0/unsigned/org.matrix.msc4140.delay_id").is_null());
}

TEST(DelayedEvents, GoInTheOrderOfTheirTimes) {
  DelayedWorld t;
  t.schedule("3000", "1");
  SendOptions options;
  options.room_id = t.room_id;
  options.sender = "@alice:hs.test";
  options.type = "m.first";
  options.content = make_object();
  EXPECT_FALSE(schedule_event(t.world, options, 2000, t.now_ms).empty());
  EXPECT_EQ(t.pass(9000), (std::vector<std::string>{"m.first", "m.test"}));
}

TEST(DelayedEvents, StateGoesByTheStatePath) {
  DelayedWorld t;
  const std::string path = t.in_room("/state/org.free/%40bob%3Ahs.test") + "?org.matrix.msc4140.delay=10";
  EXPECT_FALSE(t.ask("PUT", path, "{}").body.string_at("delay_id").empty());
  EXPECT_EQ(t.pass(10), std::vector<std::string>{"org.free"}) << "bob has no power: it fails, and is told";
  const std::string alices = t.in_room("/state/org.free") + "?org.matrix.msc4140.delay=10";
  t.ask("PUT", alices, R"({"x": 2})", "alice-token");
  t.pass(10);
  EXPECT_EQ(*t.ask("GET", t.in_room("/state/org.free")).body.find("x"), Value(2));
}

TEST(DelayedEvents, AreManaged) {
  struct Row {
    std::vector<std::string_view> actions;
    int status;  ///< of the last one
    std::size_t sent;
  };
  const Row rows[] = {
      {{"send"}, 200, 1},
      {{"send", "send"}, 200, 1},
      {{"cancel"}, 200, 0},
      {{"cancel", "cancel"}, 200, 0},
      {{"restart"}, 200, 1},
      {{"cancel", "send"}, 409, 0},
      {{"cancel", "restart"}, 409, 0},
      {{"send", "cancel"}, 409, 1},
      {{"send", "restart"}, 409, 1},
      {{"restart", "send"}, 200, 1},
      {{"refresh"}, 404, 1},
  };
  for (const Row& row : rows) {
    DelayedWorld t;
    const std::size_t before = t.world.events.size();
    const std::string delay_id = t.schedule("1000", "1");
    int status = 0;
    for (const std::string_view action : row.actions) status = t.act(delay_id, action).status;
    EXPECT_EQ(status, row.status) << row.actions.back();
    t.pass(1000);
    EXPECT_EQ(t.world.events.size() - before, row.sent) << row.actions.back();
  }
}

TEST(DelayedEvents, ARestartBeginsTheWholeDelayAnew) {
  DelayedWorld t;
  const std::string delay_id = t.schedule("1000", "1");
  for (int round = 0; round < 3; ++round) {
    EXPECT_TRUE(t.pass(900).empty());
    EXPECT_EQ(t.act(delay_id, "restart").status, 200);
  }
  EXPECT_EQ(*t.details(delay_id).find("scheduled_at"), Value(t.now_ms));
  EXPECT_TRUE(t.pass(999).empty());
  EXPECT_EQ(t.pass(1).size(), 1U);
}

TEST(DelayedEvents, BelongToWhoScheduledThem) {
  DelayedWorld t;
  const std::string delay_id = t.schedule("1000", "1");
  EXPECT_EQ(errcode_of(t.act(delay_id, "cancel", "alice-token")), "M_NOT_FOUND");
  EXPECT_EQ(errcode_of(t.act("other", "cancel")), "M_NOT_FOUND");
  EXPECT_EQ(errcode_of(t.ask("GET", std::string(manage) + delay_id, {}, "alice-token")), "M_NOT_FOUND");
  EXPECT_EQ(errcode_of(t.ask("GET", std::string(manage) + delay_id, {}, "")), "M_MISSING_TOKEN");
  EXPECT_EQ(t.act(delay_id, "restart", "").status, 200) << "deployed servers ask for no token";
}

TEST(DelayedEvents, AreListedAndTold) {
  DelayedWorld t;
  const std::string late = t.schedule("2000", "1");
  const std::string soon = t.schedule("1000", "2");
  t.schedule("500", "1", "{}", "alice-token");
  const std::string_view list = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events";
  const Value own = *t.ask("GET", list).body.find("delayed_events");
  ASSERT_EQ(own.items.size(), 2U);
  EXPECT_EQ(own.items[0].string_at("delay_id"), soon);
  EXPECT_EQ(own.items[1].string_at("delay_id"), late);
  t.pass(1000);
  const Value sent = t.details(soon);
  EXPECT_EQ(*sent.find("finalised_ts"), Value(t.now_ms));
  EXPECT_TRUE(sent.string_at("event_id").starts_with('$'));
  EXPECT_EQ(sent.string_at("type"), "m.test");
  EXPECT_EQ(*sent.find("content"), make_object({{"a", 1}}));
  EXPECT_EQ(t.details(late).find("finalised_ts"), nullptr);
}

TEST(DelayedEvents, RulesAreAskedWhenTheyAreSent) {
  DelayedWorld t;
  const std::string delay_id = t.schedule("1000", "1");
  t.ask("POST", t.in_room("/kick"), R"({"user_id": "@bob:hs.test"})", "alice-token");
  const Reply early = t.act(delay_id, "send");
  EXPECT_EQ(early.status, 403);
  EXPECT_EQ(errcode_of(early), "M_FORBIDDEN");
  EXPECT_EQ(t.details(delay_id).find("finalised_ts"), nullptr) << "it stays scheduled";
  t.now_ms += 1000;
  const std::vector<Fact> facts = pass_time(t.world, t.now_ms);
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(facts[0].kind, Fact::Kind::delay_failed);
  EXPECT_EQ(facts[0].delay_id, delay_id);
  EXPECT_EQ(t.details(delay_id).find("error")->string_at("errcode"), "M_FORBIDDEN");
  EXPECT_EQ(t.act(delay_id, "cancel").status, 200);
  EXPECT_EQ(t.act(delay_id, "send").status, 409);
}

TEST(DelayedEvents, WhatIsRefused) {
  struct Row {
    std::string_view path;
    std::string_view body;
    std::string_view errcode;
  };
  const std::string_view dedicated = "/delayed_event/m.test/1";
  const Row rows[] = {
      {"/send/m.test/1?org.matrix.msc4140.delay=0", "{}", "M_INVALID_PARAM"},
      {"/send/m.test/1?org.matrix.msc4140.delay=-5", "{}", "M_INVALID_PARAM"},
      {"/send/m.test/1?org.matrix.msc4140.delay=soon", "{}", "M_INVALID_PARAM"},
      {"/send/m.test/1?org.matrix.msc4140.delay=5", "{", "M_NOT_JSON"},
      {dedicated, "[]", "M_BAD_JSON"},
      {dedicated, R"({"content": {}})", "M_MISSING_PARAM"},
      {dedicated, R"({"delay_ms": 5})", "M_MISSING_PARAM"},
      {dedicated, R"({"delay_ms": 0, "content": {}})", "M_INVALID_PARAM"},
      {dedicated, R"({"delay_ms": "5", "content": {}})", "M_INVALID_PARAM"},
      {dedicated, R"({"delay_ms": 5.5, "content": {}})", "M_INVALID_PARAM"},
      {dedicated, R"({"delay_ms": 5, "content": []})", "M_INVALID_PARAM"},
      {dedicated, R"({"delay_ms": 5, "content": {}, "state_key": 1})", "M_INVALID_PARAM"},
  };
  for (const Row& row : rows) {
    DelayedWorld t;
    std::string path = t.in_room(row.path);
    if (row.path == dedicated) path.replace(path.find("/v3/"), 4, "/unstable/org.matrix.msc4140/");
    EXPECT_EQ(errcode_of(t.ask("PUT", path, row.body)), row.errcode) << row.path << row.body;
    EXPECT_TRUE(t.world.delayed_events.empty()) << row.path << row.body;
  }
}

TEST(DelayedEvents, LimitsAreTold) {
  DelayedWorld t;
  t.world.features.max_delay_ms = 10'000;
  t.world.features.max_scheduled = 1;
  const Value told = *t.ask("GET", "/_matrix/client/v3/capabilities").body.find("capabilities");
  EXPECT_EQ(*told.find("org.matrix.msc4140.delayed_events"),
            make_object({{"max_delay_ms", 10'000}, {"max_scheduled", 1}}));
  const std::string path = t.in_room("/send/m.test/") + "x?org.matrix.msc4140.delay=";
  EXPECT_EQ(errcode_of(t.ask("PUT", path + "10001", "{}")), "M_FORBIDDEN");
  EXPECT_FALSE(t.schedule("10000", "1").empty());
  t.now_ms += 500;
  const Reply many = t.ask("PUT", path + "10000", "{}");
  EXPECT_EQ(many.status, 429);
  EXPECT_EQ(errcode_of(many), "M_LIMIT_EXCEEDED");
  EXPECT_EQ(many.headers.front(), (std::pair<std::string, std::string>("Retry-After", "10")));
  EXPECT_FALSE(t.schedule("1", "1", "{}", "alice-token").empty()) << "the limit is of one user";
  t.world.features.max_scheduled = 0;
  EXPECT_EQ(t.ask("PUT", path + "1", "{}").status, 403);
}

TEST(DelayedEvents, NamesAreAsOffered) {
  DelayedWorld t;
  t.world.features.unstable["org.matrix.msc4140.stable"] = true;
  const std::string body = R"({"delay_ms": 5, "content": {}, "state_key": "k"})";
  const Reply put = t.ask("PUT", t.in_room("/delayed_event/org.free/1"), body, "alice-token");
  const std::string delay_id(put.body.string_at("delay_id"));
  const std::string stable = "/_matrix/client/v1/delayed_events/" + delay_id;
  EXPECT_EQ(errcode_of(t.ask("POST", stable + "/send", "{}", "")), "M_MISSING_TOKEN");
  EXPECT_EQ(t.ask("POST", stable + "/send", "{}", "alice-token").status, 200);
  EXPECT_EQ(t.ask("GET", stable, {}, "alice-token").body.string_at("state_key"), "k");
  const Reply alices = t.sync({}, {}, "alice-token");
  EXPECT_EQ(t.joined(alices, "/timeline/events/6/unsigned/delay_id"), Value(delay_id));
}

TEST(DelayedEvents, ActionsInTheBodyAreOfOldClients) {
  DelayedWorld t;
  const std::string path = std::string(manage) + t.schedule("1000", "1");
  EXPECT_EQ(errcode_of(t.ask("POST", path, "{}")), "M_MISSING_PARAM");
  EXPECT_EQ(errcode_of(t.ask("POST", path, R"({"action": "refresh"})")), "M_INVALID_PARAM");
  EXPECT_EQ(t.ask("POST", path, R"({"action": "cancel"})").status, 200);
  EXPECT_TRUE(t.pass(1000).empty());
}

TEST(DelayedEvents, AServerWithoutThemSendsAtOnce) {
  DelayedWorld t;
  t.world.features.unstable["org.matrix.msc4140"] = false;
  const Reply reply = t.ask("PUT", t.in_room("/send/m.test/1?org.matrix.msc4140.delay=5000"), "{}");
  EXPECT_TRUE(reply.body.string_at("event_id").starts_with('$'));
  EXPECT_EQ(errcode_of(t.act("any", "send")), "M_UNRECOGNIZED");
  EXPECT_TRUE(t.facts.empty()) << "what a run takes away is no gap of the harness";
  const Value capabilities = *t.ask("GET", "/_matrix/client/v3/capabilities").body.find("capabilities");
  EXPECT_EQ(capabilities.find("org.matrix.msc4140.delayed_events"), nullptr);
}

}  // namespace
}  // namespace ringcheck::world
