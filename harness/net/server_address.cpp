#include "net/server_address.hpp"

#include <charconv>
#include <cstring>
#include <memory>

#include <fmt/format.h>
#include <netdb.h>

namespace ringcheck::net {
namespace {

constexpr uint16_t https_port = 443;

Result<uint16_t> parse_port(const std::string& digits) {
  uint16_t port = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, failed] = std::from_chars(digits.data(), end, port);
  if (failed != std::errc() || stop != end || port == 0) return Error{"no port"};
  return port;
}

}  // namespace

std::string ServerAddress::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : '[' + host + ']';
  return tls && port == https_port ? name : fmt::format("{}:{}", name, port);
}

Result<ServerAddress> parse_server_url(const std::string& url) {
  const Error wrong{
      fmt::format("wanted https://HOST, https://HOST:PORT or http://127.0.0.1:PORT, came {}", url)};
  ServerAddress address;
  address.tls = url.starts_with("https://");
  if (!address.tls && !url.starts_with("http://")) return wrong;
  std::string rest = url.substr(url.find("//") + 2);
  if (rest.ends_with('/')) rest.pop_back();
  // Neither a path nor a user, a query or a space.
  if (rest.empty() || rest.find_first_of("/?#@ \\") != std::string::npos) return wrong;
  const size_t bracket = rest.front() == '[' ? rest.find(']') : std::string::npos;
  if (rest.front() == '[' && bracket == std::string::npos) return wrong;
  const size_t colon = rest.find(':', bracket == std::string::npos ? 0 : bracket);
  address.host = bracket == std::string::npos ? rest.substr(0, colon) : rest.substr(1, bracket - 1);
  address.port = https_port;
  if (colon != std::string::npos) {
    auto port = parse_port(rest.substr(colon + 1));
    if (!port) return wrong;
    address.port = *port;
  }
  if (address.host.empty()) return wrong;
  if (!address.tls && (address.host != "127.0.0.1" || colon == std::string::npos)) return wrong;
  return address;
}

Result<std::vector<SocketAddress>> resolve(const ServerAddress& address) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  const int failed = getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &hints, &first);
  if (failed != 0) return Error{fmt::format("{} is not found: {}", address.host, gai_strerror(failed))};
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
