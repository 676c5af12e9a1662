#pragma once
// From a folded script to results: what each step says of the requirements it proves, with the evidence.

#include "report/model.hpp"
#include "run/script.hpp"
#include "spec/register.hpp"

namespace ringcheck::run {

/// The result of a test whose script has ended, without what only the runner knows (durations, files).
report::TestResult judge(const Script& script, const spec::Register& requirements);

/// One line for an entry, as failures and `show` print it.
std::string describe_entry(const trace::Entry& entry);

/// Sums the findings of all tests into one verdict per requirement.
std::vector<report::RequirementResult> sum_up(const std::vector<report::TestResult>& tests,
                                              const spec::Register& requirements);

}  // namespace ringcheck::run
