#include "net/server_address.hpp"

#include <cstring>
#include <memory>

#include <fmt/format.h>
#include <netdb.h>

namespace ringcheck::net {

Result<std::vector<SocketAddress>> resolve(const ServerUrl& url) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  const int failed = getaddrinfo(url.host.c_str(), std::to_string(url.port).c_str(), &hints, &first);
  if (failed != 0) return Error{fmt::format("{} is not found: {}", url.host, gai_strerror(failed))};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> list(first, freeaddrinfo);
  std::vector<SocketAddress> found;
  for (const addrinfo* each = first; each != nullptr; each = each->ai_next) {
    SocketAddress& place = found.emplace_back();
    place.size = each->ai_addrlen;
    std::memcpy(&place.bytes, each->ai_addr, each->ai_addrlen);
  }
  return found;
}

}  // namespace ringcheck::net
