#pragma once
// One place at which a value breaks its schema, and how such a fault is told: the validator only says which
// keyword failed, the words come from the schema and the value.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "value/value.hpp"

namespace ringcheck::check {

struct SchemaFault {
  std::string pointer;  ///< JSON pointer to the value that is wrong, or to the one that is missing
  std::string keyword;  ///< that failed: "type", "required", "anyOf"; empty when the validator gave up
  std::string wanted;   ///< `a string`, `"offer"`
  std::string came;     ///< `1 (integer)`, `nothing`
};

/// What a validator knows of a failure: where the value stands, by keys and indices, and which keyword failed
/// there.
struct RawFault {
  std::vector<std::string> path;
  std::string keyword;
  std::string name;  ///< the property that is missing or not allowed
};

/// The fault in words. Nothing when no schema that surely holds for that place has the keyword: the failure
/// is then a mere branch of an anyOf, whose own failure is told.
std::optional<SchemaFault> explain_fault(const Value& schema, const Value& value, const RawFault& raw);

/// A value in a few words: `"1" (string)`; `nothing` for null pointers. Long ones are cut.
std::string describe_value(const Value* value);

}  // namespace ringcheck::check
