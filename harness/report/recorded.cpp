#include "report/recorded.hpp"

#include <fmt/format.h>

namespace ringcheck::report {
namespace {

std::string head_of(const Recorded& recorded) {
  std::string text = recorded.path + "\n";
  if (recorded.format.empty()) return text;
  text += fmt::format("  {}, {}, {:.3f} s{}{}\n", recorded.format, recorded.count,
                      static_cast<double>(recorded.span_us) / 1e6, recorded.begin.empty() ? "" : " from ",
                      recorded.begin);
  if (!recorded.subjects.empty()) {
    text += fmt::format("  judged   {}\n", fmt::join(recorded.subjects, ", "));
  }
  std::string_view heading = "untold";
  for (const std::string& sentence : recorded.untold) {
    text += fmt::format("  {:<8} {}\n", heading, sentence);
    heading = "";
  }
  return text;
}

std::string times(std::int64_t count) {
  return fmt::format("{} time{}", count, count == 1 ? "" : "s");
}

std::string outcome_words(const Examined& examined) {
  std::string words = fmt::format("examined {}", times(examined.times));
  if (examined.fails > 0) words += fmt::format(", failed {}", times(examined.fails));
  if (examined.warnings > 0) words += fmt::format(", warned {}", times(examined.warnings));
  return words;
}

}  // namespace

std::string describe_recorded(const Recorded& recorded, const ConsoleStyle& style,
                              const std::vector<RequirementResult>& requirements) {
  std::string text = printable(head_of(recorded));
  for (const TestResult& test : recorded.tests) {
    text += describe_failure(test, style, requirements) + describe_warnings(test, style, requirements);
  }
  return text;
}

std::string recorded_summary(const RunResult& run, const ExaminedMap& examined, const ConsoleStyle& style) {
  std::string text;
  for (const RequirementResult& each : run.requirements) {
    const auto found = examined.find(each.id);
    const Examined counts = found == examined.end() ? Examined{} : found->second;
    text += fmt::format("  {} {:<8} {:<11} {}  [{}]\n", verdict_word(each.verdict, style), each.id,
                        each.level, each.title, outcome_words(counts));
  }
  if (!run.requirements.empty()) text += "  What is not listed was not examined.\n";
  return text + fmt::format("\n{} requirements examined: {} pass, {} warn, {} fail\n",
                            run.requirements.size(), count(run, Verdict::pass), count(run, Verdict::warn),
                            count(run, Verdict::fail));
}

}  // namespace ringcheck::report
