#pragma once
// Judges one section of a description; part of check.hpp.

#include "sdp/check.hpp"

namespace ringcheck::sdp {

/// Appends what is wrong with an accepted section.
void check_section(const Description& description, const Media& media, Role role, Findings& findings);

}  // namespace ringcheck::sdp
