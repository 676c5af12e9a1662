#include "value/web_text.hpp"

#include <gtest/gtest.h>

namespace ringcheck {
namespace {

TEST(WebText, EscapesAreUndone) {
  EXPECT_EQ(*percent_decoded("%21dm%3Ahs.test", false), "!dm:hs.test");
  EXPECT_EQ(*percent_decoded("a+b%2B", true), "a b+");
  EXPECT_EQ(*percent_decoded("a+b", false), "a+b");
  EXPECT_EQ(*percent_decoded("%c3%A9", false), "\xc3\xa9");
}

TEST(WebText, BrokenEscapesAreErrors) {
  for (const char* broken : {"%", "a%2", "%zz", "%2x"})
    EXPECT_FALSE(percent_decoded(broken, false)) << broken;
  EXPECT_EQ(percent_decoded("%c3", false).error().text, "the request target does not decode to UTF-8");
}

TEST(WebText, TakesUntilTheSeparator) {
  std::string_view rest = "a/b";
  EXPECT_EQ(take_until(rest, '/'), "a");
  EXPECT_EQ(take_until(rest, '/'), "b");
  EXPECT_EQ(rest, "");
}

}  // namespace
}  // namespace ringcheck
