#pragma once
// The push rules every account begins with.

#include <string_view>

#include "value/value.hpp"

namespace ringcheck::world {

/// The server-default ruleset ("Predefined Rules"), as the value of `global`.
Value default_push_rules(std::string_view user_id);

}  // namespace ringcheck::world
