#include "value/nearest.hpp"

#include <gtest/gtest.h>

namespace ringcheck {
namespace {

using Names = std::vector<std::string_view>;

TEST(Nearest, FindsTheNameWithTheSmallestDistance) {
  const Names names = {"hang_up", "place_call", "answer_call"};
  EXPECT_EQ(nearest_name("plase_call", names), "place_call");
  EXPECT_EQ(nearest_name("hangup", names), "hang_up");
  EXPECT_EQ(did_you_mean("hangup", names), "; did you mean hang_up?");
}

TEST(Nearest, SaysNothingWhenNothingIsNear) {
  EXPECT_EQ(nearest_name("open_widget", Names{"hang_up", "place_call"}), "");
  EXPECT_EQ(did_you_mean("open_widget", Names{"hang_up"}), "");
  EXPECT_EQ(nearest_name("x", Names{"y"}), "") << "all of the name would have to change";
  EXPECT_EQ(nearest_name("", Names{"a"}), "");
  EXPECT_EQ(nearest_name("a", Names{}), "");
}

TEST(Nearest, IsBoundedForNamesThatAreNoNames) {
  EXPECT_EQ(nearest_name(std::string(100'000, 'a'), Names{"aaaa"}), "");
  const std::vector<std::string> huge = {std::string(1'000'000, 'a')};
  EXPECT_EQ(nearest_name("aaaa", huge), "");
}

}  // namespace
}  // namespace ringcheck
