#pragma once
// Where a homeserver is that the harness asks: https anywhere, and http on this machine only, since what is
// said to it holds passwords.

#include <cstdint>
#include <string>
#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>

#include "value/result.hpp"

namespace ringcheck::net {

struct ServerAddress {
  bool tls = false;
  std::string host;  ///< a name or an address, an IPv6 one without its brackets
  uint16_t port = 0;

  /// As the header Host says it, and a person.
  std::string authority() const;
};

/// `https://HOST`, `https://HOST:PORT` or `http://127.0.0.1:PORT`, with or without a slash at the end; the
/// error is a sentence.
Result<ServerAddress> parse_server_url(const std::string& url);

struct SocketAddress {
  sockaddr_storage bytes{};
  socklen_t size = 0;
};

/// Asks the resolver, and waits for it: once for each run, before anything else happens. At least one, the
/// best first.
Result<std::vector<SocketAddress>> resolve(const ServerAddress& address);

}  // namespace ringcheck::net
