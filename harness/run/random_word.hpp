#pragma once
// Words that no two runs share.

#include <string>

namespace ringcheck::run {

/// Small letters and digits, of the system's randomness and not of the run's seed: that is printed, and two
/// runs with one seed would have the same word.
std::string random_word(std::size_t length);

}  // namespace ringcheck::run
