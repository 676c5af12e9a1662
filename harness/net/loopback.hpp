#pragma once
// Sockets on 127.0.0.1, unless somebody names another address of this machine for an adapter that comes from
// elsewhere. With other machines the harness speaks by itself only as net/http_client, when somebody names a
// homeserver.

#include <array>
#include <cstdint>
#include <string>

#include <netinet/in.h>

#include "net/descriptor.hpp"
#include "value/result.hpp"

namespace ringcheck::net {

/// An IPv4 address and a port, both as a person reads them (not in network order).
struct Endpoint {
  std::array<uint8_t, 4> address{127, 0, 0, 1};
  uint16_t port = 0;

  bool operator==(const Endpoint&) const = default;
  /// In 127.0.0.0/8 (RFC 1122 section 3.2.1.3).
  bool is_loopback() const { return address[0] == 127; }
  std::string text() const;
};

/// A non-blocking, close-on-exec socket of SOCK_STREAM or SOCK_DGRAM, bound to a free port (0), or to one
/// that was ours a moment ago, whatever still ends there.
struct BoundSocket {
  Descriptor socket;
  uint16_t port;
};
Result<BoundSocket> bind_socket(int type, const Endpoint& at = {});

sockaddr_in to_system(const Endpoint& endpoint);
Endpoint from_system(const sockaddr_in& address);

}  // namespace ringcheck::net
