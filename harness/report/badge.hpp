#pragma once
// A badge: how many of the decided requirements pass, in one line. As SVG of our own, and as the JSON that
// the endpoint badge of shields.io reads.

#include <string>

#include "report/model.hpp"

namespace ringcheck::report {

struct Badge {
  std::string label;
  std::string message;  ///< 74 of 76 requirements
  std::string color;    ///< brightgreen, yellow, orange, red, lightgrey
  bool is_error = false;
};

/// Green when all pass, yellow when something warns or stayed open, orange when it fails as its maker
/// expects, red when it fails otherwise, grey when the run says nothing about the subject.
Badge badge_of(const RunResult& run);

/// A file that stands alone: role and title for a screen reader, texts stretched to the width that was
/// computed, so that no font makes them overlap.
std::string to_badge_svg(const RunResult& run);
/// {schemaVersion: 1, label, message, color, isError}.
std::string to_badge_json(const RunResult& run);

/// Width in px of ASCII text in Verdana at 11 px, by classes of letters.
int badge_text_width(std::string_view text);

}  // namespace ringcheck::report
