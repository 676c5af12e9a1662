#include "driver/listen.hpp"

#include <gtest/gtest.h>

namespace ringcheck::driver {
namespace {

TEST(Listen, IsAnAddressAndAPort) {
  const auto read = read_listen("192.168.1.7:8765");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, (Listen{{192, 168, 1, 7}, 8765}));
  EXPECT_EQ(*read_listen("127.0.0.1:0"), Listen{}) << "any port that is free";
}

TEST(Listen, NothingElseIsTaken) {
  for (const char* wrong :
       {"", "8765", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0:1", "256.0.0.1:1",
        "127.0.0.1:80 ", " 127.0.0.1:80", "localhost:80", "[::1]:80"}) {
    const auto read = read_listen(wrong);
    ASSERT_FALSE(read) << wrong;
    EXPECT_EQ(read.error().text,
              std::string("wanted an address and a port, as 127.0.0.1:8765, came ") + wrong);
  }
}

TEST(Listen, AnAddressThatNobodyCanGoToIsNone) {
  EXPECT_EQ(
      read_listen("0.0.0.0:80").error().text,
      "0.0.0.0 is no address that an adapter could go to: name the one by which it reaches this machine");
}

}  // namespace
}  // namespace ringcheck::driver
