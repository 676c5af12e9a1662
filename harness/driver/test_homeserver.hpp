#pragma once
// A stub of a homeserver for the tests of this folder: sync and nothing else, on one loopback port, moved by
// whoever polls its sockets.

#include <string>
#include <vector>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ringcheck::driver {

inline std::string read_some(int descriptor) {
  std::string bytes(1 << 16, '\0');
  const ssize_t got = read(descriptor, bytes.data(), bytes.size());
  bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return bytes;
}

// Answers the first sync, keeps the long polls open, and answers anything else with an empty map.
class StubHomeserver {
 public:
  StubHomeserver() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), length), 0);
    EXPECT_EQ(listen(listener_, 8), 0);
    EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length), 0);
    port_ = ntohs(address.sin_port);
  }
  ~StubHomeserver() {
    for (const int one : connections_) close(one);
    close(listener_);
  }
  StubHomeserver(const StubHomeserver&) = delete;
  StubHomeserver& operator=(const StubHomeserver&) = delete;

  std::string url() const { return fmt::format("http://127.0.0.1:{}", port_); }
  int listener() const { return listener_; }
  const std::vector<int>& connections() const { return connections_; }
  int polls = 0;
  std::vector<std::string> sends;  ///< "PUT /path"

  void accept_one() { connections_.push_back(accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)); }

  void serve(int connection) {
    const std::string request = read_some(connection);
    if (request.empty()) {
      std::erase(connections_, connection);
      close(connection);
      return;
    }
    const std::string line = request.substr(0, request.find(" HTTP/"));
    if (line.rfind("PUT ", 0) == 0) sends.push_back(line);
    if (line.find("since=") == std::string::npos) return answer(connection, R"({"next_batch":"s1"})");
    ++polls;
    poll_ = connection;
  }

  void deliver_invite() {
    answer(poll_,
           R"({"next_batch":"s2","rooms":{"join":{"!r:h":{"timeline":{"events":[{"type":"m.call.invite",)"
           R"("sender":"@a:h","content":{"call_id":"c"}}]}}}}})");
  }

 private:
  void answer(int connection, const std::string& body) {
    const std::string text =
        fmt::format("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                    body.size(), body);
    EXPECT_EQ(write(connection, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

  int listener_;
  int port_ = 0;
  int poll_ = -1;
  std::vector<int> connections_;
};

}  // namespace ringcheck::driver
