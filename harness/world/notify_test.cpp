#include "world/notify.hpp"

#include <gtest/gtest.h>

#include "world/test_world.hpp"

namespace ringcheck::world {
namespace {

// Counts come with a room that has news, so an event that notifies nobody brings them.
Value unread(TestWorld& t, std::string_view since) {
  t.send("org.example.silent");
  return t.joined(t.sync(since), "/unread_notifications");
}

Value counts(int notified, int highlighted) {
  return make_object({{"notification_count", notified}, {"highlight_count", highlighted}});
}

TEST(Notify, AnInviteNotifiesAndNothingElseOfItsCall) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  t.send("m.call.candidates");
  EXPECT_EQ(unread(t, since), counts(0, 0));
  t.send("m.call.invite");
  t.send("m.call.hangup");
  EXPECT_EQ(unread(t, since), counts(1, 0));
}

TEST(Notify, AMentionInAnyEventIsHighlighted) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  t.send("org.example.any", parse_json(R"({"m.mentions": {"user_ids": ["@carol:hs.test"]}})")->value);
  EXPECT_EQ(unread(t, since), counts(0, 0));
  t.send("org.example.any", parse_json(R"({"m.mentions": {"user_ids": ["@bob:hs.test"]}})")->value);
  EXPECT_EQ(unread(t, since), counts(1, 1));
}

TEST(Notify, ToWriteIsToHaveRead) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  t.send("m.call.invite");
  EXPECT_EQ(t.ask("PUT", t.in_room("/send/m.call.answer/1"), "{}").status, 200);
  EXPECT_EQ(unread(t, since), counts(0, 0));
}

TEST(Notify, AReceiptReadsUpToItsEvent) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  const std::string first = t.send("m.call.invite");
  t.send("m.call.invite");
  EXPECT_EQ(t.ask("POST", t.in_room("/receipt/m.read/" + first), "{}").status, 200);
  EXPECT_EQ(unread(t, since), counts(1, 0));
}

TEST(Notify, RulesCountAsTheyWereWhenTheEventCame) {
  TestWorld t;
  const std::string rule = "/_matrix/client/v3/pushrules/global/underride/.m.rule.call/enabled";
  EXPECT_EQ(t.ask("PUT", rule, R"({"enabled": false})").status, 200);
  t.send("m.call.invite");
  EXPECT_EQ(t.ask("PUT", rule, R"({"enabled": true})").status, 200);
  const std::string rung = t.send("m.call.invite");
  const Reply told = t.ask("GET", "/_matrix/client/v3/notifications");
  const Value& list = *told.body.find("notifications");
  ASSERT_EQ(list.items.size(), 1U);
  EXPECT_EQ(list.items[0].find("event")->string_at("event_id"), rung);
  EXPECT_EQ(*list.items[0].find("read"), Value(false));
}

}  // namespace
}  // namespace ringcheck::world
