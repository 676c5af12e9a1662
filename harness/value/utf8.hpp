#pragma once
// What the two readers need to know of UTF-8: is it sound, where does a character stand, how to quote a piece
// of hostile text in an error.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ringcheck {

/// The offset of the first byte that is not well-formed UTF-8 (RFC 3629: shortest form, no surrogates).
std::optional<std::size_t> first_invalid_utf8(std::string_view bytes);

/// Characters in well-formed UTF-8.
std::size_t count_characters(std::string_view text);

/// At most `most` characters of the text on one line, control characters shown as `\x..`; what was cut is an
/// ellipsis. For error texts.
std::string clip(std::string_view text, std::size_t most = 60);

}  // namespace ringcheck
