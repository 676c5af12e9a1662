#pragma once
// Where the server of a URL listens.

#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>

#include "value/result.hpp"
#include "value/server_url.hpp"

namespace ringcheck::net {

struct SocketAddress {
  sockaddr_storage bytes{};
  socklen_t size = 0;
};

/// Asks the resolver, and waits for it: once for each run, before anything else happens. At least one, the
/// best first.
Result<std::vector<SocketAddress>> resolve(const ServerUrl& url);

}  // namespace ringcheck::net
