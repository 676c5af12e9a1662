#pragma once
// JSON pointers (RFC 6901), the way by which ringcheck names a place inside a value.

#include <string>
#include <string_view>

#include "value/value.hpp"

namespace ringcheck {

/// `pointer` extended by a key, with `~` and `/` escaped.
std::string pointer_join(std::string_view pointer, std::string_view key);
std::string pointer_join(std::string_view pointer, std::size_t index);

/// The value at the pointer, or null.
const Value* pointer_find(const Value& root, std::string_view pointer);

}  // namespace ringcheck
