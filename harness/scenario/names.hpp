#pragma once
// What references mean at one moment of a scenario: `$call`, `$alice.party_id`, `$held.event_id`, captures.
// A reference is a whole plain value, never looked for inside text (suites/README.md).

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "value/value.hpp"

namespace ringcheck::scenario {

/// `call` or `alice.party_id` -> value.
using Names = std::map<std::string, Value, std::less<>>;

/// The name inside a reference (`alice.party_id`), or nothing when the value is no reference.
std::optional<std::string_view> reference_name(const Value& value);

/// True for a map whose keys all start with `$`: a matcher or a maker.
bool is_operator_map(const Value& value);

}  // namespace ringcheck::scenario
