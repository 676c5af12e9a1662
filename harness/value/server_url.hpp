#pragma once
// The address of a homeserver that the harness asks: https anywhere, and http on this machine only, since
// what is said to it holds passwords.

#include <cstdint>
#include <string>

#include "value/result.hpp"

namespace ringcheck {

struct ServerUrl {
  bool tls = false;
  std::string host;  ///< a name or an address, an IPv6 one without its brackets
  std::uint16_t port = 0;

  /// As the header Host says it, and a person.
  std::string authority() const;
};

/// `https://HOST`, `https://HOST:PORT` or `http://127.0.0.1:PORT`, with or without a slash at the end; the
/// error is a sentence.
Result<ServerUrl> parse_server_url(const std::string& url);

}  // namespace ringcheck
