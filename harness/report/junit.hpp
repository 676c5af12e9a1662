#pragma once
// junit.xml, which every CI system reads: one test case per test, with the failure as a person would want it.

#include <string>

#include "report/model.hpp"

namespace ringcheck::report {

std::string to_junit(const RunResult& run);

}  // namespace ringcheck::report
