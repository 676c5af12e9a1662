#include "report/annotations.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "report/console.hpp"

namespace ringcheck::report {
namespace {

/// So many of a kind are shown for a step; what is beyond them is one more line, and all is in the reports.
constexpr std::size_t most_of_a_kind = 10;

struct Annotation {
  bool is_error = false;
  std::string title;
  std::string text;
};

std::string escaped(const std::string& text, bool in_property) {
  std::string escaped;
  for (const char c : printable(text)) {
    if (c == '%' || c == '\n' || (in_property && (c == ':' || c == ','))) {
      escaped += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      escaped += c;
    }
  }
  return escaped;
}

// Where it was seen first.
std::string evidence(const RunResult& run, const RequirementResult& requirement) {
  for (const TestResult& test : run.tests) {
    for (const Finding& finding : test.findings) {
      if (finding.requirement != requirement.id || finding.verdict != requirement.verdict) continue;
      const std::string what = !finding.message.empty()     ? ": " + finding.message
                               : finding.looked_for.empty() ? std::string()
                                                            : ": " + finding.looked_for;
      return fmt::format("\n{}{}\nagain: {}", test.name, what, test.repeat_command);
    }
  }
  return {};
}

// With a list of expected failures only what differs from it is worth a line.
bool is_worth_telling(const RunResult& run, const RequirementResult& each) {
  if (!counts(run, each.pack) || each.against_baseline == "expected") return false;
  return each.against_baseline == "stale" || each.verdict == Verdict::fail || each.verdict == Verdict::warn ||
         each.verdict == Verdict::inconclusive;
}

Annotation of_requirement(const RunResult& run, const RequirementResult& each) {
  const std::string title = fmt::format("{} {}", each.id, each.title);
  if (each.against_baseline == "stale")
    return {true, title,
            fmt::format("it is expected to fail and does not: {} now\nringcheck run --accept drops it",
                        verdict_name(each.verdict))};
  return {
      is_unexpected(each) || each.verdict == Verdict::fail, title,
      fmt::format("{} ({}): {}{}", verdict_name(each.verdict), each.level, each.says, evidence(run, each))};
}

std::vector<Annotation> annotations(const RunResult& run) {
  std::vector<Annotation> list;
  const std::string never_ready = never_ready_line(run);
  if (!never_ready.empty()) list.push_back({true, "nothing was played", never_ready});
  for (const TestResult& test : run.tests) {
    const bool told = !never_ready.empty() && is_spoilt(test);
    if (test.outcome == Outcome::error && !told)
      list.push_back({true, fmt::format("{} broke", test.blame.empty() ? "something" : test.blame),
                      fmt::format("{}: {}", test.name, test.message)});
  }
  if (!run.no_calls.empty()) list.push_back({true, "no calls", no_calls_line(run)});
  for (const RequirementResult& each : run.requirements) {
    if (is_worth_telling(run, each)) list.push_back(of_requirement(run, each));
  }
  return list;
}

std::string lines_of(std::string_view kind, std::vector<Annotation> list) {
  if (const std::size_t all = list.size(); all > most_of_a_kind) {
    list.resize(most_of_a_kind - 1);
    list.push_back(
        {true, fmt::format("{} more", all - list.size()), "the summary of the job has all of them"});
  }
  std::string text;
  for (const Annotation& each : list)
    text += fmt::format("::{} title={}::{}\n", kind, escaped(each.title, true), escaped(each.text, false));
  return text;
}

}  // namespace

std::string to_annotations(const RunResult& run) {
  std::vector<Annotation> errors = annotations(run);
  const auto first_warning = std::stable_partition(errors.begin(), errors.end(),
                                                   [](const Annotation& each) { return each.is_error; });
  std::vector<Annotation> warnings(first_warning, errors.end());
  errors.erase(first_warning, errors.end());
  return lines_of("error", std::move(errors)) + lines_of("warning", std::move(warnings));
}

}  // namespace ringcheck::report
