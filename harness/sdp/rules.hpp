#pragma once
// Every rule that parse.hpp, candidate.hpp and check.hpp judge by. rules_test.cpp proves that each can fail.

#include "sdp/finding.hpp"

namespace ringcheck::sdp::rules {

using enum Severity;

// The text: parse.hpp.
inline constexpr Rule size{"sdp.size", error, "a limit of ringcheck: 256 KiB, 128 media sections"};
inline constexpr Rule bytes{"sdp.bytes", error, "RFC 8866 section 9"};
inline constexpr Rule line_end{"sdp.line-end", warning, "RFC 8866 section 5"};
inline constexpr Rule last_line{"sdp.last-line", error, "RFC 8866 section 9"};
inline constexpr Rule line_shape{"sdp.line-shape", error, "RFC 8866 section 5"};
inline constexpr Rule line_type{"sdp.line-type", error, "RFC 8866 section 5"};
inline constexpr Rule line_order{"sdp.line-order", error, "RFC 8866 section 5"};
inline constexpr Rule line_missing{"sdp.line-missing", error, "RFC 8866 section 5"};
inline constexpr Rule line_repeated{"sdp.line-repeated", error, "RFC 8866 section 5"};
inline constexpr Rule version{"sdp.version", error, "RFC 8866 section 5.1"};
inline constexpr Rule origin{"sdp.origin", error, "RFC 8866 section 5.2, RFC 3264 section 5"};
inline constexpr Rule connection{"sdp.connection", error, "RFC 8866 section 5.7"};
inline constexpr Rule bandwidth{"sdp.bandwidth", error, "RFC 8866 section 5.8"};
inline constexpr Rule timing{"sdp.timing", error, "RFC 8866 section 5.9"};
inline constexpr Rule timing_repeated{"sdp.timing-repeated", warning, "RFC 9429 section 5.2.1"};
inline constexpr Rule attribute{"sdp.attribute", error, "RFC 8866 section 5.13"};
inline constexpr Rule media{"sdp.media", error, "RFC 8866 section 5.14"};
inline constexpr Rule media_port{"sdp.media-port", error, "RFC 8866 section 5.14"};
inline constexpr Rule payload_type{"sdp.payload-type", error, "RFC 8866 section 5.14, RFC 3550 section 5.1"};

// One section of an offer or answer: check_section.cpp.
inline constexpr Rule connection_missing{"sdp.connection-missing", error, "RFC 8866 section 5.7"};
inline constexpr Rule attribute_repeated{"sdp.attribute-repeated", error, "RFC 8866 section 5.13"};
inline constexpr Rule mid_missing{"sdp.mid-missing", error, "RFC 9429 section 5.2.1"};
inline constexpr Rule mid{"sdp.mid", error, "RFC 5888 section 4"};
inline constexpr Rule mux_missing{"sdp.rtcp-mux-missing", error, "RFC 9429 section 5.2.1"};
inline constexpr Rule ice_missing{"sdp.ice-missing", error, "RFC 8839 section 5.4"};
inline constexpr Rule ice_ufrag{"sdp.ice-ufrag", error, "RFC 8839 section 5.4"};
inline constexpr Rule ice_pwd{"sdp.ice-pwd", error, "RFC 8839 section 5.4"};
inline constexpr Rule fingerprint_missing{"sdp.fingerprint-missing", error, "RFC 8842 section 5.2"};
inline constexpr Rule fingerprint{"sdp.fingerprint", error, "RFC 8122 section 5"};
inline constexpr Rule fingerprint_case{"sdp.fingerprint-case", warning, "RFC 8122 section 5"};
inline constexpr Rule setup_missing{"sdp.setup-missing", error, "RFC 8842 section 5.2"};
inline constexpr Rule setup{"sdp.setup", error, "RFC 4145 section 4"};
inline constexpr Rule setup_offer{"sdp.setup-offer", error, "RFC 9429 section 5.2.1"};
inline constexpr Rule setup_answer{"sdp.setup-answer", error, "RFC 9429 section 5.3.1"};
inline constexpr Rule protocol{"sdp.protocol", error, "RFC 9429 section 5.1.2"};
inline constexpr Rule sctp_port{"sdp.sctp-port", error, "RFC 8841 section 5.1"};
inline constexpr Rule rtpmap{"sdp.rtpmap", error, "RFC 8866 section 6.6"};
inline constexpr Rule rtpmap_missing{"sdp.rtpmap-missing", error, "RFC 8866 section 6.6"};
inline constexpr Rule format_unlisted{"sdp.format-unlisted", error, "RFC 8866 sections 6.6 and 6.15"};
inline constexpr Rule direction_repeated{"sdp.direction-repeated", error, "RFC 8866 section 6.7"};
inline constexpr Rule msid{"sdp.msid", error, "RFC 8830 section 2"};

// The BUNDLE group: check.cpp.
inline constexpr Rule mid_repeated{"sdp.mid-repeated", error, "RFC 5888 section 4"};
inline constexpr Rule group{"sdp.group", error, "RFC 5888 section 5"};
inline constexpr Rule bundle_unknown{"sdp.bundle-unknown", error, "RFC 5888 section 5"};
inline constexpr Rule bundle_missing{"sdp.bundle-missing", error, "RFC 9429 section 5.2.1"};
inline constexpr Rule bundle_rejected{"sdp.bundle-rejected", error, "RFC 9143 section 7.3"};
inline constexpr Rule bundle_ice{"sdp.bundle-ice", error, "RFC 9143 section 7.3"};

// One candidate, in a description or in m.call.candidates: candidate.cpp.
inline constexpr Rule candidate{"sdp.candidate", error, "RFC 8839 section 5.1"};
inline constexpr Rule candidate_tcp{"sdp.candidate-tcp", error, "RFC 6544 section 4.5"};
inline constexpr Rule candidate_name{"sdp.candidate-name", warning, "RFC 8839 section 5.1"};
inline constexpr Rule candidate_ufrag{"sdp.candidate-ufrag", warning, "RFC 8838 section 4.1"};

// An answer against its offer: check_exchange.cpp.
inline constexpr Rule answer_count{"sdp.answer-count", error, "RFC 3264 section 6"};
inline constexpr Rule answer_kind{"sdp.answer-kind", error, "RFC 3264 section 6"};
inline constexpr Rule answer_protocol{"sdp.answer-protocol", error, "RFC 3264 section 6"};
inline constexpr Rule answer_mid{"sdp.answer-mid", error, "RFC 9429 section 5.3.1"};
inline constexpr Rule answer_revived{"sdp.answer-revived", error, "RFC 3264 section 6"};
inline constexpr Rule answer_direction{"sdp.answer-direction", error, "RFC 3264 section 6.1"};
inline constexpr Rule answer_formats{"sdp.answer-formats", error, "RFC 3264 section 6.1"};
inline constexpr Rule answer_codec{"sdp.answer-codec", warning, "RFC 3264 section 6.1"};
inline constexpr Rule answer_setup{"sdp.answer-setup", error, "RFC 4145 section 4.1"};
inline constexpr Rule answer_bundle{"sdp.answer-bundle", error, "RFC 9143 section 7.3"};
inline constexpr Rule answer_unbundled{"sdp.answer-unbundled", error, "RFC 9429 section 5.3.1"};

// A description against the one the same side sent before: check_exchange.cpp.
inline constexpr Rule next_origin{"sdp.next-origin", error, "RFC 3264 section 8"};
inline constexpr Rule next_version{"sdp.next-version", error, "RFC 3264 section 8"};
inline constexpr Rule next_version_kept{"sdp.next-version-kept", warning, "RFC 3264 section 8"};
inline constexpr Rule next_count{"sdp.next-count", error, "RFC 3264 section 8"};
inline constexpr Rule next_kind{"sdp.next-kind", error, "RFC 3264 section 8.3.3"};
inline constexpr Rule next_mid{"sdp.next-mid", error, "RFC 9429 section 5.2.2"};
inline constexpr Rule next_ice{"sdp.next-ice", error, "RFC 8839 section 4.4.1.1.1"};
inline constexpr Rule next_codec{"sdp.next-codec", error, "RFC 3264 section 8.3.2"};

}  // namespace ringcheck::sdp::rules
