// What a person sees of a widget and does with it: stickers, links, the screen, modals.

#include <gtest/gtest.h>

#include "widget/test_pair.hpp"

namespace ringcheck::widget {
namespace {

using testing::HostStage;
using testing::json;

HostSetup modal() {
  HostSetup setup;
  setup.modal =
      json(R"({"type":"m.custom","url":"http://m","buttons":[{"id":"com.x","label":"X","kind":"k"},)"
           R"({"id":"off","label":"O","kind":"k","disabled":true}]})");
  return setup;
}

TEST(HostStickers, GoToTheViewedRoom) {
  HostStage stage;
  stage.open(R"(["m.sticker"])");
  stage.client.viewed_room = "!viewed:x";
  const auto id = stage.ask("m.sticker",
                            R"({"name":"n","description":"d","content":{"url":"mxc://x/y","info":{"w":1}}})");
  EXPECT_EQ(stage.seen.requests.back().path, "/_matrix/client/v3/rooms/%21viewed%3Ax/send/m.sticker/ht1");
  EXPECT_EQ(stage.seen.requests.back().body, json(R"({"body":"d","url":"mxc://x/y","info":{"w":1}})"));
  stage.serve(200, R"({"event_id":"$e"})");
  EXPECT_EQ(stage.answer(id), make_object());
  for (const char* data :
       {R"({"name":"n"})", R"({"name":"n","content":{"url":"http://x","info":{}}})",
        R"({"name":"n","content":{"url":"mxc://x/y"}})", R"({"content":{"url":"mxc://x/y","info":{}}})"}) {
    EXPECT_TRUE(stage.is_refused(stage.ask("m.sticker", data))) << data;
  }
}

TEST(HostNavigate, FollowsLinksToRooms) {
  HostStage stage;
  stage.open(R"(["m.navigate"])");
  const char* const go = "org.matrix.msc2931.navigate";
  EXPECT_EQ(stage.answer(stage.ask(go, R"({"uri":"https://matrix.to/#/!room:x/$e?via=x"})")), make_object());
  EXPECT_EQ(stage.seen.notes.back().kind, "navigated");
  EXPECT_EQ(stage.answer(stage.ask(go, R"({"uri":"https://matrix.to/#/%23alias:x"})")), make_object());
  const auto notes = stage.seen.notes.size();
  for (const char* data :
       {R"({"uri":"https://matrix.to/#/@al:x"})", R"({"uri":"https://evil/"})", R"({"uri":"javascript:x"})",
        R"({"uri":1})", "{}", R"({"uri":"https://matrix.to/#/"})"}) {
    EXPECT_TRUE(stage.is_refused(stage.ask(go, data))) << data;
  }
  EXPECT_EQ(stage.seen.notes.size(), notes);
}

TEST(HostScreen, OneWidgetStays) {
  HostStage stage;
  stage.open(R"(["m.always_on_screen"])");
  EXPECT_EQ(stage.answer(stage.ask("set_always_on_screen", R"({"value":true})")),
            json(R"({"success":true})"));
  EXPECT_EQ(stage.client.on_screen, "w");
  EXPECT_EQ(stage.answer(stage.ask("set_always_on_screen", R"({"value":false})")),
            json(R"({"success":true})"));
  stage.client.on_screen = "other";
  EXPECT_EQ(stage.answer(stage.ask("set_always_on_screen", R"({"value":true})")),
            json(R"({"success":false})"));
  stage.ask("set_always_on_screen", R"({"value":false})");
  EXPECT_EQ(stage.client.on_screen, "other");
}

TEST(HostScreen, VisibilityIsToldAsItChanges) {
  HostStage stage;
  stage.open("[]");
  for (const char* visible : {"true", "false", "false", "true"}) {
    stage.order("set_visible", std::string(R"({"visible":)") + visible + "}");
  }
  EXPECT_EQ(stage.pushed("visibility").size(), 3U);
}

TEST(HostScreen, ScreenshotsNeedTheCapability) {
  HostStage stage;
  stage.open("[]");
  EXPECT_FALSE(stage.host->order("take_screenshot", make_object(), stage.now));
  EXPECT_FALSE(stage.host->order("dismiss_modal", make_object(), stage.now)) << "it is none";
  HostStage other;
  other.open(R"(["m.capability.screenshot"])");
  other.order("take_screenshot", "{}");
  EXPECT_EQ(other.pushed("screenshot").size(), 1U);
}

TEST(HostScreen, LooksAreToldToWhoKnowsThem) {
  HostStage stage;
  stage.open("[]");
  stage.order("change_theme", R"({"name":"dark"})");
  stage.order("change_language", R"({"lang":"fr"})");
  EXPECT_EQ(*stage.pushed("theme_change")[0].find("data"), json(R"({"name":"dark"})"));
  EXPECT_EQ(stage.pushed("language_change").size(), 1U);
  HostStage old;
  old.load();
  old.respond("supported_api_versions", R"({"supported_versions":["0.0.1"]})");
  old.respond("capabilities", R"({"capabilities":[]})");
  old.order("change_theme", R"({"name":"dark"})");
  EXPECT_TRUE(old.pushed("theme_change").empty());
}

TEST(HostModal, IsAskedFor) {
  HostStage stage;
  stage.open(R"(["m.modals"])");
  const auto id = stage.ask("open_modal", R"({"type":"m.custom","url":"http://m","evil":1,"data":{"a":1},)"
                                          R"("buttons":[{"id":"a","label":"A","kind":"k"}]})");
  ASSERT_EQ(stage.seen.modals.size(), 1U);
  EXPECT_EQ(stage.seen.modals[0].definition.find("evil"), nullptr);
  EXPECT_NE(stage.seen.modals[0].definition.find("data"), nullptr);
  EXPECT_TRUE(stage.answers(id).empty());
  stage.seen.take(stage.host->on_modal("", stage.now));
  EXPECT_EQ(stage.answer(id), make_object());
  EXPECT_TRUE(stage.is_refused(stage.ask("open_modal", R"({"type":"m.custom","url":"http://m"})")));
  stage.seen.take(stage.host->on_modal_end(json(R"({"answer":42})"), stage.now));
  EXPECT_EQ(*stage.pushed("close_modal")[0].find("data"), json(R"({"answer":42})"));
  EXPECT_TRUE(stage.is_refused(stage.ask("open_modal", R"({"type":"m.custom","url":"javascript:x"})")));
  const auto failed = stage.ask("open_modal", R"({"type":"m.custom","url":"http://m"})");
  stage.seen.take(stage.host->on_modal("no", stage.now));
  EXPECT_TRUE(stage.is_refused(failed));
}

TEST(HostModal, IsToldWhatItWasOpenedWith) {
  HostStage stage(modal());
  stage.open("[]");
  ASSERT_EQ(stage.pushed("widget_config").size(), 1U);
  EXPECT_EQ(*stage.pushed("widget_config")[0].find("data"), modal().modal);
  EXPECT_TRUE(stage.is_refused(stage.ask("open_modal", R"({"type":"m.custom","url":"http://m"})")));
}

TEST(HostModal, HasButtons) {
  HostStage stage(modal());
  stage.open("[]");
  stage.order("press_modal_button", R"({"id":"com.x"})");
  stage.order("press_modal_button", R"({"id":"m.close"})");
  EXPECT_EQ(stage.pushed("button_clicked").size(), 2U);
  EXPECT_TRUE(stage.seen.ends.empty());
  EXPECT_FALSE(stage.host->order("press_modal_button", json(R"({"id":"off"})"), stage.now));
  EXPECT_EQ(stage.answer(stage.ask("set_button_enabled", R"({"button":"off","enabled":true})")),
            make_object());
  stage.order("press_modal_button", R"({"id":"off"})");
  for (const char* data :
       {R"({"button":"m.close","enabled":false})", R"({"button":"none","enabled":true})"}) {
    EXPECT_TRUE(stage.is_refused(stage.ask("set_button_enabled", data))) << data;
  }
}

TEST(HostModal, EndsOnce) {
  HostStage stage(modal());
  stage.open("[]");
  EXPECT_EQ(stage.answer(stage.ask("close_modal", R"({"answer":42})")), make_object());
  ASSERT_EQ(stage.seen.ends.size(), 1U);
  EXPECT_EQ(stage.seen.ends[0].data, json(R"({"answer":42})"));
  EXPECT_TRUE(stage.is_refused(stage.ask("close_modal")));
  stage.order("dismiss_modal", "{}");
  EXPECT_EQ(stage.seen.ends.size(), 1U);
  HostStage dismissed(modal());
  dismissed.open("[]");
  dismissed.order("dismiss_modal", "{}");
  EXPECT_EQ(dismissed.seen.ends[0].data, json(R"({"m.exited":true})"));
  HostStage plain;
  plain.open("[]");
  EXPECT_TRUE(plain.is_refused(plain.ask("close_modal")));
}

TEST(HostCalls, WhatCallWidgetsTellIsAcknowledged) {
  HostStage stage;
  stage.open("[]");
  for (const char* action : {"io.element.join", "im.vector.hangup", "io.element.close"}) {
    EXPECT_EQ(stage.answer(stage.ask(action)), make_object()) << action;
  }
  EXPECT_EQ(stage.answer(stage.ask("io.element.device_mute", R"({"audio_enabled":false})")),
            json(R"({"audio_enabled":false})"));
  EXPECT_TRUE(stage.is_refused(stage.ask("uk.half-shot.mscXXXX.mxid_share", R"({"users":[]})")));
  EXPECT_TRUE(
      stage.is_refused(stage.ask("uk.half-shot.mscXXXX.mxid_share", R"({"users":[{"user_id":"x"}]})")));
}

}  // namespace
}  // namespace ringcheck::widget
