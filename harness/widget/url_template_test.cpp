#include "widget/url_template.hpp"

#include <gtest/gtest.h>

#include "value/web_text.hpp"
#include "widget/test_pair.hpp"

namespace ringcheck::widget {
namespace {

using testing::json;

Client bob() {
  Client client;
  client.user_id = "@bob:x";
  client.device_id = "BOB";
  client.homeserver_url = "http://hs";
  return client;
}

std::string filled(std::string_view url, std::string_view data = "{}", const HostFaults& faults = {}) {
  return fill_in(url, variables_of(bob(), "w", "!r:x", json(data), faults), faults);
}

TEST(UrlTemplate, TakesValuesFromData) {
  EXPECT_EQ(filled("https://W/$p/x?var1=$hello&answer=$answer&b=$b#f=$hello",
                   R"({"hello":"world","answer":42,"p":"seg","b":true})"),
            "https://W/seg/x?var1=world&answer=42&b=true#f=world");
}

TEST(UrlTemplate, ItsOwnVariablesCannotBeTaken) {
  EXPECT_EQ(
      filled("$matrix_user_id/$matrix_widget_id", R"({"matrix_user_id":"@evil:x","matrix_widget_id":"z"})"),
      "%40bob%3Ax/w");
}

TEST(UrlTemplate, TheLongestNameWins) {
  const char* const data = R"({"m":"Q","matrix_user":"P","ab":1,"abc":2})";
  EXPECT_EQ(filled("$matrix_user_id $abc $abd $m", data), "%40bob%3Ax 2 1d Q");
}

TEST(UrlTemplate, WhatIsNotKnownStays) {
  EXPECT_EQ(filled("?a=$nope&b=5$", R"({"":"x"})"), "?a=$nope&b=5$");
}

TEST(UrlTemplate, ValuesAreEncodedAndNotLookedAtAgain) {
  const std::string value = ":/&=#?% +é😀\"'$answer";
  const Value data = make_object({{"v", value}, {"answer", 42}});
  const std::string url = fill_in("$v", variables_of(bob(), "w", "", data));
  EXPECT_EQ(url.find_first_of(":/&=#? +\"$"), std::string::npos);
  EXPECT_EQ(*percent_decoded(url, false), value);
}

TEST(UrlTemplate, NamesAndPicturesFallBack) {
  EXPECT_EQ(filled("$matrix_display_name,$matrix_avatar_url,"), "%40bob%3Ax,,");
  Client client = bob();
  client.avatar_url = "mxc://x/pic";
  EXPECT_EQ(variables_of(client, "w", "", make_object())["matrix_avatar_url"],
            "http://hs/_matrix/media/v3/download/x/pic");
}

TEST(UrlTemplate, KnowsBothNamesOfWhatIsNotStable) {
  for (const auto& [stable, unstable] :
       {std::pair{"matrix_widget_id", "org.matrix.msc2774_widget_id"},
        std::pair{"matrix_client_id", "org.matrix.msc2873.client_id"},
        std::pair{"matrix_client_theme", "org.matrix.msc2873.client_theme"},
        std::pair{"matrix_device_id", "org.matrix.msc3819.matrix_device_id"}}) {
    EXPECT_EQ(filled(std::string("$") + stable), filled(std::string("$") + unstable)) << stable;
  }
}

TEST(UrlTemplate, TheHostAddsItsQuery) {
  EXPECT_EQ(with_host_query("http://a/b", "w 1", "http://h"),
            "http://a/b?widgetId=w%201&parentUrl=http%3A%2F%2Fh");
  EXPECT_EQ(with_host_query("http://a/?x=1&widgetId=evil&parentUrl=y#?z=$q", "w", "http://h"),
            "http://a/?x=1&widgetId=w&parentUrl=http%3A%2F%2Fh#?z=$q");
}

TEST(UrlTemplate, OnlyTheWebIsShown) {
  for (const char* url : {"http://a", "https://a.b:1/c?d#e", "http://127.0.0.1:80/"}) {
    EXPECT_TRUE(may_be_shown(url)) << url;
  }
  for (const char* url :
       {"", "javascript:alert(1)", "data:text/html,x", "blob:http://a", "file:///etc", "vbscript:x",
        "https://", "https:///a", "https://a b<>/", "https://a%20b/", "//a", "HTTPs:/a"}) {
    EXPECT_FALSE(may_be_shown(url)) << url;
  }
  EXPECT_EQ(origin_of("http://u@a:1/b?c"), "http://a:1");
  EXPECT_EQ(origin_of("javascript:x"), "");
}

}  // namespace
}  // namespace ringcheck::widget
