#pragma once
// The small grammars that session descriptions are made of (RFC 8866 section 9, RFC 8839 section 5).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ringcheck::sdp {

/// The fields between separators; two separators in a row give an empty field. Never empty itself.
std::vector<std::string_view> split(std::string_view text, char separator);

/// `token` of RFC 8866: one or more visible ASCII characters without the separators.
bool is_token(std::string_view text);

/// `ice-char` of RFC 8839 (letters, digits, + and /), and as many as the bounds allow.
bool is_ice_chars(std::string_view text, std::size_t min_length, std::size_t max_length);

/// A number of digits only, not above `max`.
std::optional<std::uint64_t> read_number(std::string_view text, std::uint64_t max);

bool is_ipv4(std::string_view text);
bool is_ipv6(std::string_view text);

/// A domain name whose last label is not a number, so that 999.1.1.1 is none.
bool is_host_name(std::string_view text);

/// Whether ASCII texts are equal but for case.
bool equals_ignoring_case(std::string_view one, std::string_view other);

/// A piece of a subject's text fit for a finding: at most 80 characters, control characters shown as \xNN.
std::string quoted(std::string_view text);

}  // namespace ringcheck::sdp
