#include <gtest/gtest.h>

#include "widget/test_pair.hpp"

namespace ringcheck::widget {
namespace {

using testing::HostStage;
using testing::json;

constexpr const char* all_sends =
    R"(["m.send.event:m.room.message#m.text","m.send.event:com.x#y","m.send.event:m.room.redaction",)"
    R"("m.send.state_event:m.room.topic#","m.send.state_event:com.x.\\#t#k","m.send.delayed_event",)"
    R"("m.send.sticky_event","org.matrix.msc4157.update_delayed_event"])";

/// What the homeserver was asked last, as `METHOD path`.
std::string last_request(const HostStage& stage) {
  if (stage.seen.requests.empty()) return "";
  return stage.seen.requests.back().method + " " + stage.seen.requests.back().path;
}

TEST(HostEvents, SendsMessagesToTheRoomOfTheWidget) {
  HostStage stage;
  stage.open(all_sends);
  const auto id =
      stage.ask("send_event", R"({"type":"m.room.message","content":{"msgtype":"m.text","$x":null}})");
  EXPECT_EQ(last_request(stage), "PUT /_matrix/client/v3/rooms/%21r%3Ax/send/m.room.message/ht1");
  EXPECT_EQ(stage.seen.requests.back().body, json(R"({"msgtype":"m.text","$x":null})"));
  EXPECT_TRUE(stage.answers(id).empty());
  stage.serve(200, R"({"event_id":"$known"})");
  EXPECT_EQ(stage.answer(id), json(R"({"room_id":"!r:x","event_id":"$known"})"));
}

TEST(HostEvents, SendsStateWhereThereIsAKey) {
  HostStage stage;
  stage.open(all_sends);
  stage.ask("send_event", R"({"type":"m.room.topic","state_key":"","content":{}})");
  EXPECT_EQ(last_request(stage), "PUT /_matrix/client/v3/rooms/%21r%3Ax/state/m.room.topic/");
  stage.ask("send_event", R"({"type":"com.x.#t","state_key":"k","content":{}})");
  EXPECT_EQ(last_request(stage), "PUT /_matrix/client/v3/rooms/%21r%3Ax/state/com.x.%23t/k");
}

TEST(HostEvents, NullIsNoStateKey) {
  HostStage stage;
  stage.open(all_sends);
  stage.ask("send_event", R"({"type":"com.x#y","state_key":null,"room_id":null,"content":{}})");
  EXPECT_EQ(last_request(stage), "PUT /_matrix/client/v3/rooms/%21r%3Ax/send/com.x%23y/ht1");
}

TEST(HostEvents, RefusesWhatIsNotCovered) {
  HostStage stage;
  stage.open(all_sends, all_sends);
  for (const char* data :
       {R"({"type":"m.room.message","content":{"msgtype":"m.notice"}})",
        R"({"type":"m.room.message","content":{}})", R"({"type":"com.x","content":{}})",
        R"({"type":"m.room.topic","state_key":"x","content":{}})", R"({"type":"m.room.topic","content":{}})",
        R"({"type":"com.x.#t","state_key":"l","content":{}})",
        R"({"type":"com.x#y","content":{},"room_id":"!other:x"})",
        R"({"type":"m.room.topic","state_key":"","content":{},"sticky_duration_ms":1000})",
        R"({"type":"com.x#y","content":{},"delay":0})",
        R"({"type":"com.x#y","content":{},"sticky_duration_ms":-1})",
        R"({"type":"m.room.redaction","content":{}})"}) {
    EXPECT_TRUE(stage.is_refused(stage.ask("send_event", data))) << data;
  }
  EXPECT_TRUE(stage.seen.requests.empty());
}

TEST(HostEvents, DelaysAndSticksNeedTheirOwnCapability) {
  HostStage stage;
  stage.open(R"(["m.send.event:com.x"])");
  EXPECT_TRUE(stage.is_refused(stage.ask("send_event", R"({"type":"com.x","content":{},"delay":5000})")));
  EXPECT_TRUE(
      stage.is_refused(stage.ask("send_event", R"({"type":"com.x","content":{},"sticky_duration_ms":1})")));
  EXPECT_TRUE(stage.seen.requests.empty());
}

TEST(HostEvents, DelaysAndSticks) {
  HostStage stage;
  stage.open(all_sends);
  const auto id =
      stage.ask("send_event", R"({"type":"com.x#y","content":{},"delay":5000,"sticky_duration_ms":600000})");
  EXPECT_TRUE(last_request(stage).ends_with(
      "?org.matrix.msc4140.delay=5000&org.matrix.msc4354.sticky_duration_ms=600000"));
  stage.serve(200, R"({"delay_id":"d"})");
  EXPECT_EQ(stage.answer(id), json(R"({"room_id":"!r:x","delay_id":"d"})"));
}

TEST(HostEvents, DelayedEventsAreUpdated) {
  HostStage stage;
  stage.open(all_sends);
  for (const char* action : {"cancel", "send", "restart"}) {
    const auto id = stage.ask("org.matrix.msc4157.update_delayed_event",
                              std::string(R"({"delay_id":"d","action":")") + action + "\"}");
    EXPECT_EQ(last_request(stage),
              std::string("POST /_matrix/client/unstable/org.matrix.msc4140/delayed_events/d/") + action);
    stage.serve(200, "{}");
    EXPECT_EQ(stage.answer(id), make_object());
  }
  for (const char* data : {R"({"delay_id":"d","action":"refresh"})", R"({"action":"send"})"}) {
    EXPECT_TRUE(stage.is_refused(stage.ask("org.matrix.msc4157.update_delayed_event", data))) << data;
  }
}

TEST(HostEvents, RedactionsHaveTheirOwnEndpoint) {
  HostStage stage;
  stage.open(all_sends);
  stage.ask("send_event", R"({"type":"m.room.redaction","content":{"redacts":"$e","reason":"r"}})");
  EXPECT_EQ(last_request(stage), "PUT /_matrix/client/v3/rooms/%21r%3Ax/redact/%24e/ht1");
  EXPECT_EQ(stage.seen.requests.back().body, json(R"({"reason":"r"})"));
}

TEST(HostEvents, HomeserverErrorsReachTheWidget) {
  HostStage stage;
  stage.open(all_sends);
  const auto id = stage.ask("send_event", R"({"type":"com.x#y","content":{}})");
  stage.serve(403, R"({"errcode":"M_FORBIDDEN","error":"no"})");
  const Value error = *stage.answer(id).find("error");
  EXPECT_FALSE(error.string_at("message").empty());
  EXPECT_EQ(*error.find("matrix_api_error"),
            json(R"({"http_status":403,"http_headers":{},)"
                 R"("url":"http://hs/_matrix/client/v3/rooms/%21r%3Ax/send/com.x%23y/ht1",)"
                 R"("response":{"errcode":"M_FORBIDDEN","error":"no"}})"));
}

TEST(HostEvents, OtherRoomsNeedTheTimelineCapability) {
  HostStage stage;
  stage.open(R"(["m.send.event:com.x","m.timeline:!other:x"])");
  stage.ask("send_event", R"({"type":"com.x","content":{},"room_id":"!other:x"})");
  EXPECT_EQ(last_request(stage), "PUT /_matrix/client/v3/rooms/%21other%3Ax/send/com.x/ht1");
  EXPECT_TRUE(
      stage.is_refused(stage.ask("send_event", R"({"type":"com.x","content":{},"room_id":"!third:x"})")));
}

TEST(HostEvents, NothingIsSentInClearToAnEncryptedRoom) {
  HostStage stage;
  stage.event(R"({"type":"m.room.encryption","state_key":"","event_id":"$e","content":{}})");
  stage.open(R"(["m.send.event:com.x","m.sticker"])");
  EXPECT_TRUE(stage.is_refused(stage.ask("send_event", R"({"type":"com.x","content":{}})")));
  EXPECT_TRUE(
      stage.is_refused(stage.ask("m.sticker", R"({"name":"s","content":{"url":"mxc://x/y","info":{}}})")));
  EXPECT_TRUE(stage.seen.requests.empty());
}

TEST(HostEvents, NeedASession) {
  HostStage stage;
  stage.load();
  for (const auto& [action, data] :
       {std::pair{"send_event", R"({"type":"com.x","content":{}})"}, std::pair{"get_openid", "{}"},
        std::pair{"m.sticker", R"({"name":"s","content":{"url":"mxc://x/y","info":{}}})"}}) {
    EXPECT_TRUE(stage.is_refused(stage.ask(action, data))) << action;
  }
}

}  // namespace
}  // namespace ringcheck::widget
