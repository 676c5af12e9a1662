#include "run/releases.hpp"

#include <gtest/gtest.h>

namespace ringcheck::run {
namespace {

TEST(Releases, compare_as_they_followed_each_other) {
  EXPECT_TRUE(is_newer("v1.10", "v1.9"));
  EXPECT_TRUE(is_newer("v1.1", "r0.6.1"));
  EXPECT_TRUE(is_newer("r0.6.1", "r0.6.0"));
  EXPECT_FALSE(is_newer("v1.9", "v1.10"));
  EXPECT_FALSE(is_newer("v1.10", "v1.10"));
}

TEST(Releases, an_msc_or_nothing_is_neither_newer_nor_older) {
  EXPECT_FALSE(is_newer("MSC4140", "v1.2"));
  EXPECT_FALSE(is_newer("v1.16", ""));
  EXPECT_FALSE(is_newer("v1.16", "v1.2-alpha"));
  EXPECT_FALSE(read_release("v1.99999"));
}

TEST(Releases, the_newest_is_not_the_last_that_is_listed) {
  Value versions = make_array();
  EXPECT_EQ(newest_release(versions), "");
  for (const char* name : {"v1.12", "v1.3", "r0.6.1", "org.example.own"}) versions.push(name);
  versions.push(7);
  EXPECT_EQ(newest_release(versions), "v1.12");
}

}  // namespace
}  // namespace ringcheck::run
