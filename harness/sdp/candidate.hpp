#pragma once
// An ICE candidate as a line of text: the value of `a=candidate` and the `candidate` of m.call.candidates are
// the same.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sdp/finding.hpp"

namespace ringcheck::sdp {

/// The fields of a candidate line that a peer or a check needs (RFC 8839 section 5.1).
struct Candidate {
  std::string foundation;
  int component = 0;
  std::string transport;  ///< "udp" or "tcp", in the case the line has
  std::uint32_t priority = 0;
  std::string address;
  std::uint16_t port = 0;
  std::string type;   ///< host, srflx, prflx, relay
  std::string ufrag;  ///< of the `ufrag` extension; often empty
};

/// Reads and judges `candidate:...`. `ufrag` is that of the description the candidate belongs to; empty: do
/// not compare. Findings carry `line`. Nothing comes back if there is an error.
std::optional<Candidate> read_candidate(std::string_view text, std::string_view ufrag, int line,
                                        Findings& findings);

/// Judges the `candidate` of one entry of m.call.candidates; the empty text says that no more will come, and
/// is legal (RFC 8838 section 8.2).
Findings check_candidate(std::string_view text, std::string_view ufrag = {});

}  // namespace ringcheck::sdp
