#pragma once
// What HTTP says, as plain values: a request as it came, and an answer as it is to leave.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ringcheck::net {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

/// The value of the first header of that name, letters of either case; nullptr without one.
const std::string* find_header(const HttpHeaders& headers, std::string_view name);

struct HttpRequest {
  std::string method;
  std::string target;  // path and query, as sent
  HttpHeaders headers;
  std::string body;

  const std::string* header(std::string_view name) const { return find_header(headers, name); }
};

/// Content-Length and Connection are written by the server. An answer with `Connection: close` closes.
struct HttpResponse {
  int status = 200;
  HttpHeaders headers;
  std::string body;
};

/// How much of a client the server bears. A connection that is idle between requests is never timed out: a
/// client that reuses it at that very moment would see a failure that is not its own.
struct HttpLimits {
  size_t header_bytes = 65'536;
  size_t body_bytes = 2'097'152;
  size_t connections = 256;
  int64_t header_timeout_ms = 10'000;  // from the first byte of a request to the end of its headers
  int64_t body_timeout_ms = 30'000;    // for the whole body, and for a client that does not read its answer
};

}  // namespace ringcheck::net
