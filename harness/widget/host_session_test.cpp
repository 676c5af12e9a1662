#include <gtest/gtest.h>

#include "widget/clone_codec.hpp"
#include "widget/test_pair.hpp"

namespace ringcheck::widget {
namespace {

using testing::HostStage;
using testing::json;

HostSetup waits_for_content() {
  HostSetup setup;
  setup.wait_for_load = false;
  return setup;
}

TEST(HostSession, NegotiatesAfterTheLoadEvent) {
  HostStage stage;
  EXPECT_TRUE(stage.pushed("capabilities").empty());
  stage.load();
  ASSERT_EQ(stage.pushed("capabilities").size(), 1U);
  EXPECT_EQ(stage.pushed("capabilities")[0],
            json(R"({"api":"toWidget","widgetId":"w","requestId":"h2","action":"capabilities","data":{}})"));
  EXPECT_EQ(stage.host->state(), "preparing");
}

TEST(HostSession, NegotiatesAfterContentLoadedWhereTheWidgetWantsIt) {
  HostStage stage(waits_for_content());
  stage.load();
  EXPECT_TRUE(stage.pushed("capabilities").empty());
  const auto first = stage.ask("content_loaded");
  EXPECT_EQ(stage.answer(first), make_object());
  EXPECT_EQ(stage.pushed("capabilities").size(), 1U);
  const auto again = stage.ask("content_loaded");
  EXPECT_EQ(stage.answer(again), make_object());
  EXPECT_EQ(stage.pushed("capabilities").size(), 1U);
}

TEST(HostSession, AnswersVersionsAtAnyTime) {
  HostStage stage;
  const Value versions = *stage.answer(stage.ask("supported_api_versions")).find("supported_versions");
  EXPECT_TRUE(versions.is_array());
  EXPECT_NE(to_json(versions).find("\"0.0.2\""), std::string::npos);
  EXPECT_NE(to_json(versions).find("org.matrix.msc2974"), std::string::npos);
}

TEST(HostSession, TellsWhatWasApproved) {
  HostStage stage;
  stage.open(R"(["m.sticker","org.matrix.msc2931.navigate"])", R"(["m.navigate"])");
  const auto told = stage.pushed("notify_capabilities");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(*told[0].find("data"), json(R"({"requested":["m.sticker","org.matrix.msc2931.navigate"],)"
                                        R"("approved":["org.matrix.msc2931.navigate"]})"));
  EXPECT_EQ(stage.host->state(), "ready");
}

TEST(HostSession, KeepsToTheVersionsOfTheWidget) {
  HostStage stage;
  stage.load();
  stage.respond("supported_api_versions", R"({"supported_versions":["0.0.1"]})");
  stage.respond("capabilities", R"({"capabilities":[]})");
  EXPECT_TRUE(stage.pushed("notify_capabilities").empty());
  EXPECT_EQ(stage.host->state(), "ready");
}

TEST(HostSession, FailsWithoutAnAnswerInTime) {
  HostStage stage;
  stage.load();
  stage.pass(9999);
  EXPECT_EQ(stage.host->state(), "preparing");
  stage.pass(1);
  EXPECT_EQ(stage.host->state(), "failed");
  stage.respond("capabilities", R"({"capabilities":[]})");
  EXPECT_EQ(stage.host->state(), "failed");
}

TEST(HostSession, FailsWithoutContentLoaded) {
  HostStage stage(waits_for_content());
  stage.load();
  stage.pass(10000);
  EXPECT_EQ(stage.host->state(), "failed");
}

TEST(HostSession, SaysNothingToAClosedWidget) {
  HostStage stage;
  stage.open("[]");
  stage.seen.take(stage.host->close(stage.now));
  const auto posts = stage.seen.posts.size();
  stage.ask("supported_api_versions");
  EXPECT_EQ(stage.seen.posts.size(), posts);
  EXPECT_FALSE(stage.host->next_ms());
}

TEST(HostMessage, IgnoresWhatIsNotForIt) {
  HostSetup setup;
  setup.origin = "http://w";
  HostStage stage(std::move(setup));
  const Value good = json(
      R"({"api":"fromWidget","widgetId":"w","requestId":"a","action":"supported_api_versions","data":{}})");
  const auto with = [&](std::string_view key, Value value) {
    Value changed = good;
    changed.set(key, std::move(value));
    return changed;
  };
  for (const Value& message :
       {with("widgetId", "v"), with("widgetId", ""), with("widgetId", 1), with("requestId", 1),
        with("requestId", ""), with("action", Value()), with("api", "toWidget"), with("response", Value()),
        Value("text"), Value(), Value(1), make_array(), make_undefined(), make_object()}) {
    stage.say(message, "http://w");
  }
  stage.say(good, "http://evil");
  stage.say(good, "http://w", false);
  EXPECT_TRUE(stage.seen.posts.empty());
  stage.say(good, "http://w");
  EXPECT_EQ(stage.seen.posts.size(), 1U);
}

TEST(HostMessage, AnswersWithTheRequestAndAResponse) {
  HostStage stage;
  Value message = json(
      R"({"api":"fromWidget","widgetId":"w","requestId":"a","action":"nope","data":{"x":[1]},"more":{"y":2}})");
  message["data"].set("u", make_undefined());
  stage.say(message);
  ASSERT_EQ(stage.seen.posts.size(), 1U);
  Value rest = stage.seen.posts[0];
  EXPECT_TRUE(stage.is_refused("a"));
  rest.erase("response");
  EXPECT_EQ(rest, message);
}

TEST(HostMessage, RefusesWhatIsNoDataOfTheAction) {
  HostStage stage;
  stage.open("[]");
  for (const char* data : {"", "null", "[]", "\"x\"", "{}", R"({"capabilities":null})",
                           R"({"capabilities":"a"})", R"({"capabilities":[1]})"}) {
    EXPECT_TRUE(stage.is_refused(stage.ask("org.matrix.msc2974.request_capabilities", data))) << data;
  }
  EXPECT_TRUE(stage.is_refused(stage.ask("request_capabilities", R"({"capabilities":[]})")));
}

}  // namespace
}  // namespace ringcheck::widget
