#pragma once
// What a person sees in the terminal: one line per test while it runs, failures with their evidence, a
// verdict per requirement. Text only; who prints it decides about colours and pipes.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/model.hpp"

namespace ringcheck::report {

struct ConsoleStyle {
  bool colour = false;
};

/// What a colour means, the same in all that is printed.
enum class Tone : std::uint8_t { good, bad, broken, doubt, faint, strong };
/// Of text that is `printable`; as it is where there are no colours.
std::string toned(std::string_view text, Tone tone, const ConsoleStyle& style);

/// The text with control characters shown as `?`: what a subject wrote must not move a terminal's cursor, and
/// XML 1.0 has no escape for them.
std::string printable(std::string text);

/// The verdict, padded to a column and coloured.
std::string verdict_word(Verdict verdict, const ConsoleStyle& style);

/// `PASS  voip.v1.callee.answer   0.412 s`
std::string test_line(const TestResult& test, const ConsoleStyle& style);
/// The first cause in a few words: `VOIP-095: m.call.hangup came, and it must not`.
std::string headline_of(const TestResult& test);
/// The whole failure: place, requirement, wanted and nearest, entries around, command that repeats. Empty for
/// a pass.
std::string describe_failure(const TestResult& test, const ConsoleStyle& style,
                             const std::vector<RequirementResult>& requirements = {});
/// The warnings of a test that passed all the same, in the same form. Empty when there are none.
std::string describe_warnings(const TestResult& test, const ConsoleStyle& style,
                              const std::vector<RequirementResult>& requirements);
/// The table of requirements and the closing lines.
std::string summary(const RunResult& run, const ConsoleStyle& style);

}  // namespace ringcheck::report
