#pragma once
// Releases of the specification: which of them a homeserver under test says it follows (GET /versions, told
// by the first entry of its trace), and whether a requirement is newer. What is newer is not held against it.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trace/entry.hpp"

namespace ringcheck::run {

/// r0.6.1 is {0, 6, 1}, v1.16 is {1, 16, 0}: they compare as they followed each other.
using Release = std::array<int, 3>;

/// Nothing for what is no release, an MSC for instance.
std::optional<Release> read_release(std::string_view name);

/// The name of the newest release that is listed; empty when none is, or nobody asked.
std::string newest_release(const Value& versions);

/// The same, of the homeserver in whose trace these entries are.
std::string newest_release(const std::vector<const trace::Entry*>& entries);

/// `since` is a release after `newest`; no when either is none.
bool is_newer(std::string_view since, std::string_view newest);

}  // namespace ringcheck::run
