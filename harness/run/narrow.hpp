#pragma once
// A run that asks for some requirements only, by section, level, MSC or release, judges and reports no
// others.

#include <set>
#include <string>

#include "report/model.hpp"

namespace ringcheck::run {

/// Keeps the findings about the wanted requirements, and lets them alone decide how the test ended. An error
/// stays one. A test of which nothing is left is skipped: what it would say was not asked.
void narrow(report::TestResult& test, const std::set<std::string>& wanted);

}  // namespace ringcheck::run
