#pragma once
// The only door to JSON (RapidJSON lives behind it): bytes to Value with every doubt as a finding, and back.
// Depth and size are bounded, so hostile input costs constant memory and never the process.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "value/result.hpp"
#include "value/value.hpp"

namespace ringcheck {

struct JsonLimits {
  std::size_t bytes = std::size_t{4} * 1024 * 1024;
  int depth = 100;
};

/// What a lenient parser would have let pass: a key twice, a lone surrogate, an integer beyond 2^53, an
/// exponent out of range, a byte order mark. `pointer` is a JSON pointer to the place.
struct JsonFinding {
  std::string pointer;
  std::string text;
};

struct ParsedJson {
  Value value;
  std::vector<JsonFinding> findings;
};

/// Parses one JSON text. The error names the byte and what was wrong there. Invalid UTF-8, too deep and too
/// long are errors; what RFC 8259 leaves to the reader is a finding.
Result<ParsedJson> parse_json(std::string_view bytes, const JsonLimits& limits = {});

/// Compact JSON, members in their order, numbers as their text.
std::string to_json(const Value& value);
/// Indented by two spaces, for people.
std::string to_pretty_json(const Value& value);
/// Canonical JSON as the Matrix specification's appendix defines it: members sorted by code point, no spaces.
std::string to_canonical_json(const Value& value);

}  // namespace ringcheck
