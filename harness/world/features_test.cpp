#include <gtest/gtest.h>

#include "world/test_world.hpp"

namespace ringcheck::world {
namespace {

Value parsed(std::string_view json) {
  return parse_json(json)->value;
}

TEST(Features, AreReadOverTheDefaults) {
  const auto features =
      read_features(parsed(R"({"unstable_features": {"org.matrix.msc4140": false, "x.y": true},
      "max_delay_ms": 5, "max_scheduled": 2, "upload_limit_bytes": 9, "capabilities": {"m.x": {}},
      "rtc_transports": [{"type": "livekit_multi_sfu"}]})"));
  ASSERT_TRUE(features);
  EXPECT_FALSE(offers(*features, feature::delayed_events));
  EXPECT_TRUE(offers(*features, feature::sticky_events));
  EXPECT_TRUE(offers(*features, feature::rtc_transports));
  EXPECT_TRUE(offers(*features, "x.y"));
  EXPECT_EQ(features->max_delay_ms, 5);
  EXPECT_EQ(features->max_scheduled, 2);
  EXPECT_EQ(features->upload_limit_bytes, 9);
}

TEST(Features, WhatIsWrongIsNamed) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"[]", "must be a map"},
      {R"({"unstable_features": []})", "unstable_features must be a map"},
      {R"({"unstable_features": {"a": 1}})", "a must be true or false, not integer"},
      {R"({"max_delay_ms": -1})", "max_delay_ms must be a whole number"},
      {R"({"upload_limit_bytes": "big"})",
       "upload_limit_bytes must be a whole number of 0 or more, not string"},
      {R"({"capabilities": 1})", "capabilities must be a map"},
      {R"({"rtc_transports": {}})", "rtc_transports must be a list"},
      {R"({"rtc_transports": [{}]})", "has a type"},
      {R"({"upload_limits": 1})", "has no upload_limits"},
  };
  for (const auto& [json, wanted] : rows) {
    const auto features = read_features(parsed(json));
    ASSERT_FALSE(features) << json;
    EXPECT_NE(features.error().text.find(wanted), std::string::npos) << features.error().text;
  }
}

TEST(Features, AreTold) {
  TestWorld t;
  t.world.features = *read_features(parsed(R"({"unstable_features": {"x.y": false},
      "capabilities": {"m.3pid_changes": null, "m.x": {"enabled": true}},
      "rtc_transports": [{"type": "livekit_multi_sfu", "livekit_service_url": "https://sfu.test"}]})"));
  const Value unstable = *t.ask("GET", "/_matrix/client/versions").body.find("unstable_features");
  EXPECT_EQ(*unstable.find("org.matrix.msc4140"), Value(true));
  EXPECT_EQ(*unstable.find("org.matrix.msc4143"), Value(true));
  EXPECT_EQ(*unstable.find("x.y"), Value(false));
  const Value capabilities = *t.ask("GET", "/_matrix/client/v3/capabilities").body.find("capabilities");
  EXPECT_EQ(capabilities.find("m.3pid_changes"), nullptr);
  EXPECT_NE(capabilities.find("m.x"), nullptr);
  const std::string_view transports = "/_matrix/client/unstable/org.matrix.msc4143/rtc/transports";
  EXPECT_EQ(*pointer_find(t.ask("GET", transports).body, "/rtc_transports/0/type"),
            Value("livekit_multi_sfu"));
  EXPECT_EQ(errcode_of(t.ask("GET", transports, {}, "")), "M_MISSING_TOKEN");
}

}  // namespace
}  // namespace ringcheck::world
