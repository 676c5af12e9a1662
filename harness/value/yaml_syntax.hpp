#pragma once
// Own words for yaml-cpp's syntax errors: the commonest ones come from Matrix's own sigils, from brackets and
// quotes left open, and from indentation.

#include <optional>
#include <string>
#include <string_view>

#include "value/lines.hpp"
#include "value/yaml.hpp"

namespace ringcheck {

/// A syntax error as yaml-cpp tells it, with what the reader knew at that moment.
struct SyntaxError {
  std::string message;
  Spot spot;
  Spot last_event;                ///< where the last node began that was read whole
  std::optional<Spot> open_flow;  ///< the innermost `{` or `[` that is open
};

/// The fault to show; its file is left to the caller.
Fault explain_syntax_error(const SyntaxError& error, const Lines& lines);

/// The text from the spot on that a person would take for one value: up to a space, a comma or a bracket.
std::string_view word_at(const Lines& lines, Spot spot);

/// The offset after the quote that closes the one at `at`; npos when the text ends before.
std::size_t closing_quote(std::string_view text, std::size_t at);

}  // namespace ringcheck
