#include "net/loopback.hpp"

#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <sys/socket.h>

namespace ringcheck::net {

std::string Endpoint::text() const {
  std::string text;
  for (const uint8_t part : address) text += (text.empty() ? "" : ".") + std::to_string(part);
  return text + ':' + std::to_string(port);
}

sockaddr_in to_system(const Endpoint& endpoint) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(endpoint.port);
  std::memcpy(&address.sin_addr, endpoint.address.data(), endpoint.address.size());
  return address;
}

Endpoint from_system(const sockaddr_in& address) {
  Endpoint endpoint;
  std::memcpy(endpoint.address.data(), &address.sin_addr, endpoint.address.size());
  endpoint.port = ntohs(address.sin_port);
  return endpoint;
}

Result<BoundSocket> bind_socket(int type, const Endpoint& at) {
  Descriptor socket(::socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return Error{"cannot open a socket: " + error_text(errno)};
  // The system takes a port again only when it was allowed for all that still ends there, so for the first
  // too.
  const int again = type == SOCK_STREAM ? 1 : 0;
  if (setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &again, sizeof again) != 0)
    return Error{"cannot prepare a socket: " + error_text(errno)};
  sockaddr_in address = to_system(at);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(socket.get(), generic, size) != 0 || getsockname(socket.get(), generic, &size) != 0) {
    return Error{"cannot bind a socket to " + at.text() + ": " + error_text(errno)};
  }
  return BoundSocket{std::move(socket), from_system(address).port};
}

}  // namespace ringcheck::net
