#pragma once
// The push rules every account begins with.

#include <memory>
#include <string_view>

#include "value/value.hpp"

namespace ringcheck::world {

/// The content of `m.push_rules`: under `global` the server-default ruleset ("Predefined Rules").
std::shared_ptr<const Value> default_push_rules(std::string_view user_id);

}  // namespace ringcheck::world
