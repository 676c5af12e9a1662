#pragma once
// Which tests a command means: by name, part of a name with dots, folder, file, or requirement; and by what
// the requirements are that they prove.

#include <string>
#include <vector>

#include "scenario/library.hpp"
#include "spec/filter.hpp"
#include "value/result.hpp"

namespace ringcheck::cli {

/// The tests that any of the words select; all when there are none. A word that selects nothing is an error
/// that names the nearest.
Result<std::vector<const scenario::Test*>> select_tests(const scenario::Library& library,
                                                        const std::vector<std::string>& words);

/// Whether one of the words means just this test or its scenario, or a requirement that it proves; a folder
/// or a part of a name does not.
bool names_test(const scenario::Test& test, const std::vector<std::string>& words);

/// Those of the tests that prove a requirement that fits the filter; all when it asks for nothing, or when
/// only the checks of every trace decide what fits. That nobody does is an error that names the requirements.
Result<std::vector<const scenario::Test*>> tests_that_prove(const scenario::Library& library,
                                                            std::vector<const scenario::Test*> tests,
                                                            const spec::Filter& filter);

}  // namespace ringcheck::cli
