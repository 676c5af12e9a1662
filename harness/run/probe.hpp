#pragma once
// Whether a subject makes calls between two users at all. A few ordinary tests, played before all others,
// decide it: where every one of them was in vain, the others would only wait for their deadlines.

#include <string>
#include <vector>

#include "driver/vocabulary.hpp"
#include "report/model.hpp"
#include "scenario/model.hpp"

namespace ringcheck::run {

/// The tests to be played first: for each of placing a call, being called, and being called by a caller of
/// version 0, as far as the subject claims it and its adapter has the actions, the shortest test that begins
/// with nothing else. Empty where one of them is not among the tests: less than all of them would decide
/// nothing. Indices into `tests`.
std::vector<std::size_t> probes_among(const std::vector<const scenario::Test*>& tests,
                                      const std::vector<std::string>& claims,
                                      const std::vector<std::string>& actions,
                                      const driver::Vocabulary& vocabulary);

/// Why the subject is held to make no calls between two users, or empty: one of the probes shows a sign of
/// one, or could not be played.
std::string why_no_calls(const std::vector<report::TestResult>& probes);

/// The test is about calls between two users: it needs a claim of them, or looks for what belongs to one.
bool is_about_calls(const scenario::Test& test, const driver::Vocabulary& vocabulary);

/// A probe that was in vain is no failure once there are no calls at all: what its steps decided is skipped,
/// what a check found stays.
void skip_in_vain(report::TestResult& probe, const std::string& why);

/// The reason when the subject claims none of it, so that nothing of what was chosen could be played; or
/// empty.
std::string why_no_claims(const std::vector<const scenario::Test*>& tests,
                          const std::vector<std::string>& claims, const driver::Vocabulary& vocabulary);

}  // namespace ringcheck::run
