#pragma once
// The harness's TURN server, which only looks who asks: it authenticates an allocation as RFC 8656 wants it
// and then has no relay to give, or names one that relays nothing. So a trace shows whether a client uses the
// credentials that its homeserver gave it, and no relayed candidate comes of it. Bytes in, bytes out.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "peer/stun.hpp"

namespace ringcheck::peer {

/// username -> password, as a homeserver's voip/turnServer gave them.
using TurnPasswords = std::map<std::string, std::string, std::less<>>;

struct TurnAnswer {
  std::string response;  ///< to be sent back to where the request came from
  std::string asked;     ///< `turn_binding`, or `turn_allocation` once there are credentials; else empty
  std::string username;  ///< of an allocation
  bool authenticated = false;  ///< its credentials are right
};

/// Answers one datagram from `source`: a Binding request (RFC 8489 section 3), by another port than it came
/// from, as if behind a NAT, so that the client finds a candidate that none of its interfaces shows; or an
/// Allocate request by long-term credentials (RFC 8489 section 9.2): 401 with realm and nonce to who brings
/// none or wrong ones, 486 to who brings right ones (RFC 8656 section 7.2), or a success that names `relay`
/// where there is one. Nothing for any other bytes.
std::optional<TurnAnswer> answer_turn(std::string_view datagram, const TurnPasswords& passwords,
                                      const stun::Endpoint& source,
                                      const std::optional<stun::Endpoint>& relay = std::nullopt);

}  // namespace ringcheck::peer
