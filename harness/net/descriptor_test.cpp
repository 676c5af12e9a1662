#include "net/descriptor.hpp"

#include <cerrno>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

namespace ringcheck::net {
namespace {

bool is_open(int number) {
  return fcntl(number, F_GETFD) >= 0;
}

TEST(Descriptor, ClosesWhenItDiesOrIsAssignedOver) {
  const int first = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int second = open("/dev/null", O_RDONLY | O_CLOEXEC);
  {
    Descriptor owner(first);
    owner = Descriptor(second);
    EXPECT_FALSE(is_open(first));
    const Descriptor moved = std::move(owner);
    EXPECT_EQ(moved.get(), second);
    EXPECT_TRUE(is_open(second));
  }
  EXPECT_FALSE(is_open(second));
}

TEST(DescriptorLimit, IsRaisedToTheHardLimitButNotAbsurdly) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit low = before;
  low.rlim_cur = 64;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  const auto raised = raise_descriptor_limit();
  ASSERT_TRUE(raised);
  EXPECT_EQ(*raised, std::min<uint64_t>(before.rlim_max, 65536));
  rlimit after{};
  getrlimit(RLIMIT_NOFILE, &after);
  EXPECT_EQ(after.rlim_cur, *raised);
}

}  // namespace
}  // namespace ringcheck::net
