#pragma once
// How a requirement fails, in words that stay the same from run to run: identifiers, numbers and quoted text
// of the subject are left out. By these an expected failure is known again (expected.yaml, `how`).

#include <string>
#include <vector>

#include "report/model.hpp"

namespace ringcheck::run {

/// `expect m.call.answer: it did not come`, `check schema: the content of m.call.hangup has at /reason …`.
/// One line of at most 200 characters.
std::string how_it_fails(const report::Finding& finding);

/// How the requirement failed in the tests of the run, sorted, each once. Of findings that are as bad as the
/// requirement's verdict: a fail hides the warnings, as it does in the sum.
std::vector<std::string> ways_it_fails(const report::RunResult& run,
                                       const report::RequirementResult& requirement);

}  // namespace ringcheck::run
