// The fake homeserver on a real port: time that brings delayed events, files that are no text.

#include "run/homeserver.hpp"

#include <fmt/format.h>

#include "net/test_support.hpp"
#include "world/test_world.hpp"

namespace ringcheck::run {
namespace {

using net::testing::run_until;
using net::testing::TestClient;
using trace::Entry;
using trace::Kind;

class HomeserverTest : public ::testing::Test {
 protected:
  HomeserverTest() : test_(with_subject()), recorder_(loop_, test_) {
    world::TestWorld t;
    room_id_ = t.room_id;
    auto opened = Homeserver::open(loop_, std::move(t.world),
                                   {{{"@bob:hs.test", "BOB"}, "bob"}, {{"@alice:hs.test", "ALICE"}, "alice"}},
                                   "bob", recorder_);
    EXPECT_TRUE(opened) << opened.error().text;
    homeserver_ = std::move(*opened);
    recorder_.on_change([this] { loop_.stop(); });
    client_ = std::make_unique<TestClient>(loop_, homeserver_->port());
  }
  ~HomeserverTest() override { homeserver_->close(); }

  /// Sends the request, and waits for the whole answer.
  std::string ask(std::string_view line, std::string_view body,
                  std::string_view content_type = "application/json", std::string_view token = "bob-token") {
    client_->received.clear();
    client_->send(
        fmt::format("{} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {}\r\nContent-Type: {}\r\n"
                    "Content-Length: {}\r\n\r\n",
                    line, token, content_type, body.size()));
    client_->send(body);
    const auto has_come = [&] { return client_->received.find("\r\n\r\n") != std::string::npos; };
    EXPECT_TRUE(run_until(loop_, has_come));
    return client_->received;
  }

  std::string in_room(std::string_view rest) const {
    return fmt::format("/_matrix/client/v3/rooms/{}{}", room_id_, rest);
  }

  const Entry* find(Kind kind, std::string_view type) const {
    for (const Entry& entry : recorder_.trace().entries()) {
      if (entry.kind == kind && entry.type == type) return &entry;
    }
    return nullptr;
  }

  static scenario::Test with_subject() {
    scenario::Test test;
    test.actors.emplace_back();
    test.actors.back().name = "bob";
    test.actors.back().is = scenario::Actor::Is::subject;
    return test;
  }

  net::Loop loop_;
  scenario::Test test_;
  Recorder recorder_;
  std::string room_id_;
  std::unique_ptr<Homeserver> homeserver_;
  std::unique_ptr<TestClient> client_;
};

TEST_F(HomeserverTest, ADelayedEventComesByItself) {
  const std::string answer =
      ask("PUT " + in_room("/send/m.test/1?org.matrix.msc4140.delay=30"), R"({"a": 1})");
  EXPECT_NE(answer.find("delay_id"), std::string::npos) << answer;
  EXPECT_EQ(find(Kind::event, "m.test"), nullptr);
  EXPECT_TRUE(run_until(loop_, [&] { return find(Kind::event, "m.test") != nullptr; }));
  const Entry& event = *find(Kind::event, "m.test");
  EXPECT_EQ(event.from, "bob");
  EXPECT_FALSE(event.head.string_at("delay_id").empty());
  EXPECT_GE(event.t_us, 30'000);
  const Entry* request = find(Kind::request, "PUT /rooms/" + room_id_ + "/send/m.test/1");
  ASSERT_NE(request, nullptr);
  EXPECT_EQ(request->body, make_object({{"a", 1}})) << "no event tells of it yet, so the request does";
}

TEST_F(HomeserverTest, MovingTheClockBringsWhatIsDueWithin) {
  ask("PUT " + in_room("/send/m.test/1?org.matrix.msc4140.delay=3600000"), "{}");
  homeserver_->move_clock(3'599'000);
  EXPECT_EQ(find(Kind::event, "m.test"), nullptr);
  homeserver_->move_clock(1'000);
  EXPECT_NE(find(Kind::event, "m.test"), nullptr);
}

TEST_F(HomeserverTest, WhatAPeerSchedulesWakesTheSubjectsSync) {
  ask("GET /_matrix/client/v3/sync", "");
  world::SendOptions options;
  options.room_id = room_id_;
  options.sender = "@alice:hs.test";
  options.device_id = "ALICE";
  options.type = "m.late";
  options.content = make_object();
  world::schedule_event(homeserver_->world(), options, 20, homeserver_->now_ms());
  homeserver_->publish({}, "alice", 3, 0);
  const std::string token = world::make_sync_token(homeserver_->world(), homeserver_->world().released);
  const std::string answer = ask("GET /_matrix/client/v3/sync?timeout=9000&since=" + token, "");
  EXPECT_NE(answer.find("m.late"), std::string::npos) << answer;
  EXPECT_EQ(find(Kind::event, "m.late")->from, "alice");
}

TEST_F(HomeserverTest, WhatMayNotBeSentIsTold) {
  ask("PUT " + in_room("/state/m.room.topic?org.matrix.msc4140.delay=10"), "{}");
  homeserver_->move_clock(10);
  const Entry* failed = find(Kind::log, "delay_failed");
  ASSERT_NE(failed, nullptr);
  EXPECT_EQ(failed->head.string_at("type"), "m.room.topic");
  EXPECT_EQ(failed->body.string_at("errcode"), "M_FORBIDDEN");
}

TEST_F(HomeserverTest, FilesGoAndComeAndATraceStaysText) {
  const std::string bytes = "\x89PNG\xff";
  const std::string uploaded = ask("POST /_matrix/media/v3/upload", bytes, "image/png");
  const std::size_t at = uploaded.find("mxc://") + 6;
  const std::string path = uploaded.substr(at, uploaded.find('"', at) - at);
  const std::string downloaded = ask("GET /_matrix/client/v1/media/download/" + path, "");
  EXPECT_TRUE(downloaded.ends_with("\r\n\r\n" + bytes));
  EXPECT_NE(downloaded.find("Content-Type: image/png"), std::string::npos) << downloaded;
  EXPECT_EQ(downloaded.find("application/json"), std::string::npos) << downloaded;
  const Entry* request = find(Kind::request, "POST /_matrix/media/v3/upload");
  ASSERT_NE(request, nullptr);
  EXPECT_EQ(*request->head.find("file")->find("bytes"), Value(5));
  EXPECT_EQ(request->head.find("file")->string_at("content_type"), "image/png");
  EXPECT_TRUE(request->raw.empty());
  ask("PUT " + in_room("/send/m.test/2"), bytes);
  EXPECT_EQ(find(Kind::request, "PUT /rooms/" + room_id_ + "/send/m.test/2")->raw, "") << "no text";
}

}  // namespace
}  // namespace ringcheck::run
