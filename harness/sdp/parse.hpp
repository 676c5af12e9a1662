#pragma once
// Text to Description: a strict reader of lines and their grammar (RFC 8866). It says what is wrong and reads
// on, so that one fault does not hide the next; whatever the bytes are, it ends and its result is bounded.

#include <string_view>

#include "sdp/description.hpp"
#include "sdp/finding.hpp"

namespace ringcheck::sdp {

struct Parsed {
  Description description;  ///< what could be read, also when there are findings
  Findings findings;        ///< faults of lines and fields; check.hpp judges what they mean

  /// Whether the text is a description by the letter of the grammar; warnings do not count.
  bool ok() const { return !has_error(findings); }
};

Parsed parse(std::string_view text);

}  // namespace ringcheck::sdp
