#include "report/model.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include <fmt/format.h>

namespace ringcheck::report {

std::string_view verdict_name(Verdict verdict) {
  static constexpr std::array<std::string_view, 6> names = {"pass",         "warn",    "fail",
                                                            "inconclusive", "skipped", "observed"};
  return names[static_cast<std::size_t>(verdict)];
}

std::string_view outcome_name(Outcome outcome) {
  static constexpr std::array<std::string_view, 5> names = {"passed", "failed", "inconclusive", "skipped",
                                                            "error"};
  return names[static_cast<std::size_t>(outcome)];
}

bool is_whole_suite(const RunResult& run) {
  return run.whole && run.shard.of == 0;
}

int count(const RunResult& run, Outcome outcome) {
  return static_cast<int>(std::count_if(run.tests.begin(), run.tests.end(),
                                        [&](const TestResult& t) { return t.outcome == outcome; }));
}

int count(const RunResult& run, Verdict verdict) {
  return static_cast<int>(std::count_if(run.requirements.begin(), run.requirements.end(),
                                        [&](const RequirementResult& r) { return r.verdict == verdict; }));
}

std::string no_calls_line(const RunResult& run) {
  if (run.no_calls.empty()) return {};
  const auto left_out = std::count_if(run.tests.begin(), run.tests.end(), [](const TestResult& test) {
    return test.outcome == Outcome::skipped && test.message == no_calls_message;
  });
  return fmt::format("{} makes no calls between two users: {}; {} scenarios are left out",
                     run.implementation.empty() ? run.subject : run.implementation, run.no_calls, left_out);
}

int exit_status(const RunResult& run) {
  const bool adapter_broke = std::any_of(run.tests.begin(), run.tests.end(), [](const TestResult& t) {
    return t.outcome == Outcome::error && t.blame == "adapter";
  });
  if (run.configuration_wrong) return 3;
  if (adapter_broke) return 4;
  if (count(run, Outcome::error) > 0) return 3;
  if (!run.no_calls.empty() && !run.interrupted && count(run, Verdict::fail) == 0) return 5;
  // With a list of expected failures only what differs from it counts; without one every fail does.
  if (run.has_baseline) {
    const bool unexpected = std::any_of(run.requirements.begin(), run.requirements.end(), [](const auto& r) {
      return r.against_baseline == "stale" ||
             (r.against_baseline == "new" && r.verdict != Verdict::inconclusive);
    });
    const bool open = std::any_of(run.requirements.begin(), run.requirements.end(), [](const auto& r) {
      return r.verdict == Verdict::inconclusive && r.against_baseline != "expected";
    });
    return unexpected ? 1 : run.interrupted || open ? 2 : 0;
  }
  if (count(run, Verdict::fail) > 0) return 1;
  if (run.interrupted || count(run, Outcome::inconclusive) > 0 || count(run, Verdict::inconclusive) > 0)
    return 2;
  return 0;
}

std::vector<Observation> observations(const RunResult& run, std::string_view requirement) {
  std::vector<Observation> list;
  for (const TestResult& test : run.tests) {
    for (const Finding& finding : test.findings) {
      if (finding.requirement != requirement || finding.verdict != Verdict::observed) continue;
      const std::string what = finding.looked_for.empty()
                                   ? finding.message
                                   : fmt::format("{}: {}", finding.looked_for, finding.message);
      auto known =
          std::find_if(list.begin(), list.end(), [&](const Observation& o) { return o.text == what; });
      if (known == list.end()) known = list.insert(list.end(), {what, {}});
      if (known->tests.empty() || known->tests.back() != test.name) known->tests.push_back(test.name);
    }
  }
  return list;
}

}  // namespace ringcheck::report
