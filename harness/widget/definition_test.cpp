#include "widget/definition.hpp"

#include <gtest/gtest.h>

#include "widget/test_pair.hpp"

namespace ringcheck::widget {
namespace {

using testing::json;

struct Room {
  Client client;
  int events = 0;

  void put(std::string_view type, std::string_view key, std::string_view content) {
    take_event(client, "!r",
               make_object({{"type", type},
                            {"state_key", key},
                            {"sender", "@al:x"},
                            {"event_id", "$" + std::to_string(++events)},
                            {"content", json(content)}}),
               false, 0);
  }
  std::vector<Definition> widgets() { return widgets_of_room(client.rooms["!r"]); }
};

TEST(Definition, BothEventTypesAreWidgetsAndTheStableOneWins) {
  Room room;
  room.put("im.vector.modular.widgets", "a", R"({"type":"m.custom","url":"http://old"})");
  room.put("im.vector.modular.widgets", "b", R"({"type":"m.custom","url":"http://b","id":"other"})");
  room.put("m.widget", "a", R"({"type":"m.custom","url":"http://new","waitForIframeLoad":false})");
  const auto widgets = room.widgets();
  ASSERT_EQ(widgets.size(), 2U);
  EXPECT_EQ(widgets[0].url, "http://new");
  EXPECT_FALSE(widgets[0].wait_for_load);
  EXPECT_EQ(widgets[1].id, "b");
}

TEST(Definition, WithoutUrlOrTypeThereIsNone) {
  for (const char* content :
       {"{}", R"({"type":"m.custom"})", R"({"url":"http://a"})", R"({"type":"m.custom","url":""})",
        R"({"type":"","url":"http://a"})", R"({"type":42,"url":"http://a"})"}) {
    Room room;
    room.put("m.widget", "a", R"({"type":"m.custom","url":"http://a"})");
    room.put("m.widget", "a", content);
    EXPECT_TRUE(room.widgets().empty()) << content;
  }
}

TEST(Definition, UnknownAndIncompleteTypesAreCustom) {
  Room room;
  room.put("m.widget", "a", R"({"type":"com.example.x","url":"http://a"})");
  room.put("m.widget", "b", R"({"type":"m.jitsi","url":"http://a","data":{"domain":"d"}})");
  room.put("m.widget", "c", R"({"type":"jitsi","url":"http://a","data":{"domain":"d","conferenceId":"e"}})");
  const auto widgets = room.widgets();
  ASSERT_EQ(widgets.size(), 3U);
  EXPECT_EQ(widgets[0].type, "m.custom");
  EXPECT_EQ(widgets[1].type, "m.custom");
  EXPECT_EQ(widgets[2].type, "m.jitsi");
}

TEST(Definition, TheRootTitleWins) {
  Room room;
  room.put("m.widget", "a",
           R"({"type":"x","url":"http://a","data":{"title":"d"},"org.matrix.msc2872.title":"r"})");
  room.put("m.widget", "b", R"({"type":"x","url":"http://a","data":{"title":"d"}})");
  EXPECT_EQ(room.widgets()[0].title, "r");
  EXPECT_EQ(room.widgets()[1].title, "d");
}

TEST(Definition, AccountWidgetsMustBeWhole) {
  const auto widgets = widgets_of_account(json(
      R"({"a":{"type":"m.widget","state_key":"b","sender":"@b:x","content":{"type":"x","url":"http://a"}},)"
      R"("n":null,"s":{"type":"m.widget","state_key":"s","content":{"type":"x","url":"http://a"}},)"
      R"("t":{"type":"m.other","state_key":"t","sender":"@b:x","content":{"type":"x","url":"http://a"}},)"
      R"("g":{"type":"m.widget","state_key":"g","sender":"@b:x","content":{"type":"m.stickerpicker","url":"http://g"}}})"));
  ASSERT_EQ(widgets.size(), 1U);
  EXPECT_EQ(widgets[0].id, "g");
  EXPECT_EQ(widgets[0].type, "m.stickerpicker");
}

TEST(Definition, PowerLevelsSayWhoMayAdd) {
  Room room;
  room.put("m.room.create", "", "{}");
  EXPECT_TRUE(may_add_widgets(room.client.rooms["!r"], "@al:x"));
  EXPECT_FALSE(may_add_widgets(room.client.rooms["!r"], "@bob:x"));
  room.put("m.room.power_levels", "", R"({"users":{"@bob:x":40},"events":{"m.widget":40}})");
  EXPECT_FALSE(may_add_widgets(room.client.rooms["!r"], "@bob:x"));
  room.put("m.room.power_levels", "", R"({"users":{"@bob:x":40},"state_default":40})");
  EXPECT_TRUE(may_add_widgets(room.client.rooms["!r"], "@bob:x"));
}

TEST(Definition, IsWrittenWithItsIdAndWhoWroteIt) {
  EXPECT_EQ(content_of("own", "@bob:x", json(R"({"url":"http://own","name":"Own"})")),
            json(R"({"url":"http://own","name":"Own","type":"m.custom","data":{},"id":"own",)"
                 R"("creatorUserId":"@bob:x"})"));
  Room room;
  take_refused(room.client.rooms["!r"], "own", content_of("own", "@bob:x", json(R"({"url":"http://own"})")));
  EXPECT_TRUE(room.widgets().empty());
}

TEST(Definition, OnScreenAWidgetStaysUntilItsRoomHasItNoMore) {
  Client client;
  client.on_screen = "shown";
  EXPECT_FALSE(ends_with_view(client, "shown"));
  EXPECT_TRUE(ends_with_view(client, "other"));
  EXPECT_TRUE(ends_with_removal(client, "shown"));
}

}  // namespace
}  // namespace ringcheck::widget
