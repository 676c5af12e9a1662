#pragma once
// Finds references to nothing at load: `$alcie.party_id`, a capture used before its step, `since` of a later
// step.

#include <vector>

#include "scenario/model.hpp"
#include "value/yaml.hpp"

namespace ringcheck::scenario {

void check_references(const Test& test, std::vector<Fault>& faults);

}  // namespace ringcheck::scenario
