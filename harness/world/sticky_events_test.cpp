#include <gtest/gtest.h>

#include "world/test_world.hpp"

namespace ringcheck::world {
namespace {

struct StickyWorld : TestWorld {
  int transactions = 0;

  Reply send_sticky(std::string_view duration_ms, std::string_view token = "alice-token") {
    const std::string path = in_room("/send/m.rtc.member/" + std::to_string(++transactions)) +
                             "?org.matrix.msc4354.sticky_duration_ms=" + std::string(duration_ms);
    return ask("PUT", path, R"({"msc4354_sticky_key": "k"})", token);
  }

  void fill(int count) {
    for (int each = 0; each < count; ++each) send("m.filler");
  }

  std::size_t told(const Reply& reply) const { return joined(reply, "/msc4354_sticky/events").items.size(); }
};

constexpr std::string_view five = "&filter=%7B%22room%22%3A%7B%22timeline%22%3A%7B%22limit%22%3A5%7D%7D%7D";

TEST(StickyEvents, AreToldBesideAShortTimeline) {
  StickyWorld t;
  const std::string since = token_of(t.sync());
  t.send_sticky("600000");
  t.fill(20);
  t.now_ms += 1000;
  const Reply reply = t.sync(since, five);
  ASSERT_EQ(t.told(reply), 1U);
  EXPECT_EQ(t.joined(reply, "/msc4354_sticky/events/0/msc4354_sticky/duration_ms"), Value(600'000));
  EXPECT_EQ(t.joined(reply, "/msc4354_sticky/events/0/unsigned/msc4354_sticky_duration_ttl_ms"),
            Value(599'000));
  EXPECT_EQ(t.told(t.sync(token_of(reply), five)), 0U) << "told once";
}

TEST(StickyEvents, AreNotToldTwiceInOneResponse) {
  StickyWorld t;
  const std::string since = token_of(t.sync());
  t.send_sticky("600000");
  const Reply reply = t.sync(since);
  EXPECT_EQ(t.told(reply), 0U);
  EXPECT_EQ(t.joined(reply, "/timeline/events/0/msc4354_sticky/duration_ms"), Value(600'000));
}

TEST(StickyEvents, AFilterOfTheTimelineDoesNotHideThem) {
  StickyWorld t;
  const std::string since = token_of(t.sync());
  t.send_sticky("600000");
  const Reply reply =
      t.sync(since, "&filter=%7B%22room%22%3A%7B%22timeline%22%3A%7B%22types%22%3A%5B%5D%7D%7D%7D");
  EXPECT_EQ(t.told(reply), 1U);
}

TEST(StickyEvents, EndWithTheirTime) {
  StickyWorld t;
  const std::string since = token_of(t.sync());
  t.send_sticky("600000");
  t.fill(20);
  t.now_ms += 600'000;
  EXPECT_EQ(t.told(t.sync(since, five)), 0U);
}

TEST(StickyEvents, AllThatLastAreToldToWhoJoins) {
  StickyWorld t;
  add_device(t.world, "@carol:hs.test", "CAROL", "carol-token");
  const std::string since = token_of(t.sync({}, {}, "carol-token"));
  t.send_sticky("300000");
  t.send_sticky("600000", "bob-token");
  t.fill(20);
  t.now_ms += 300'000;
  t.ask("POST", t.in_room("/invite"), R"({"user_id": "@carol:hs.test"})");
  t.ask("POST", t.in_room("/join"), "{}", "carol-token");
  const Reply reply = t.sync(since, five, "carol-token");
  ASSERT_EQ(t.told(reply), 1U);
  EXPECT_EQ(t.joined(reply, "/msc4354_sticky/events/0/sender"), Value("@bob:hs.test"));
}

TEST(StickyEvents, ADurationIsANumberUpToAnHour) {
  StickyWorld t;
  for (const std::string_view wrong : {"-1", "3600001", "1.5", "long", ""}) {
    const Reply reply = t.send_sticky(wrong);
    EXPECT_EQ(reply.status, 400) << wrong;
    EXPECT_EQ(errcode_of(reply), "M_INVALID_PARAM") << wrong;
  }
  EXPECT_EQ(t.send_sticky("0").status, 200);
  EXPECT_EQ(t.send_sticky("3600000").status, 200);
}

TEST(StickyEvents, AServerWithoutThemDoesNotLook) {
  StickyWorld t;
  t.world.features.unstable["org.matrix.msc4354"] = false;
  const std::string since = token_of(t.sync());
  EXPECT_EQ(t.send_sticky("long").status, 200);
  EXPECT_TRUE(t.joined(t.sync(since), "/timeline/events/0/msc4354_sticky").is_null());
}

TEST(StickyEvents, ADelayedOneBeginsToStickWhenItIsSent) {
  StickyWorld t;
  const std::string path = t.in_room(
      "/send/m.rtc.member/1?org.matrix.msc4354.sticky_duration_ms=600000&org.matrix.msc4140.delay=3000");
  EXPECT_EQ(t.ask("PUT", path, "{}").status, 200);
  t.now_ms += 3000;
  pass_time(t.world, t.now_ms);
  const std::string since = token_of(t.sync());
  const Value all = t.joined(t.sync(), "/timeline/events");
  EXPECT_EQ(*pointer_find(all.items.back(), "/unsigned/msc4354_sticky_duration_ttl_ms"), Value(600'000));
  EXPECT_FALSE(since.empty());
}

TEST(StickyEvents, PeersSendThemToo) {
  StickyWorld t;
  SendOptions options;
  options.room_id = t.room_id;
  options.sender = "@alice:hs.test";
  options.type = "m.rtc.member";
  options.content = make_object();
  options.origin_server_ts_ms = t.now_ms + 5000;
  options.sticky_duration_ms = 7'200'000;
  ASSERT_TRUE(send_event(t.world, options, t.now_ms));
  const Value all = t.joined(t.sync(), "/timeline/events");
  EXPECT_EQ(*pointer_find(all.items.back(), "/unsigned/msc4354_sticky_duration_ttl_ms"), Value(3'600'000))
      << "not longer than an hour, and not from the future";
}

}  // namespace
}  // namespace ringcheck::world
