#pragma once
// Times as other tools write them (RFC 3339, which HAR 1.2 asks for).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ringcheck::trace {

/// `2026-01-02T03:04:05.678Z` or with an offset such as `+01:00`: microseconds since 1970 in UTC.
std::optional<std::int64_t> parse_timestamp_us(std::string_view text);

/// `2026-01-02 03:04:05 UTC`.
std::string show_time(std::int64_t unix_ms);

}  // namespace ringcheck::trace
