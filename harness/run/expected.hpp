#pragma once
// The known failures of a subject: which requirement, how it fails, why. Kept beside subject.yaml by its
// maker, so that CI is red only for what is new, and for what is no longer true.

#include <string>
#include <string_view>
#include <vector>

#include "report/model.hpp"
#include "spec/register.hpp"
#include "value/result.hpp"
#include "value/yaml.hpp"

namespace ringcheck::run {

/// A list of {requirement, verdict, how, why}; `how` may be left out. Faults are appended to the document's.
std::vector<report::ExpectedFailure> read_expected(YamlDocument& document,
                                                   const spec::Register& requirements);
/// The same from a file. The error holds all faults, rendered.
Result<std::vector<report::ExpectedFailure>> load_expected(const std::string& path,
                                                           const spec::Register& requirements);

/// A requirement that failed, warned or stayed open: what a list of expected failures is about.
bool is_bad(report::Verdict verdict);
/// The run decided the requirement, it is not bad, and yet it should be.
bool is_stale(const report::ExpectedFailure& expected, const report::RequirementResult& result,
              const report::RunResult& run);

/// What `run --accept` writes for a why: `unexplained: ` and when it was accepted. Whoever explains it
/// replaces it.
inline constexpr std::string_view unexplained_mark = "unexplained";

/// Marks each requirement of the run by its list of expected failures: as expected, new (it fails and nobody
/// expects it) or stale (it is expected to fail and does not). What the run did not decide is left alone. A
/// part of the suite may well not show a failure, so only the whole one makes anything stale. Adds notices
/// for what is no error yet: a failure that nobody explained, one that comes otherwise than it did, one that
/// no scenario decides.
void compare_with_expected(report::RunResult& run);

}  // namespace ringcheck::run
