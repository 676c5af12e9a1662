#include "value/lines.hpp"

#include <string>

#include <gtest/gtest.h>

namespace ringcheck {
namespace {

TEST(Lines, FindsLinesWithEitherEnd) {
  Lines lines("one\r\ntwo\n\nfour");
  EXPECT_EQ(lines.count(), 4U);
  EXPECT_EQ(lines.line(0), "one");
  EXPECT_EQ(lines.line(1), "two");
  EXPECT_EQ(lines.line(2), "");
  EXPECT_EQ(lines.line(3), "four");
  EXPECT_EQ(lines.line(4), "");
  EXPECT_EQ(lines.rest({3, 2}), "ur");
  EXPECT_EQ(lines.at({1, 0}), 't');
  EXPECT_EQ(lines.at({1, 3}), '\0');
}

TEST(Lines, CountsColumnsInCharacters) {
  std::string text = "x\n";
  for (int i = 0; i < 1000; ++i) text += "é";
  Lines lines(text);
  for (std::size_t i = 0; i <= 1000; ++i) {
    Place place = lines.place({1, 2 * i});
    EXPECT_EQ(place.line, 2);
    EXPECT_EQ(place.column, static_cast<int>(i) + 1);
  }
  EXPECT_EQ(lines.place({1, 99999}).column, 1001);
  EXPECT_EQ(lines.place({7, 3}).line, 8);
}

TEST(Lines, OffsetsAndSpotsAreInverse) {
  Lines lines("ab\ncd\n");
  for (std::size_t offset = 0; offset < 6; ++offset) EXPECT_EQ(lines.offset(lines.spot(offset)), offset);
  EXPECT_EQ(lines.spot(3), (Spot{1, 0}));
  EXPECT_EQ(lines.offset({9, 0}), 6U);
}

}  // namespace
}  // namespace ringcheck
