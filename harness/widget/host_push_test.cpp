#include <gtest/gtest.h>

#include "widget/test_pair.hpp"

namespace ringcheck::widget {
namespace {

using testing::HostStage;
using testing::json;

constexpr const char* topic =
    R"({"type":"m.room.topic","state_key":"","sender":"@al:x","event_id":"$t","origin_server_ts":1,"content":{}})";
constexpr const char* later_topic =
    R"({"type":"m.room.topic","state_key":"","sender":"@al:x","event_id":"$u","origin_server_ts":2,"content":{}})";
constexpr const char* message =
    R"({"type":"com.x","sender":"@al:x","event_id":"$m","origin_server_ts":1,"content":{}})";

std::string state_pushed(const HostStage& stage) {
  const auto all = stage.pushed("update_state");
  if (all.empty()) return "none";
  std::string ids;
  for (const Value& each : all.back().find("data")->find("state")->items) ids += each.string_at("event_id");
  return ids;
}

TEST(HostPush, EventsOfApprovedTypesComeWhole) {
  HostStage stage;
  stage.event(message);
  stage.open(R"(["m.receive.event:com.x"])");
  EXPECT_TRUE(stage.pushed("send_event").empty());
  stage.event(message);
  stage.event(R"({"type":"com.y","event_id":"$n","content":{}})");
  stage.event(message, "!other:x");
  const auto pushed = stage.pushed("send_event");
  ASSERT_EQ(pushed.size(), 1U);
  EXPECT_EQ(*pushed[0].find("data"),
            json(R"({"type":"com.x","sender":"@al:x","event_id":"$m","origin_server_ts":1,"content":{},)"
                 R"("room_id":"!r:x","unsigned":{}})"));
  EXPECT_TRUE(stage.pushed("update_state").empty());
}

TEST(HostPush, StateIsToldAtApprovalAndAsItChanges) {
  HostStage stage;
  stage.event(topic, testing::room, Brought::state);
  stage.event(topic, "!other:x", Brought::state);
  stage.event(R"({"type":"m.room.name","state_key":"","event_id":"$n","content":{}})", testing::room,
              Brought::state);
  stage.open(R"(["m.receive.state_event:m.room.topic"])");
  EXPECT_EQ(state_pushed(stage), "$t");
  stage.event(later_topic);
  EXPECT_EQ(state_pushed(stage), "$u");
  EXPECT_EQ(stage.pushed("send_event").size(), 1U);
  stage.event(later_topic, testing::room, Brought::state);
  EXPECT_EQ(stage.pushed("update_state").size(), 2U);
}

TEST(HostPush, NoStateIsAnEmptyList) {
  HostStage stage;
  stage.open(R"(["m.receive.state_event:m.room.topic"])");
  EXPECT_EQ(state_pushed(stage), "");
}

TEST(HostPush, MoreStateAfterRenegotiationOnly) {
  HostStage stage;
  stage.event(topic, testing::room, Brought::state);
  stage.open(R"(["m.receive.event:com.x"])");
  stage.order("decide_capabilities", R"({"approve":["m.receive.state_event:m.room.topic"],"deny":[]})");
  EXPECT_EQ(state_pushed(stage), "none");
  stage.ask("org.matrix.msc2974.request_capabilities",
            R"({"capabilities":["m.receive.state_event:m.room.topic"]})");
  EXPECT_EQ(state_pushed(stage), "$t");
  stage.event(message);
  EXPECT_EQ(stage.pushed("send_event").size(), 1U);
}

TEST(HostPush, OtherRoomsByTheirCapability) {
  HostStage stage;
  stage.open(R"(["m.receive.event:com.x","m.timeline:*"])");
  stage.event(message, "!joined later:x");
  EXPECT_EQ(stage.pushed("send_event").size(), 1U);
}

TEST(HostPush, StickyEventsAreToldAtApprovalAndOnce) {
  const char* const sticky =
      R"({"type":"com.x","event_id":"$s","content":{},"msc4354_sticky":{"duration_ms":5000}})";
  const char* const brief =
      R"({"type":"com.x","event_id":"$b","content":{},"unsigned":{"msc4354_sticky_duration_ttl_ms":10}})";
  HostStage stage;
  stage.event(sticky, testing::room, Brought::sticky);
  stage.event(brief, testing::room, Brought::sticky);
  stage.event(R"({"type":"com.y","event_id":"$o","content":{},"msc4354_sticky":{"duration_ms":5000}})");
  stage.pass(100);
  stage.open(R"(["m.receive.event:com.x","m.receive.sticky_event"])");
  ASSERT_EQ(stage.pushed("send_event").size(), 1U);
  EXPECT_EQ(stage.pushed("send_event")[0].find("data")->string_at("event_id"), "$s");
  stage.event(sticky, testing::room, Brought::sticky);
  EXPECT_EQ(stage.pushed("send_event").size(), 1U);
  const char* const next =
      R"({"type":"com.x","event_id":"$n","content":{},"msc4354_sticky":{"duration_ms":5000}})";
  stage.event(next, testing::room, Brought::timeline);
  stage.event(next, testing::room, Brought::sticky);
  EXPECT_EQ(stage.pushed("send_event").size(), 2U);
}

TEST(HostPush, DeviceMessagesOfApprovedTypes) {
  HostStage stage;
  stage.open(R"(["m.receive.to_device:com.x"])");
  const Value event = json(R"({"type":"com.x","sender":"@al:x","content":{"$a":1}})");
  stage.seen.take(stage.host->on_to_device(event, false, stage.now));
  stage.seen.take(
      stage.host->on_to_device(json(R"({"type":"com.y","sender":"@al:x","content":{}})"), false, stage.now));
  ASSERT_EQ(stage.pushed("send_to_device").size(), 1U);
  EXPECT_EQ(*stage.pushed("send_to_device")[0].find("data"),
            json(R"({"type":"com.x","sender":"@al:x","encrypted":false,"content":{"$$a":1}})"));
}

}  // namespace
}  // namespace ringcheck::widget
