#pragma once
// What a subject must claim to be played a test.

#include <string>
#include <vector>

#include "driver/vocabulary.hpp"
#include "scenario/model.hpp"

namespace ringcheck::run {

/// The claims that follow from what the test uses, by the table of the driver protocol, then those that it
/// requires by name.
std::vector<std::string> claims_needed_by(const scenario::Test& test, const driver::Vocabulary& vocabulary);

}  // namespace ringcheck::run
