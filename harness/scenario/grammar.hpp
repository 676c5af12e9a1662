#pragma once
// The shape of the language as data: which verbs there are, which keys each takes, of what type. The loader
// checks by these tables, `schemas/scenario.schema.json` says the same for editors, and a test holds the two
// together.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/model.hpp"
#include "value/yaml.hpp"

namespace ringcheck::scenario {

/// Checks the keys of one step (one verb, known keys, their types, operators well formed), with those of its
/// children, and reports what is wrong.
void check_step_shape(const Value& step, const std::string& file, std::vector<Fault>& faults);

/// Checks any value for operator maps: known names, not mixed with ordinary keys, arguments of the right
/// type.
void check_operators(const Value& value, const std::string& file, std::vector<Fault>& faults);

/// The verb of a step; `use` has none of its own because it is laid out at load.
std::optional<Verb> step_verb(const Value& step);

/// The known word nearest to a wrong one, as `; did you mean "x"?`, or empty when none is near.
std::string did_you_mean(std::string_view wrong, const std::vector<std::string_view>& known);

}  // namespace ringcheck::scenario
