#include <gtest/gtest.h>

#include "widget/test_pair.hpp"

namespace ringcheck::widget {
namespace {

using testing::HostStage;

constexpr const char* read = "org.matrix.msc2876.read_events";
constexpr const char* relations = "org.matrix.msc3869.read_relations";

std::string event(std::string_view type, int number, std::string_view rest = "") {
  return R"({"type":")" + std::string(type) + R"(","sender":"@al:x","event_id":"$)" + std::to_string(number) +
         R"(","origin_server_ts":1,"content":{})" + std::string(rest) + "}";
}

std::string ids_of(const Value& events) {
  std::string ids;
  for (const Value& each : events.items) ids += each.string_at("event_id");
  return ids;
}

struct Read : ::testing::Test {
  HostStage stage;

  void SetUp() override {
    for (int i = 1; i <= 3; ++i) stage.event(event("com.x", i));
    stage.event(event("m.room.topic", 4, R"(,"state_key":"")"));
    stage.event(event("m.room.topic", 5, R"(,"state_key":"")"));
    stage.event(event("m.room.topic", 6, R"(,"state_key":"k")"), testing::room, Brought::state);
    stage.event(event("com.x", 7), "!other:x");
    stage.event(R"({"type":"m.room.message","event_id":"$8","content":{"msgtype":"m.text"}})");
    stage.event(R"({"type":"m.room.message","event_id":"$9","content":{"msgtype":"m.notice"}})");
    stage.open(R"(["m.receive.event:com.x","m.receive.state_event:m.room.topic",)"
               R"("m.receive.event:m.room.message#m.text"])");
  }
  std::string ids(std::string_view data) {
    const Value response = stage.answer(stage.ask(read, data));
    const Value* events = response.find("events");
    return events == nullptr ? "error" : ids_of(*events);
  }
};

TEST_F(Read, TypesKeysAndLimits) {
  EXPECT_EQ(ids(R"({"type":"com.x"})"), "$3$2$1");
  EXPECT_EQ(ids(R"({"type":"com.x","limit":1})"), "$3");
  EXPECT_EQ(ids(R"({"type":"com.x","limit":0})"), "");
  EXPECT_EQ(ids(R"({"type":"com.x","limit":null,"room_ids":null})"), "$3$2$1");
  EXPECT_EQ(ids(R"({"type":"com.x","since":"$2"})"), "$3");
  EXPECT_EQ(ids(R"({"type":"com.x","since":"$nope"})"), "$3$2$1");
  EXPECT_EQ(ids(R"({"type":"m.room.topic","state_key":""})"), "$5$4");
  EXPECT_EQ(ids(R"({"type":"m.room.topic","state_key":true})"), "$5$4$6");
  EXPECT_EQ(ids(R"({"type":"m.room.message","msgtype":"m.text"})"), "$8");
  EXPECT_EQ(ids(R"({"type":"m.room.message"})"), "$8");
}

TEST_F(Read, RefusesWhatMakesNoSense) {
  for (const char* data :
       {R"({"type":"com.x","limit":-1})", R"({"type":"com.x","limit":"5"})", R"({"type":"com.y"})",
        R"({"type":"m.room.topic","state_key":false})", R"({"type":"m.room.topic","state_key":5})",
        R"({"type":"com.x","room_ids":["!other:x"]})", R"({"type":"com.x","room_ids":"!r:x"})"}) {
    EXPECT_EQ(ids(data), "error") << data;
  }
  EXPECT_EQ(ids(R"({"type":"com.x","room_ids":"*"})"), "$3$2$1");
}

TEST_F(Read, OtherRoomsByTheirCapability) {
  stage.order("decide_capabilities", R"({"approve":["m.timeline:*"],"deny":[]})");
  stage.ask("org.matrix.msc2974.request_capabilities", R"({"capabilities":["m.timeline:*"]})");
  EXPECT_EQ(ids(R"({"type":"com.x","room_ids":["!other:x"]})"), "$7");
  EXPECT_EQ(ids(R"({"type":"com.x","room_ids":"*"})"), "$7$3$2$1");
}

TEST_F(Read, RelationsAreThoseOfTheHomeserverAsFarAsMayBeSeen) {
  const auto id = stage.ask(
      relations,
      R"({"event_id":"$1","rel_type":"m.thread","event_type":"com.x","limit":2,"from":"a b","direction":"f"})");
  EXPECT_EQ(stage.seen.requests.back().path,
            "/_matrix/client/v1/rooms/%21r%3Ax/relations/%241/m.thread/com.x?limit=2&from=a%20b&dir=f");
  stage.serve(200,
              R"({"chunk":[)" + event("com.x", 10) + "," + event("com.y", 11) + R"(],"next_batch":"n"})");
  const Value response = stage.answer(id);
  EXPECT_EQ(ids_of(*response.find("chunk")), "$10");
  EXPECT_EQ(response.find("chunk")->items[0].string_at("room_id"), "!r:x");
  EXPECT_EQ(response.string_at("next_batch"), "n");
  EXPECT_EQ(response.find("prev_batch"), nullptr);
}

TEST_F(Read, RelationsAreRefused) {
  for (const char* data :
       {R"({"event_id":"$1","room_id":"!other:x"})", "{}", R"({"event_id":"$1","limit":-1})"}) {
    EXPECT_TRUE(stage.is_refused(stage.ask(relations, data))) << data;
  }
  EXPECT_TRUE(stage.seen.requests.empty());
  const auto id = stage.ask(relations, R"({"event_id":"$1"})");
  stage.serve(404, R"({"errcode":"M_NOT_FOUND"})");
  EXPECT_NE(stage.answer(id).find("error")->find("matrix_api_error"), nullptr);
}

}  // namespace
}  // namespace ringcheck::widget
