#include "widget/fake_widget.hpp"

#include <gtest/gtest.h>

#include "widget/test_pair.hpp"

namespace ringcheck::widget {
namespace {

using testing::json;
using testing::schemas;
using testing::Seen;

/// A widget that a test plays the host of.
struct WidgetStage {
  FakeWidget widget;
  Seen seen;
  std::int64_t now = 1000;
  int asked = 0;

  explicit WidgetStage(WidgetSetup setup = {}, const WidgetFaults& faults = {})
      : widget(with_ids(std::move(setup)), schemas(), faults) {}

  static WidgetSetup with_ids(WidgetSetup setup) {
    setup.widget_id = "w";
    setup.id_prefix = "p";
    return setup;
  }
  Value ask(std::string_view action, std::string_view data = "{}") {
    const std::string id = "q" + std::to_string(++asked);
    const auto before = seen.posts.size();
    Value message =
        make_object({{"api", "toWidget"}, {"widgetId", "w"}, {"requestId", id}, {"action", action}});
    if (!data.empty()) message.set("data", json(data));
    seen.take(widget.on_message({std::move(message), "", true}, now));
    for (auto at = before; at < seen.posts.size(); ++at) {
      if (seen.posts[at].string_at("requestId") == id) return *seen.posts[at].find("response");
    }
    return {};
  }
  void respond(std::string_view action, std::string_view response) {
    for (auto post = seen.posts.rbegin(); post != seen.posts.rend(); ++post) {
      if (post->find("response") != nullptr || post->string_at("action") != action) continue;
      Value message = *post;
      message.set("response", json(response));
      return seen.take(widget.on_message({std::move(message), "", true}, now));
    }
    FAIL() << action;
  }
  void order(std::string_view params) {
    auto effects = widget.order("ask_host", json(params), now);
    ASSERT_TRUE(effects);
    seen.take(*effects);
  }
  std::string last() const {
    return seen.posts.empty() ? "" : std::string(seen.posts.back().string_at("action"));
  }
};

WidgetSetup that_starts() {
  WidgetSetup setup;
  setup.starts = true;
  return setup;
}

TEST(FakeWidget, StartsByVersionsAndContentLoaded) {
  WidgetStage stage(that_starts());
  stage.seen.take(stage.widget.on_load(stage.now));
  ASSERT_EQ(stage.seen.posts.size(), 1U);
  EXPECT_EQ(
      stage.seen.posts[0],
      json(
          R"({"api":"fromWidget","widgetId":"w","requestId":"p1","action":"supported_api_versions","data":{}})"));
  stage.respond("supported_api_versions", R"({"supported_versions":["0.0.1"]})");
  ASSERT_EQ(stage.seen.posts.size(), 2U);
  EXPECT_EQ(stage.last(), "content_loaded");
}

TEST(FakeWidget, GivesUpAHostOfOtherVersions) {
  WidgetStage stage(that_starts());
  stage.seen.take(stage.widget.on_load(stage.now));
  stage.respond("supported_api_versions", R"({"supported_versions":["com.example.none"]})");
  stage.order(R"({"action":"com.example.hello"})");
  EXPECT_EQ(stage.seen.posts.size(), 1U);
  ASSERT_EQ(stage.seen.notes.size(), 1U);
  EXPECT_NE(stage.seen.notes[0].data.find("error"), nullptr);
  EXPECT_NE(stage.ask("supported_api_versions").find("supported_versions"), nullptr);
}

TEST(FakeWidget, IsNotLoadedAnewWhenItWasAskedForItsCapabilities) {
  WidgetStage stage(that_starts());
  stage.seen.take(stage.widget.on_load(stage.now));
  stage.ask("capabilities");
  stage.respond("supported_api_versions", R"({"supported_versions":["0.0.1"]})");
  EXPECT_NE(stage.last(), "content_loaded");
}

TEST(FakeWidget, AnswersCapabilitiesOnce) {
  WidgetSetup setup;
  setup.capabilities = {"m.sticker"};
  WidgetStage stage(std::move(setup));
  EXPECT_EQ(stage.ask("capabilities"), json(R"({"capabilities":["m.sticker"]})"));
  EXPECT_NE(stage.ask("capabilities").find("error"), nullptr);
  EXPECT_EQ(stage.ask("notify_capabilities", R"({"requested":["m.sticker"],"approved":[]})"), make_object());
  EXPECT_TRUE(stage.widget.told().approved.empty());
}

TEST(FakeWidget, RefusesTheUnknownAndTheWrong) {
  WidgetStage stage;
  for (const char* action : {"com.example.nope", "get_openid", "content_loaded"}) {
    EXPECT_NE(stage.ask(action).find("error"), nullptr) << action;
  }
  EXPECT_NE(stage.ask("visibility", R"({"visible":"yes"})").find("error"), nullptr);
  EXPECT_NE(stage.ask("visibility", "").find("error"), nullptr);
}

TEST(FakeWidget, KeepsWhatItIsTold) {
  WidgetStage stage;
  const char* const event =
      R"({"type":"a","sender":"@a:x","event_id":"$1","room_id":"!r","origin_server_ts":1,"content":{},"state_key":"k"})";
  EXPECT_EQ(stage.ask("send_event", event), make_object());
  EXPECT_EQ(stage.ask("update_state", std::string(R"({"state":[)") + event + "]}"), make_object());
  EXPECT_EQ(stage.ask("update_state", R"({"state":[]})"), make_object());
  EXPECT_EQ(stage.ask("visibility", R"({"visible":false})"), make_object());
  EXPECT_EQ(stage.ask("theme_change", R"({"name":"dark"})"), make_object());
  EXPECT_EQ(stage.ask("language_change", R"({"lang":"fr"})"), make_object());
  EXPECT_EQ(stage.ask("update_turn_servers", R"({"uris":[],"username":"","password":""})"), make_object());
  EXPECT_EQ(stage.ask("io.element.device_mute", R"({"audio_enabled":false})"),
            json(R"({"audio_enabled":false,"video_enabled":true})"));
  EXPECT_EQ(stage.widget.told().events.size(), 1U);
  EXPECT_EQ(stage.widget.told().state.size(), 1U);
  EXPECT_FALSE(stage.widget.told().visible);
  EXPECT_EQ(stage.widget.told().language, "fr");
}

TEST(FakeWidget, AsksWhenItMay) {
  WidgetStage stage;
  stage.order(R"({"action":"m.sticker","data":{"name":"a","content":{"url":"mxc://x/y","info":{}}}})");
  EXPECT_EQ(stage.last(), "supported_api_versions");
  stage.respond("supported_api_versions", R"({"supported_versions":["0.0.2","org.matrix.msc2871"]})");
  stage.ask("capabilities");
  EXPECT_EQ(stage.last(), "capabilities");
  stage.ask("notify_capabilities", R"({"requested":["m.sticker"],"approved":["m.sticker"]})");
  EXPECT_EQ(stage.last(), "m.sticker");
  stage.respond("m.sticker", "{}");
  ASSERT_EQ(stage.seen.notes.size(), 1U);
  EXPECT_EQ(stage.seen.notes[0].data, json(R"({"action":"m.sticker","response":{}})"));
  stage.order(R"({"action":"navigate"})");
  stage.order(R"({"action":"set_always_on_screen","data":{"value":true}})");
  EXPECT_EQ(stage.last(), "m.sticker");
  EXPECT_EQ(stage.seen.notes.size(), 3U);
}

TEST(FakeWidget, DoesNotWaitForANotificationThatNeverComes) {
  WidgetStage stage;
  stage.order(R"({"action":"set_always_on_screen","data":{"value":true}})");
  stage.respond("supported_api_versions", R"({"supported_versions":["0.0.2"]})");
  stage.ask("capabilities");
  EXPECT_EQ(stage.last(), "set_always_on_screen");
}

TEST(FakeWidget, GivesUpAndTakesNothingLate) {
  WidgetStage stage;
  stage.order(R"({"action":"com.example.hello"})");
  stage.respond("supported_api_versions", R"({"supported_versions":["0.0.2"]})");
  stage.now = *stage.widget.next_ms();
  stage.seen.take(stage.widget.on_time(stage.now));
  ASSERT_EQ(stage.seen.notes.size(), 1U);
  EXPECT_NE(stage.seen.notes[0].data.find("error"), nullptr);
  stage.respond("com.example.hello", "{}");
  EXPECT_EQ(stage.seen.notes.size(), 1U);
}

TEST(FakeWidget, WaitsForTheCredentialsThatItAskedFor) {
  WidgetStage stage;
  stage.order(R"({"action":"get_openid"})");
  stage.respond("supported_api_versions", R"({"supported_versions":["0.0.2"]})");
  const std::string id(stage.seen.posts.back().string_at("requestId"));
  stage.respond("get_openid", R"({"state":"request"})");
  EXPECT_TRUE(stage.seen.notes.empty());
  EXPECT_EQ(stage.ask("openid_credentials", R"({"state":"blocked","original_request_id":"other"})"),
            make_object());
  EXPECT_TRUE(stage.seen.notes.empty());
  EXPECT_EQ(stage.ask("openid_credentials", R"({"state":"blocked","original_request_id":")" + id + "\"}"),
            make_object());
  ASSERT_EQ(stage.seen.notes.size(), 1U);
  EXPECT_EQ(stage.seen.notes[0].data, json(R"({"action":"get_openid","response":{"state":"blocked"}})"));
}

}  // namespace
}  // namespace ringcheck::widget
