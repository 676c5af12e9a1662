#include "net/udp.hpp"

#include <utility>
#include <vector>

#include <sys/socket.h>

namespace ringcheck::net {

namespace {
constexpr size_t largest_datagram = 65536;
constexpr int datagrams_a_turn = 64;  // then the rest of the loop has its turn
}  // namespace

struct UdpSocket::Impl : std::enable_shared_from_this<UdpSocket::Impl> {
  void wait() {
    watch.on_readable([this] { receive(); });
  }

  void receive() {
    const auto self = shared_from_this();
    for (int turn = 0; turn < datagrams_a_turn && bound.socket; ++turn) {
      sockaddr_in address{};
      socklen_t size = sizeof address;
      auto* generic = reinterpret_cast<sockaddr*>(&address);
      const ssize_t count = recvfrom(bound.socket.get(), buffer.data(), buffer.size(), 0, generic, &size);
      if (count < 0) break;  // empty, or the ICMP error of an earlier send: a lost datagram either way
      const Endpoint from = from_system(address);
      if (from.is_loopback()) on_datagram({buffer.data(), static_cast<size_t>(count)}, from);
    }
    if (bound.socket) wait();
  }

  std::function<void(std::string_view, Endpoint)> on_datagram;
  BoundSocket bound;
  Watch watch;
  std::vector<char> buffer = std::vector<char>(largest_datagram);
};

Result<std::unique_ptr<UdpSocket>> UdpSocket::bind_loopback(
    Loop& loop, std::function<void(std::string_view datagram, Endpoint from)> on_datagram) {
  auto bound = bind_socket(SOCK_DGRAM);
  if (!bound) return bound.error();
  auto impl = std::make_shared<Impl>();
  impl->on_datagram = std::move(on_datagram);
  impl->bound = std::move(*bound);
  impl->watch = loop.watch(impl->bound.socket.get());
  impl->wait();
  return std::unique_ptr<UdpSocket>(new UdpSocket(std::move(impl)));
}

UdpSocket::UdpSocket(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

UdpSocket::~UdpSocket() {
  impl_->watch.stop();
  impl_->bound.socket.close();
}

uint16_t UdpSocket::port() const {
  return impl_->bound.port;
}

bool UdpSocket::send(std::string_view datagram, Endpoint to) {
  if (!to.is_loopback()) return false;
  const sockaddr_in address = to_system(to);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  const ssize_t count =
      sendto(impl_->bound.socket.get(), datagram.data(), datagram.size(), 0, generic, sizeof address);
  return count == static_cast<ssize_t>(datagram.size());
}

}  // namespace ringcheck::net
