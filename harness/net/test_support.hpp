#pragma once
// For the tests of net/: runs a loop until something is true, and a TCP client that lives on the same loop.

#include <array>
#include <cerrno>
#include <filesystem>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/descriptor.hpp"
#include "net/loop.hpp"
#include "net/loopback.hpp"

namespace ringcheck::net::testing {

/// Runs until `condition` holds; it is asked again each time something stops the loop. Fails after ten
/// seconds.
inline ::testing::AssertionResult run_until(Loop& loop, const std::function<bool()>& condition) {
  bool too_late = false;
  const Timer limit = loop.after_ms(10'000, [&] {
    too_late = true;
    loop.stop();
  });
  while (!condition()) {
    if (too_late) return ::testing::AssertionFailure() << "it did not happen within ten seconds";
    loop.run();
  }
  return ::testing::AssertionSuccess();
}

inline size_t open_descriptors() {
  const std::filesystem::directory_iterator entries("/proc/self/fd");
  return static_cast<size_t>(std::distance(begin(entries), end(entries)));
}

/// Collects what arrives, and stops the loop whenever something does.
class TestClient {
 public:
  TestClient(Loop& loop, uint16_t port)
      : loop_(loop), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const sockaddr_in address = to_system(Endpoint{.port = port});
    if (connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ADD_FAILURE() << "cannot connect: " << error_text(errno);
    }
    watch_ = loop_.watch(socket_.get());
    wait();
  }

  /// Small texts only: what the socket does not take at once is lost.
  ssize_t send(std::string_view text) {
    return ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  }

  void end_sending() { shutdown(socket_.get(), SHUT_WR); }
  void pause_reading() { watch_.stop(); }
  void close() {
    watch_.stop();
    socket_.close();
  }

  std::string received;
  bool at_end = false;
  bool was_reset = false;

 private:
  void wait() {
    watch_.on_readable([this] { receive(); });
  }

  void receive() {
    std::array<char, 65536> chunk{};
    const ssize_t count = recv(socket_.get(), chunk.data(), chunk.size(), 0);
    at_end = count <= 0;
    was_reset = count < 0;
    if (count > 0) received.append(chunk.data(), static_cast<size_t>(count));
    if (!at_end) wait();
    loop_.stop();
  }

  Loop& loop_;
  Descriptor socket_;
  Watch watch_;
};

}  // namespace ringcheck::net::testing
