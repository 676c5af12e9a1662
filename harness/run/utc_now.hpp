#pragma once
// The time of day for the head of a report.

#include <ctime>
#include <string>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace ringcheck::run {

/// RFC 3339, UTC.
inline std::string utc_now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

}  // namespace ringcheck::run
