#pragma once
// How the subject reaches the harness: by which address of this machine, and whether over TLS.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "driver/subject_file.hpp"
#include "net/loopback.hpp"
#include "net/tls_identity.hpp"

namespace ringcheck::run {

struct Reach {
  net::Endpoint at;                            ///< without a port each server has one of its own
  std::shared_ptr<net::TlsIdentity> identity;  ///< null: plain
  std::string ca_file;                         ///< path of its authority's certificate

  /// `scheme`: http or ws.
  std::string url(std::string_view scheme, std::uint16_t port) const {
    net::Endpoint there = at;
    there.port = port;
    return fmt::format("{}{}://{}", scheme, identity == nullptr ? "" : "s", there.text());
  }
};

/// The certificate that the subject has to trust, when it can be read.
using OnAuthority = std::function<void(const std::string& ca_file)>;

/// There, and with `tls` by an authority that is made for it; its key is in memory, and nowhere after that.
Result<Reach> reach_at(const net::Endpoint& at, bool tls);
/// What comes from another machine finds the homeserver where it finds the door; a person, who types its URL,
/// finds it at one port for all tests, where one is named.
Result<Reach> reach_of(const driver::Subject& subject, bool tls);
/// Puts the certificate into `folder`. Nothing without TLS.
Result<Done> show_authority(Reach& reach, const std::string& folder, const OnAuthority& on_authority);

}  // namespace ringcheck::run
