#pragma once
// Puts what the trace-wide checks found into the result of a test.

#include "check/finding.hpp"
#include "report/model.hpp"
#include "spec/register.hpp"

namespace ringcheck::run {

/// Adds one finding per fault, and a pass for each requirement that a check looked at without fault.
void apply_checks(const check::TraceReport& report, const spec::Register& requirements,
                  report::TestResult& result);

}  // namespace ringcheck::run
