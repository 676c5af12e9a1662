#include "value/server_url.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace ringcheck {
namespace {

constexpr std::uint16_t https_port = 443;

Result<std::uint16_t> parse_port(const std::string& digits) {
  std::uint16_t port = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, failed] = std::from_chars(digits.data(), end, port);
  if (failed != std::errc() || stop != end || port == 0) return Error{"no port"};
  return port;
}

}  // namespace

std::string ServerUrl::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : '[' + host + ']';
  return tls && port == https_port ? name : fmt::format("{}:{}", name, port);
}

Result<ServerUrl> parse_server_url(const std::string& url) {
  const Error wrong{
      fmt::format("wanted https://HOST, https://HOST:PORT or http://127.0.0.1:PORT, came {}", url)};
  ServerUrl server;
  server.tls = url.starts_with("https://");
  if (!server.tls && !url.starts_with("http://")) return wrong;
  std::string rest = url.substr(url.find("//") + 2);
  if (rest.ends_with('/')) rest.pop_back();
  // Neither a path nor a user, a query or a space.
  if (rest.empty() || rest.find_first_of("/?#@\\") != std::string::npos) return wrong;
  if (std::any_of(rest.begin(), rest.end(), [](unsigned char c) { return c <= ' '; })) return wrong;
  const std::size_t bracket = rest.front() == '[' ? rest.find(']') : std::string::npos;
  if (rest.front() == '[' && bracket == std::string::npos) return wrong;
  const bool ends_so = bracket == std::string::npos || bracket + 1 == rest.size() || rest[bracket + 1] == ':';
  if (!ends_so) return wrong;
  const std::size_t colon = rest.find(':', bracket == std::string::npos ? 0 : bracket);
  server.host = bracket == std::string::npos ? rest.substr(0, colon) : rest.substr(1, bracket - 1);
  server.port = https_port;
  if (colon != std::string::npos) {
    auto port = parse_port(rest.substr(colon + 1));
    if (!port) return wrong;
    server.port = *port;
  }
  if (server.host.empty()) return wrong;
  if (!server.tls && (server.host != "127.0.0.1" || colon == std::string::npos)) return wrong;
  return server;
}

}  // namespace ringcheck
