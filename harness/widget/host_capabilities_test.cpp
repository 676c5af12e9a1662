#include <gtest/gtest.h>

#include "widget/test_pair.hpp"

namespace ringcheck::widget {
namespace {

using testing::HostStage;
using testing::json;

constexpr const char* more = "org.matrix.msc2974.request_capabilities";

Value approved_by(const HostStage& stage) {
  const auto told = stage.pushed("notify_capabilities");
  return told.empty() ? Value() : *told.back().find("data")->find("approved");
}

TEST(HostCapabilities, AsksItsUser) {
  HostStage stage;
  stage.load();
  stage.respond("supported_api_versions", HostStage::all_versions());
  stage.respond("capabilities", R"({"capabilities":["m.sticker","com.example.cap"]})");
  ASSERT_FALSE(stage.seen.notes.empty());
  EXPECT_EQ(stage.seen.notes.back().kind, "capabilities_asked");
  EXPECT_EQ(stage.seen.notes.back().data, json(R"({"requested":["m.sticker"],"widget_id":"w"})"));
  EXPECT_TRUE(stage.pushed("notify_capabilities").empty());
  stage.order("decide_capabilities", R"({"approve":["m.sticker"],"deny":[]})");
  EXPECT_EQ(approved_by(stage), json(R"(["m.sticker"])"));
}

TEST(HostCapabilities, DeniesWhatCannotBeMeant) {
  HostStage stage;
  const char* const list =
      R"(["com.example.cap","","m.","m.send.event:m.room.topic","m.send.state_event:m.room.message",)"
      R"("m.receive.to_device:m.room_key","org.matrix.msc3819.receive.to_device:m.secret.send",)"
      R"("m.send.event","m.navigate:x"])";
  stage.open(list);
  EXPECT_EQ(approved_by(stage), make_array());
}

TEST(HostCapabilities, KnowsAllOfTheTable) {
  HostStage stage;
  const char* const list =
      R"(["m.send.event:a","m.receive.state_event:m.room.topic#","m.timeline:*","m.turn_servers",)"
      R"("org.matrix.msc4157.send.delayed_event","m.update_delayed_event","m.send.sticky_event",)"
      R"("m.receive.sticky_event","m.receive.to_device:b","com.beeper.capabilities.receive.room_account_data:c",)"
      R"("m.send.event:m.room.message#m.text"])";
  stage.open(list);
  EXPECT_EQ(approved_by(stage), json(list));
}

TEST(HostCapabilities, SomeTypesBringTheirOwn) {
  HostSetup setup;
  setup.type = "m.stickerpicker";
  HostStage stage(std::move(setup));
  stage.open(R"(["m.sticker","m.always_on_screen"])", "[]");
  EXPECT_EQ(approved_by(stage), json(R"(["m.sticker"])"));
}

TEST(HostCapabilities, MoreAreAcknowledgedAtOnceAndToldInFull) {
  HostStage stage;
  stage.open(R"(["m.sticker"])");
  const auto asked = stage.ask(more, R"({"capabilities":["m.sticker","m.navigate"]})");
  EXPECT_EQ(stage.answer(asked), make_object());
  EXPECT_EQ(stage.seen.notes.back().data, json(R"({"requested":["m.navigate"],"widget_id":"w"})"));
  EXPECT_EQ(stage.pushed("notify_capabilities").size(), 1U);
  stage.order("decide_capabilities", R"({"approve":["m.navigate"],"deny":[]})");
  ASSERT_EQ(stage.pushed("notify_capabilities").size(), 2U);
  EXPECT_EQ(*stage.pushed("notify_capabilities")[1].find("data"),
            json(R"({"requested":["m.sticker","m.navigate"],"approved":["m.sticker","m.navigate"]})"));
}

TEST(HostCapabilities, NothingNewIsOneReminder) {
  HostStage stage;
  stage.open(R"(["m.sticker"])");
  const auto notes = stage.seen.notes.size();
  for (const char* data : {R"({"capabilities":["m.sticker"]})", R"({"capabilities":[]})"}) {
    const auto before = stage.pushed("notify_capabilities").size();
    EXPECT_EQ(stage.answer(stage.ask(more, data)), make_object());
    EXPECT_EQ(stage.pushed("notify_capabilities").size(), before + 1);
  }
  EXPECT_EQ(stage.seen.notes.size(), notes);
  EXPECT_EQ(approved_by(stage), json(R"(["m.sticker"])"));
}

TEST(HostCapabilities, WhatWasApprovedStays) {
  HostStage stage;
  stage.open(R"(["m.sticker"])");
  stage.order("decide_capabilities", R"({"approve":[],"deny":["m.sticker","m.navigate"]})");
  stage.ask(more, R"({"capabilities":["m.navigate"]})");
  EXPECT_EQ(approved_by(stage), json(R"(["m.sticker"])"));
}

TEST(HostCapabilities, AreGrantedWhereNobodyIsAsked) {
  HostSetup setup;
  setup.capabilities = Consent::grant;
  HostStage stage(std::move(setup));
  stage.load();
  stage.respond("supported_api_versions", HostStage::all_versions());
  stage.respond("capabilities", R"({"capabilities":["m.sticker","com.example.cap"]})");
  EXPECT_EQ(approved_by(stage), json(R"(["m.sticker"])"));
}

}  // namespace
}  // namespace ringcheck::widget
