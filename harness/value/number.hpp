#pragma once
// Numbers by their text: JSON's grammar, and the range in which all readers agree.

#include <optional>
#include <string>
#include <string_view>

namespace ringcheck {

/// Whether the whole text is a number by JSON's grammar (RFC 8259, section 6).
bool is_json_number(std::string_view text);

/// What makes readers disagree about a JSON number: an integer beyond ±(2^53-1), a magnitude that no double
/// holds. Nothing when all agree.
std::optional<std::string> number_doubt(std::string_view text);

/// The number as canonical JSON writes it (`-0` is `0`, `1e10` is `10000000000`); the text itself where
/// canonical JSON has no form for it.
std::string canonical_number(std::string_view text);

}  // namespace ringcheck
