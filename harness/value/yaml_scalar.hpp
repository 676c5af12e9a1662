#pragma once
// What a plain (unquoted) YAML scalar means, and which ones are refused because readers disagree about them.

#include <string>
#include <string_view>

#include "value/value.hpp"

namespace ringcheck {

/// A plain scalar as read. `fault` is empty when all readers agree on it; otherwise `help` says what to
/// write.
struct PlainScalar {
  Value value;
  std::string fault;
  std::string help;
};

/// `true`, `false`, `null` and JSON's numbers are themselves, other words are strings that are not quoted.
PlainScalar read_plain_scalar(std::string_view text);

/// The same for a key, which must be text: numbers, `true` and `null` are refused too.
PlainScalar read_plain_key(std::string_view text);

/// The text in the quotes that need the fewest escapes, cut when it is long: what a help tells to write.
std::string in_quotes(std::string_view text);

}  // namespace ringcheck
