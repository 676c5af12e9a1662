#pragma once
// The known failures of a subject: which requirement, how it fails, why. Kept beside subject.yaml by its
// maker, so that CI is red only for what is new, and for what is no longer true.

#include <string>
#include <vector>

#include "report/model.hpp"
#include "spec/register.hpp"
#include "value/result.hpp"

namespace ringcheck::run {

struct Expectation {
  std::string requirement;
  std::vector<report::Verdict> verdicts;  ///< more than one where the subject's own timing decides
  std::string why;
};

/// Reads a list of {requirement, verdict, why}. The error holds all faults, rendered.
Result<std::vector<Expectation>> load_expected(const std::string& path, const spec::Register& requirements);

/// Marks each requirement of the run as expected, new (it fails and nobody expects it) or stale (it is
/// expected to fail and does not). What the run did not decide is left alone. A part of the suite
/// may well not show a failure, so only the whole one makes anything stale.
void compare_with_expected(const std::vector<Expectation>& expectations, bool whole_suite,
                           report::RunResult& run);

}  // namespace ringcheck::run
