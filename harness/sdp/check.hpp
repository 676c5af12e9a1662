#pragma once
// Judges descriptions that passed between two sides of a call: one alone, an answer against its offer, and
// each against the one its side sent before. Pure functions; an empty list means nothing to blame.

#include <string_view>

#include "sdp/description.hpp"
#include "sdp/finding.hpp"

namespace ringcheck::sdp {

enum class Role { offer, answer };

/// One description as WebRTC's offer or answer (RFC 9429 sections 5.2 and 5.3). Faults of the text itself are
/// parse()'s to tell.
Findings check_description(const Description& description, Role role);

/// parse() and check_description() in one: all findings about the text of one offer or answer.
Findings check_text(std::string_view text, Role role);

/// An answer against the offer it answers (RFC 3264 section 6, RFC 9429 section 5.3.1); lines are the
/// answer's.
Findings check_answer(const Description& answer, const Description& offer);

/// A description against the previous one of the same side, offer or answer (RFC 3264 section 8); lines are
/// those of `next`.
Findings check_next(const Description& next, const Description& previous);

}  // namespace ringcheck::sdp
