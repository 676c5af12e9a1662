#pragma once
// Who a harness side is in its descriptions. All randomness enters here, so a seed repeats a whole call.

#include <cstdint>
#include <functional>
#include <string>

namespace ringcheck::sdp {

/// The parts of a description that are drawn once and then stay.
struct Identity {
  std::string ice_ufrag;     ///< 8 ice characters (RFC 8839 section 5.4 wants 4 or more)
  std::string ice_pwd;       ///< 24 ice characters (22 or more)
  std::string fingerprint;   ///< SHA-256 of no real certificate: 32 upper-case hexadecimal pairs with colons
  std::uint64_t session_id;  ///< of o=; below 2^62
  std::string stream_id;     ///< the MediaStream that a=msid and sdp_stream_metadata name
  std::string track_id;      ///< of the first section's track; other tracks add their ssrc
  std::uint32_t ssrc;        ///< of the first sending section; the next ones count on
};

/// `random` gives 64 uniform bits at each call.
Identity identity_from(const std::function<std::uint64_t()>& random);

/// Draws a new ufrag and password, as an ICE restart demands (RFC 8839 section 4.4.1.1.1).
void renew_ice(Identity& identity, const std::function<std::uint64_t()>& random);

}  // namespace ringcheck::sdp
