#pragma once
// A trace as a ladder in SVG, for the page: time on the left, a lifeline per party, an arrow per message that
// leads to its raw entry. Colours and fonts are the page's style; verdicts are marked with a word and a
// shape.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "report/html_entries.hpp"

namespace ringcheck::report {

struct LadderOptions {
  std::string title;  ///< what a screen reader says the picture is
  std::string file;   ///< of the test: a step of this file shows its line alone
  std::function<std::string(std::int64_t)> link_of;  ///< seq -> `#anchor` of the raw entry; none: no links
};

/// One `svg` element, well-formed as XML too, everything foreign in it escaped. `entries` is the whole trace.
std::string ladder_svg(const std::deque<trace::Entry>& entries, const ShownEntries& shown, const Marks& marks,
                       const LadderOptions& options);

}  // namespace ringcheck::report
