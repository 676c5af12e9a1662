#include "widget/clone_codec.hpp"

#include <gtest/gtest.h>

#include "trace/clone_form.hpp"
#include "value/json.hpp"

namespace ringcheck::widget {
namespace {

Value parsed(std::string_view text) {
  auto json = parse_json(text);
  EXPECT_TRUE(json) << text;
  return json ? json->value : Value();
}

TEST(CloneCodec, BytesComeBackAsTheyWere) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all.push_back(static_cast<char>(byte));
  for (std::size_t length : {0U, 1U, 2U, 3U, 256U}) {
    const std::string bytes = all.substr(256 - length);
    EXPECT_EQ(bytes_of(make_blob(bytes, "image/png")), bytes);
    EXPECT_EQ(bytes_of(make_array_buffer(bytes)), bytes);
    EXPECT_TRUE(check_form(make_blob(bytes, "")));
  }
  EXPECT_EQ(make_blob("abc", "text/plain"), parsed(R"({"$blob":"YWJj","type":"text/plain","size":3})"));
}

TEST(CloneCodec, WhatIsNoFormHasNoBytes) {
  EXPECT_FALSE(bytes_of("YWJj"));
  EXPECT_FALSE(bytes_of(make_undefined()));
  EXPECT_FALSE(bytes_of(make_object({{"$$blob", "YWJj"}})));
  for (const char* text : {"YWJ", "YW=j", "Y===", "YWJj ", " YWJ", "YW\nJ", "YWJ*", "=WJj", "===="}) {
    EXPECT_FALSE(bytes_of(make_object({{"$arraybuffer", text}}))) << text;
  }
}

TEST(CloneCodec, AMessageCannotPretendToBeAForm) {
  const Value message = parsed(R"({"$undefined":true,"a":[{"$blob":"x"}],"$$":1})");
  EXPECT_TRUE(check_form(escaped(message)));
  EXPECT_TRUE(trace::foreign_places(escaped(message), 9).empty());
  EXPECT_EQ(trace::as_json(escaped(message)), message);
}

TEST(CloneCodec, AnUnsoundFormIsAnErrorThatNamesItsPlace) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"a":{"$undefined":false}})", "/a"},
      {R"({"a":{"$undefined":true,"b":1}})", "/a"},
      {R"([{"$blob":"YWJj","type":"","size":4}])", "/0"},
      {R"([{"$blob":"YWJj","size":3}])", "type"},
      {R"([{"$blob":5,"type":"","size":3}])", "base64"},
      {R"({"$arraybuffer":"?"})", "the root"},
      {R"({"$unclonable":1})", "name of a type"},
      {R"({"a":{"b":1,"$map":1}})", "$map"},
  };
  for (const auto& [text, told] : cases) {
    const auto done = check_form(parsed(text));
    ASSERT_FALSE(done) << text;
    EXPECT_NE(done.error().text.find(told), std::string::npos) << done.error().text;
  }
  EXPECT_TRUE(check_form(parsed(R"({"a":{"$unclonable":"bigint"},"b":{"$undefined":true}})")));
}

}  // namespace
}  // namespace ringcheck::widget
