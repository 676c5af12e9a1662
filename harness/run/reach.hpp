#pragma once
// How the subject reaches the harness: by which address of this machine, and whether over TLS.

#include <cstdint>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "net/loopback.hpp"
#include "net/tls_identity.hpp"

namespace ringcheck::run {

struct Reach {
  net::Endpoint at;                            ///< without a port: each server has one of its own
  std::shared_ptr<net::TlsIdentity> identity;  ///< null: plain
  std::string ca_file;                         ///< path of its authority's certificate

  /// `scheme`: http or ws.
  std::string url(std::string_view scheme, std::uint16_t port) const {
    net::Endpoint there = at;
    there.port = port;
    return fmt::format("{}{}://{}", scheme, identity == nullptr ? "" : "s", there.text());
  }
};

}  // namespace ringcheck::run
