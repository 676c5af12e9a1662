#pragma once
// Foreign text on a page: what a subject wrote is shown as it was, can do nothing, and hides nothing.

#include <string>
#include <string_view>

#include "value/value.hpp"

namespace ringcheck::report {

/// The text with every character that cannot be seen or that turns others around (control, bidirectional,
/// zero-width, tag characters, bytes that are no UTF-8) written as `⟨U+202E⟩` or `⟨0xFF⟩`. Line ends and tabs
/// stay.
std::string visible(std::string_view text);

/// `visible`, with the characters that mean something to HTML or XML escaped: for text and for attributes in
/// quotes.
std::string escape_html(std::string_view text);

/// As `escape_html` but with quotes left as they are, for the inside of an element: JSON is full of them, and
/// a page of traces is half as big.
std::string escape_inner_text(std::string_view text);

/// At most so many characters, an ellipsis for the rest. For labels.
std::string shortened(std::string_view text, std::size_t characters);

/// A name as a fragment of a URL: letters, digits, `.`, `_` and `-`; any other byte becomes `-`.
std::string anchor_of(std::string_view name);

struct JsonTextLimits {
  std::size_t string_bytes = 8'000;  ///< of one string
  std::size_t total_bytes = 24'000;
};

/// JSON for people: what fits stands on one line, a string of many lines (SDP) is broken after each `\n` that
/// it spells, and what is over the limits is cut with a word of how much.
std::string readable_json(const Value& value, const JsonTextLimits& limits = {});

}  // namespace ringcheck::report
