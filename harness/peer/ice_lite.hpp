#pragma once
// The smallest ICE side: it never checks by itself and only answers the checks of the other (RFC 8445
// section 2.5). That is enough for a WebRTC client to call itself connected. Bytes in, bytes out.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "peer/stun.hpp"

namespace ringcheck::peer {

/// The credentials that this side's description named.
struct IceCredentials {
  std::string ufrag;
  std::string pwd;
};

/// A response and what the request told.
struct BindingAnswer {
  std::string response;        ///< to be sent back to where the request came from
  bool integrity_ok = false;   ///< MESSAGE-INTEGRITY was there and made with our password
  bool accepted = false;       ///< the response is a success
  bool use_candidate = false;  ///< the other side nominates this pair; means nothing unless accepted
  std::string username;        ///< USERNAME as it came, empty without one
  std::string remote_ufrag;    ///< the part of it after the colon
  std::uint32_t priority = 0;
};

/// Answers one datagram from `source`. Nothing comes back if it is no Binding request with a right
/// FINGERPRINT, which ICE always has: such datagrams are for somebody else. A request that is malformed or of
/// wrong credentials gets an error response (400, 401 or 420; RFC 8489 sections 6.3.1 and 9.1.3). Roles are
/// not compared: a lite side is always controlled.
std::optional<BindingAnswer> answer_binding(std::string_view datagram, const IceCredentials& credentials,
                                            const stun::Endpoint& source);

}  // namespace ringcheck::peer
