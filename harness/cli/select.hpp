#pragma once
// Which tests a command means: by name, part of a name with dots, folder, file, or requirement.

#include <string>
#include <vector>

#include "scenario/library.hpp"
#include "value/result.hpp"

namespace ringcheck::cli {

/// The tests that any of the words select; all when there are none. A word that selects nothing is an error
/// that names the nearest.
Result<std::vector<const scenario::Test*>> select_tests(const scenario::Library& library,
                                                        const std::vector<std::string>& words);

}  // namespace ringcheck::cli
