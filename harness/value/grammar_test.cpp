#include "value/grammar.hpp"

#include <string>

#include <gtest/gtest.h>

namespace ringcheck {
namespace {

TEST(Grammar, OpaqueIds) {
  for (const char* good : {"a", "0", "c7Qk-._~Z"}) EXPECT_TRUE(is_opaque_id(good)) << good;
  for (const char* bad : {"", "a b", "a:b", "$a", "ü", "a/b", "a+b"}) EXPECT_FALSE(is_opaque_id(bad)) << bad;
  EXPECT_TRUE(is_opaque_id(std::string(255, 'x')));
  EXPECT_FALSE(is_opaque_id(std::string(256, 'x')));
  EXPECT_FALSE(is_opaque_id(std::string_view("a\0b", 3)));
}

TEST(Grammar, UserIds) {
  for (const char* good :
       {"@alice:example.org", "@a=2f/+b:hs.test:8448", "@:hs.test", "@Ünï x:[::1]:80", "@a:1.2.3.4"}) {
    EXPECT_TRUE(is_user_id(good)) << good;
  }
  for (const char* bad : {"", "@", "alice:example.org", "@alice", "@alice:", "@a:b c", "@a:[::1",
                          "@a:hs:", "@a:hs:123456", "@a:hs:8x", "@a:b:c:d", "@\xff:hs", "@a:h_s"}) {
    EXPECT_FALSE(is_user_id(bad)) << bad;
  }
  EXPECT_TRUE(is_user_id("@" + std::string(251, 'a') + ":hs"));
  EXPECT_FALSE(is_user_id("@" + std::string(252, 'a') + ":hs"));
  EXPECT_FALSE(is_user_id(std::string_view("@a\0b:hs", 7)));
}

TEST(Grammar, RoomIdsWithAndWithoutServer) {
  EXPECT_TRUE(is_room_id("!abc:example.org"));
  EXPECT_TRUE(is_room_id("!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM"));
  for (const char* bad : {"", "!", "!:hs", "abc:hs", "#a:hs", "!a:", "!a:b_c"})
    EXPECT_FALSE(is_room_id(bad)) << bad;
}

TEST(Grammar, EventIds) {
  EXPECT_TRUE(is_event_id("$h29iv0s8:example.com"));
  EXPECT_TRUE(is_event_id("$Rqnc-F-dvnEYJTyHq_iKxU2bZ1CI92-kuZq3a5lr5Zg"));
  EXPECT_FALSE(is_event_id("$"));
  EXPECT_FALSE(is_event_id("x$"));
  EXPECT_FALSE(is_event_id("$" + std::string(255, 'a')));
}

TEST(Grammar, RegexesMatchTheWholeText) {
  EXPECT_TRUE(*matches_regex("m.call.invite", "m\\.call\\.[a-z_]+"));
  EXPECT_FALSE(*matches_regex("m.call.invite!", "m\\.call\\.[a-z_]+"));
  EXPECT_FALSE(*matches_regex("xm", "m"));
}

TEST(Grammar, ARegexThatDoesNotCompileIsAnError) {
  Result<bool> result = matches_regex("x", "(?=x)");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().text, "not a regular expression (RE2): invalid perl operator: (?=");
}

TEST(Grammar, LongTextsDoNotOverflowTheStack) {
  EXPECT_TRUE(*matches_regex(std::string(1'000'000, 'a'), "^[\\x20-\\x7E]+$"));
  EXPECT_FALSE(*matches_regex(std::string(1'000'000, 'a'), "(a*)*b"));
}

}  // namespace
}  // namespace ringcheck
