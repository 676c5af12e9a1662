// The widget of a call, with a host and a homeserver that a test plays.

#include <gtest/gtest.h>

#include "widget/test_call.hpp"

namespace ringcheck::widget {
namespace {

using testing::call_setup;
using testing::CallStage;
using testing::json;

constexpr const char* update = "org.matrix.msc4157.update_delayed_event";

TEST(CallWidget, OpensItsLobbyWhenItKnowsTheRoom) {
  CallStage stage;
  stage.take(stage.widget.on_load(stage.now));
  stage.ask("capabilities");
  stage.ask("notify_capabilities", R"({"requested":[],"approved":[]})");
  stage.ask("update_state", R"({"state":[]})");
  EXPECT_FALSE(stage.press("press_join"));
  EXPECT_TRUE(stage.sent("io.element.device_mute").empty());
  stage.ask("update_state", stage.state());
  EXPECT_EQ(stage.sent("io.element.device_mute"),
            std::vector<Value>{json(R"({"audio_enabled":true,"video_enabled":true})")});
}

TEST(CallWidget, ReadsTheRoomOfAHostWithoutUpdateState) {
  CallStage stage;
  stage.versions = R"({"supported_versions":["0.0.2","org.matrix.msc2762","org.matrix.msc2871"]})";
  stage.open();
  const auto read = stage.sent("org.matrix.msc2876.read_events");
  ASSERT_EQ(read.size(), 5U);
  EXPECT_EQ(read[0], json(R"({"type":"m.room.create","state_key":true,"room_ids":["!r:x"]})"));
  EXPECT_EQ(stage.sent("io.element.device_mute").size(), 1U);
}

TEST(CallWidget, SchedulesItsLeaveAndJoins) {
  CallStage stage;
  stage.open();
  ASSERT_TRUE(stage.press("press_join"));
  EXPECT_FALSE(stage.press("press_join"));
  const auto events = stage.sent("send_event");
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(
      events[0],
      json(
          R"({"type":"org.matrix.msc3401.call.member","state_key":"_@bob:x_BOB_m.call","content":{},"delay":18000})"));
  EXPECT_EQ(events[1].string_at("state_key"), "_@bob:x_BOB_m.call");
  const Value& content = *events[1].find("content");
  EXPECT_EQ(content.string_at("application"), "m.call");
  EXPECT_EQ(*content.find("foci_preferred"),
            json(R"([{"type":"livekit","livekit_service_url":"http://lk"}])"));
  ASSERT_EQ(stage.seen.requests.size(), 2U);
  EXPECT_EQ(stage.seen.requests[0].server + stage.seen.requests[0].path, "http://lk/sfu/get");
  EXPECT_EQ(stage.seen.requests[0].body.find("openid_token")->string_at("access_token"), "t");
  EXPECT_EQ(stage.sent(update), std::vector<Value>{json(R"({"delay_id":"d1","action":"restart"})")});
  stage.pass(4000);
  EXPECT_EQ(stage.sent(update).size(), 2U);
}

TEST(CallWidget, LeavesByItsScheduledLeave) {
  CallStage stage;
  stage.open();
  stage.press("press_join");
  ASSERT_TRUE(stage.press("press_hang_up"));
  EXPECT_EQ(stage.sent("im.vector.hangup").size(), 1U);
  EXPECT_EQ(stage.sent(update).back(), json(R"({"delay_id":"d1","action":"send"})"));
  EXPECT_EQ(stage.sent("set_always_on_screen").back(), json(R"({"value":false})"));
  EXPECT_EQ(stage.sent("io.element.close").size(), 1U);
  EXPECT_EQ(stage.sent("send_event").size(), 2U);
  stage.pass(20000);
  EXPECT_EQ(stage.sent(update).size(), 2U);
  EXPECT_FALSE(stage.press("press_hang_up"));
}

TEST(CallWidget, ClearsItsMembershipWhereNoLeaveCanBeSent) {
  for (const bool has_delays : {false, true}) {
    CallStage stage;
    stage.has_delays = has_delays;
    stage.refused = {update};
    stage.open();
    stage.press("press_join");
    EXPECT_EQ(stage.ask("im.vector.hangup"), make_object());
    EXPECT_TRUE(stage.sent("im.vector.hangup").empty()) << "the host knows";
    const Value last = stage.sent("send_event").back();
    EXPECT_EQ(*last.find("content"), make_object());
    EXPECT_EQ(last.find("delay"), nullptr);
  }
}

TEST(CallWidget, WhoLeavesWhileTheLeaveIsScheduledSendsIt) {
  CallStage stage;
  stage.open();
  stage.unanswered = {"send_event"};
  stage.press("press_join");
  stage.press("press_hang_up");
  EXPECT_TRUE(stage.sent(update).empty());
  for (const Value& post : stage.seen.posts) {
    if (post.string_at("action") != "send_event") continue;
    Value message = post;
    message.set("response", json(R"({"room_id":"!r:x","delay_id":"d1"})"));
    stage.take(stage.widget.on_message({std::move(message), "", true}, stage.now));
    break;
  }
  EXPECT_EQ(stage.sent(update), std::vector<Value>{json(R"({"delay_id":"d1","action":"send"})")});
  EXPECT_EQ(stage.sent("send_event").size(), 1U);
}

TEST(CallWidget, GivesUpWhatItCannotJoin) {
  for (const char* action : {"org.matrix.msc4515.get_rtc_transports", "get_openid"}) {
    CallStage stage;
    stage.open();
    stage.refused = {action};
    stage.press("press_join");
    EXPECT_EQ(stage.sent("set_always_on_screen").back(), json(R"({"value":false})")) << action;
    EXPECT_TRUE(stage.sent("send_event").empty()) << action;
  }
}

TEST(CallWidget, AsksAgainForCredentials) {
  CallStage stage;
  stage.open();
  stage.unanswered = {"get_openid"};
  stage.press("press_join");
  stage.pass(9999);
  EXPECT_EQ(stage.sent("get_openid").size(), 1U);
  stage.pass(1);
  EXPECT_EQ(stage.sent("get_openid").size(), 2U);
}

TEST(CallWidget, SendsNothingThatWasDenied) {
  CallStage stage;
  stage.denies_sending = true;
  stage.open();
  stage.press("press_join");
  EXPECT_EQ(stage.sent("get_openid").size(), 1U);
  EXPECT_TRUE(stage.sent("send_event").empty());
}

TEST(CallWidget, PreloadedItJoinsWhenItIsTold) {
  CallStage stage(call_setup(true));
  stage.open();
  EXPECT_FALSE(stage.press("press_join"));
  EXPECT_TRUE(stage.sent("io.element.join").empty());
  EXPECT_EQ(stage.ask("io.element.join", R"({"audioInput":null,"videoInput":null})"), make_object());
  EXPECT_EQ(stage.sent("io.element.join").size(), 1U);

  CallStage other;
  other.open();
  EXPECT_NE(other.ask("io.element.join").find("error"), nullptr);
  EXPECT_TRUE(other.sent("io.element.join").empty());
}

TEST(CallWidget, IsMutedByHostAndUser) {
  CallStage stage;
  stage.open();
  EXPECT_EQ(stage.ask("io.element.device_mute", R"({"audio_enabled":null,"video_enabled":false})"),
            json(R"({"audio_enabled":true,"video_enabled":false})"));
  ASSERT_EQ(stage.sent("io.element.device_mute").size(), 2U);
  stage.ask("io.element.device_mute");
  EXPECT_EQ(stage.sent("io.element.device_mute").size(), 2U) << "nothing has changed";
  EXPECT_TRUE(stage.press("press_mute", R"({"kind":"audio"})"));
  EXPECT_FALSE(stage.press("press_mute"));
  EXPECT_EQ(stage.sent("io.element.device_mute").back(),
            json(R"({"audio_enabled":false,"video_enabled":false})"));
}

TEST(CallWidget, OwnsItsKeyWhereTheRoomSaysSo) {
  CallStage stage;
  stage.room_version = "org.matrix.msc3757.11";
  stage.open();
  stage.press("press_join");
  ASSERT_FALSE(stage.sent("send_event").empty());
  EXPECT_EQ(stage.sent("send_event")[0].string_at("state_key"), "@bob:x_BOB_m.call");
}

TEST(CallWidget, WithoutACallThereAreNoButtons) {
  WidgetSetup setup = call_setup();
  setup.call.reset();
  CallStage stage(std::move(setup));
  stage.open();
  for (const char* button : {"press_join", "press_hang_up", "press_mute"}) EXPECT_FALSE(stage.press(button));
  EXPECT_EQ(stage.ask("im.vector.hangup"), make_object());
}

}  // namespace
}  // namespace ringcheck::widget
