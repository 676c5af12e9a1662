#include "value/utf8.hpp"

#include <gtest/gtest.h>

namespace ringcheck {
namespace {

TEST(Utf8, AcceptsEveryLength) {
  EXPECT_FALSE(first_invalid_utf8("plain ascii, longer than eight bytes"));
  EXPECT_FALSE(
      first_invalid_utf8("é €\xEF\xBF\xBD \xED\x9F\xBF \xEE\x80\x80 \xF0\x90\x80\x80 \xF4\x8F\xBF\xBF"));
  EXPECT_FALSE(first_invalid_utf8(""));
}

TEST(Utf8, NamesTheFirstBadByte) {
  for (const char* bad :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x9F\xBF", "\xE2\x82", "\xED\xA0\x80",
        "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF0\x90\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
    EXPECT_EQ(first_invalid_utf8("12345678é" + std::string(bad) + "x"), 10U) << bad;
  }
}

TEST(Utf8, CountsCharacters) {
  EXPECT_EQ(count_characters("aé€\xF0\x90\x80\x80"), 4U);
  EXPECT_EQ(count_characters(""), 0U);
}

TEST(Utf8, ClipsByCharactersAndShowsControls) {
  EXPECT_EQ(clip("äöü", 3), "äöü");
  EXPECT_EQ(clip("äöüß", 3), "äöü…");
  EXPECT_EQ(clip("a\n\x1b[0m\x7f\xff"), "a\\x0a\\x1b[0m\\x7f\\xff");
}

}  // namespace
}  // namespace ringcheck
