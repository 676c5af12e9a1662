#pragma once
// How values and lines of a stranger are shown inside a sentence: short, on one line, printable.

#include <cstddef>
#include <string>
#include <string_view>

#include "value/value.hpp"

namespace ringcheck::driver {

/// The text with control characters and bytes that are no UTF-8 escaped as `\x1b`, cut after `most` bytes
/// with `…`.
std::string shown(std::string_view text, std::size_t most = 120);

/// `the number 7`, `the string "seven"`, `true`, `null`, `a list`, `a map`.
std::string described(const Value& value);

}  // namespace ringcheck::driver
