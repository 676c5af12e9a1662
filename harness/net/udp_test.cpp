#include "net/udp.hpp"

#include <gtest/gtest.h>
#include <ifaddrs.h>
#include <sys/socket.h>

#include "net/test_support.hpp"

namespace ringcheck::net {
namespace {

using testing::run_until;

TEST(UdpSocket, EchoesThroughTheLoop) {
  Loop loop;
  std::unique_ptr<UdpSocket> echo;
  auto echo_socket = UdpSocket::bind_loopback(
      loop, [&](std::string_view datagram, Endpoint from) { EXPECT_TRUE(echo->send(datagram, from)); });
  ASSERT_TRUE(echo_socket);
  echo = std::move(*echo_socket);

  std::vector<std::string> answers;
  Endpoint answered_from;
  auto asking = UdpSocket::bind_loopback(loop, [&](std::string_view datagram, Endpoint from) {
    answers.emplace_back(datagram);
    answered_from = from;
    loop.stop();
  });
  ASSERT_TRUE(asking);
  const std::string large(60'000, 'x');
  const Endpoint target{.port = echo->port()};
  EXPECT_TRUE((*asking)->send("", target));
  EXPECT_TRUE((*asking)->send(std::string_view("a\0b", 3), target));
  EXPECT_TRUE((*asking)->send(large, target));
  ASSERT_TRUE(run_until(loop, [&] { return answers.size() == 3; }));
  EXPECT_EQ(answers, (std::vector<std::string>{"", std::string("a\0b", 3), large}));
  EXPECT_EQ(answered_from, target);
}

TEST(UdpSocket, RefusesToSpeakToOtherMachines) {
  Loop loop;
  const auto socket = UdpSocket::bind_loopback(loop, [](std::string_view, Endpoint) {});
  ASSERT_TRUE(socket);
  EXPECT_FALSE((*socket)->send("x", Endpoint{{192, 0, 2, 1}, 9}));
  EXPECT_FALSE((*socket)->send(std::string(70'000, 'x'), Endpoint{.port = (*socket)->port()}));
}

/// The address of another interface of this machine; port 0 without one.
sockaddr_in other_local_address() {
  sockaddr_in found{};
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return found;
  for (const ifaddrs* item = list; item != nullptr; item = item->ifa_next) {
    if (item->ifa_addr == nullptr || item->ifa_addr->sa_family != AF_INET) continue;
    const auto* address = reinterpret_cast<const sockaddr_in*>(item->ifa_addr);
    if (!from_system(*address).is_loopback()) found = *address;
  }
  freeifaddrs(list);
  return found;
}

TEST(UdpSocket, DropsWhatDoesNotComeFromLoopback) {
  sockaddr_in source = other_local_address();
  if (source.sin_family != AF_INET) GTEST_SKIP() << "this machine has no other address";
  Loop loop;
  std::vector<std::string> received;
  const auto socket = UdpSocket::bind_loopback(loop, [&](std::string_view datagram, Endpoint) {
    received.emplace_back(datagram);
    loop.stop();
  });
  ASSERT_TRUE(socket);
  const Endpoint target{.port = (*socket)->port()};
  const sockaddr_in address = to_system(target);
  const Descriptor stranger(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ASSERT_EQ(bind(stranger.get(), reinterpret_cast<sockaddr*>(&source), sizeof source), 0);
  // It never leaves the machine: the target is 127.0.0.1.
  sendto(stranger.get(), "strange", 7, 0, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  EXPECT_TRUE((*socket)->send("own", target));
  ASSERT_TRUE(run_until(loop, [&] { return !received.empty(); }));
  EXPECT_EQ(received, std::vector<std::string>{"own"});
}

TEST(UdpSocket, MayBeDestroyedByItsOwnCallback) {
  Loop loop;
  std::unique_ptr<UdpSocket> socket;
  int received = 0;
  auto bound = UdpSocket::bind_loopback(loop, [&](std::string_view, Endpoint) {
    ++received;
    socket.reset();
    loop.stop();
  });
  ASSERT_TRUE(bound);
  socket = std::move(*bound);
  const Endpoint self{.port = socket->port()};
  EXPECT_TRUE(socket->send("1", self));
  EXPECT_TRUE(socket->send("2", self));
  ASSERT_TRUE(run_until(loop, [&] { return !socket; }));
  EXPECT_EQ(received, 1);
}

TEST(Endpoint, IsWrittenAsPeopleReadIt) {
  EXPECT_EQ((Endpoint{{127, 0, 0, 1}, 8080}.text()), "127.0.0.1:8080");
  EXPECT_TRUE((Endpoint{{127, 9, 0, 1}, 1}.is_loopback()));
  EXPECT_FALSE((Endpoint{{10, 0, 0, 1}, 1}.is_loopback()));
  EXPECT_EQ(from_system(to_system({{1, 2, 3, 4}, 5})), (Endpoint{{1, 2, 3, 4}, 5}));
}

}  // namespace
}  // namespace ringcheck::net
