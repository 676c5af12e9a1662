// Messages of widgets as entries, and the form of what JSON cannot say.

#include "trace/widget_message.hpp"

#include <gtest/gtest.h>

#include "trace/clone_form.hpp"
#include "value/json.hpp"

namespace ringcheck::trace {
namespace {

Value parsed(std::string_view text) {
  auto json = parse_json(text);
  EXPECT_TRUE(json) << text;
  return json ? json->value : Value();
}

TEST(WidgetMessage, IsReadAsItWasWritten) {
  const Value request =
      parsed(R"({"api":"fromWidget","requestId":"r1","action":"get_openid","widgetId":"w","data":{}})");
  Entry ask = entry_of_message(Side::widget, "s1", "page", "subject", request);
  ask.seq = 1;
  const auto again = from_line(to_line(ask));
  ASSERT_TRUE(again) << again.error().text;
  const auto message = as_widget_message(*again);
  ASSERT_TRUE(message);
  EXPECT_FALSE(message->is_reply);
  EXPECT_EQ(message->side, Side::widget);
  EXPECT_EQ(message->asker(), Side::widget);
  EXPECT_EQ(message->session(), "s1");
  EXPECT_EQ(message->action(), "get_openid");
  EXPECT_EQ(message->api(), api_of(Side::widget));
  EXPECT_EQ(again->type, "get_openid");
  EXPECT_EQ(again->head.string_at("request_id"), "r1");
  EXPECT_EQ(again->head.string_at("widget_id"), "w");

  Value response = request;
  response.set("response", parsed(R"({"error":{"message":"no"}})"));
  const Entry reply = entry_of_message(Side::host, "s1", "subject", "page", response);
  EXPECT_EQ(reply.kind, Kind::reply);
  const auto answer = as_widget_message(reply);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->asker(), Side::widget);
  EXPECT_TRUE(answer->is_error());
}

TEST(WidgetMessage, WhatIsNoEnvelopeIsAMessageAllTheSame) {
  for (const Value& strange : {Value(), Value("hello"), make_array(), parsed(R"({"action":5})")}) {
    const Entry entry = entry_of_message(Side::host, "s", "a", "b", strange);
    EXPECT_EQ(entry.kind, Kind::ask);
    EXPECT_TRUE(entry.type.empty());
    const auto message = as_widget_message(entry);
    ASSERT_TRUE(message) << to_json(strange);
    EXPECT_TRUE(message->action().empty());
    EXPECT_EQ(message->data(), nullptr);
  }
}

TEST(WidgetMessage, ALoadedPageTellsItsAddressInParts) {
  const Entry load = entry_of_load(
      "board", "bob", "board", "http://127.0.0.1:80/widget/t?widgetId=a%20b&parentUrl=x&bad=%zz#there?a=b");
  EXPECT_EQ(load.kind, Kind::opened);
  EXPECT_EQ(load.channel, channel::widget);
  EXPECT_EQ(load.body.string_at("origin"), "http://127.0.0.1:80");
  EXPECT_EQ(to_json(*load.body.find("query")), R"({"widgetId":"a b","parentUrl":"x","bad":"%zz"})");
  EXPECT_EQ(closed_session(load), "");
  EXPECT_EQ(entry_of_load("s", "a", "b", "").body.string_at("origin"), "");
}

TEST(WidgetMessage, OtherEntriesAreNone) {
  Entry entry = entry_of_message(Side::host, "s", "a", "b", make_object());
  entry.channel = channel::driver;
  EXPECT_FALSE(as_widget_message(entry));
  entry.channel = channel::widget;
  entry.kind = Kind::note;
  EXPECT_FALSE(as_widget_message(entry));
  entry.kind = Kind::ask;
  entry.head.set("side", "neither");
  EXPECT_FALSE(as_widget_message(entry));
  EXPECT_FALSE(as_widget_message(entry_of_message(Side::host, "", "a", "b", make_object())));
}

TEST(WidgetMessage, AnUnloadEndsItsSession) {
  Entry unload = entry_of_unload("s1", "subject");
  EXPECT_EQ(closed_session(unload), "s1");
  EXPECT_FALSE(as_widget_message(unload));
  unload.channel = channel::client_api;
  EXPECT_EQ(closed_session(unload), "");
}

TEST(CloneForm, AsJsonItLosesWhatIsUndefined) {
  const Value value = parsed(
      R"({"a":{"$undefined":true},"b":[{"$undefined":true},1],"c":{"$$undefined":true},
          "d":{"$blob":"AAAA","type":"","size":3}})");
  EXPECT_EQ(as_json(value),
            parsed(R"({"b":[null,1],"c":{"$undefined":true},"d":{"$blob":"AAAA","type":"","size":3}})"));
  EXPECT_TRUE(as_json(parsed(R"({"$undefined":true})")).is_null());
}

TEST(CloneForm, ForeignPlacesAreFoundInTheirOrder) {
  const Value value = parsed(
      R"({"a":[0,{"$undefined":true}],"$$b":{"$arraybuffer":""},"c":{"$$blob":"x"},"d":{"$unclonable":"bigint"}})");
  const auto places = foreign_places(value, 9);
  ASSERT_EQ(places.size(), 3U);
  EXPECT_EQ(places[0].pointer, "/a/1");
  EXPECT_EQ(places[0].form, form::undefined);
  EXPECT_EQ(places[1].pointer, "/$$b");
  EXPECT_EQ(places[1].form, form::array_buffer);
  EXPECT_EQ(places[2].form, form::unclonable);
  EXPECT_EQ(foreign_places(value, 1).size(), 1U);
}

}  // namespace
}  // namespace ringcheck::trace
