#pragma once
// The grammars of Matrix identifiers and RE2, the one regular expression dialect of ringcheck (std::regex
// overflows its stack on strings that a subject may legally send).

#include <optional>
#include <string>
#include <string_view>

#include "value/result.hpp"

namespace ringcheck {

/// Opaque identifiers: 1 to 255 of `0-9 A-Z a-z - . _ ~` (Appendices, "Opaque Identifiers").
bool is_opaque_id(std::string_view text);
/// `@localpart:server`, at most 255 bytes, historical localparts allowed (Appendices, "User Identifiers").
bool is_user_id(std::string_view text);
/// `!opaque` with or without a server part, as room versions before and after 12 make them.
bool is_room_id(std::string_view text);
/// `$` and the rest, at most 255 bytes.
bool is_event_id(std::string_view text);

/// Whether the whole text matches the RE2 expression; an expression that does not compile is an error.
Result<bool> matches_regex(std::string_view text, std::string_view expression);
/// The same with an expression of our own, which compiles.
bool fits_regex(std::string_view text, std::string_view expression);

}  // namespace ringcheck
