#include "report/model.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

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
  return static_cast<int>(std::count_if(run.tests.begin(), run.tests.end(), [&](const TestResult& t) {
    return t.outcome == outcome && t.pack.empty();
  }));
}

int count(const RunResult& run, Verdict verdict) {
  return static_cast<int>(
      std::count_if(run.requirements.begin(), run.requirements.end(),
                    [&](const RequirementResult& r) { return r.verdict == verdict && r.pack.empty(); }));
}

bool counts(const RunResult& run, std::string_view pack) {
  const auto& counted = run.counted_packs;
  return pack.empty() || std::find(counted.begin(), counted.end(), pack) != counted.end();
}

std::vector<PackSum> pack_sums(const RunResult& run) {
  auto number = [](const std::string& pack) { return std::strtol(pack.c_str() + 3, nullptr, 10); };
  std::map<long, PackSum> sums;
  for (const RequirementResult& each : run.requirements) {
    if (each.pack.empty()) continue;
    PackSum& sum = sums[number(each.pack)];
    sum.pack = each.pack;
    sum.title = each.pack_title;
    ++sum.requirements[each.verdict];
  }
  for (const TestResult& each : run.tests) {
    if (each.pack.empty()) continue;
    PackSum& sum = sums[number(each.pack)];
    sum.pack = each.pack;
    ++sum.tests[each.outcome];
  }
  std::vector<PackSum> list;
  for (auto& [key, sum] : sums) list.push_back(std::move(sum));
  return list;
}

std::string no_calls_line(const RunResult& run) {
  if (run.no_calls.empty()) return {};
  const auto left_out = std::count_if(run.tests.begin(), run.tests.end(), [](const TestResult& test) {
    return test.outcome == Outcome::skipped && test.message == no_calls_message;
  });
  return fmt::format("{} makes no calls between two users: {}; {} scenarios are left out",
                     run.implementation.empty() ? run.subject : run.implementation, run.no_calls, left_out);
}

bool is_spoilt(const TestResult& test) {
  const bool is_shared = test.blame == "adapter" || test.blame == "subject";
  return test.outcome == Outcome::error && is_shared && test.duration_us == 0;
}

// An adapter that was ready once has said what it is, and something was played with it.
std::string never_ready_line(const RunResult& run) {
  const auto first = std::find_if(run.tests.begin(), run.tests.end(), is_spoilt);
  if (!run.implementation.empty() || first == run.tests.end()) return {};
  const std::string what = first->blame == "adapter"
                               ? fmt::format("the adapter of {} was never ready", run.subject)
                               : fmt::format("{} could not be asked", run.subject);
  return fmt::format("{}: {}; {} scenarios were not played", what, first->message,
                     std::count_if(run.tests.begin(), run.tests.end(), is_spoilt));
}

bool is_unexpected(const RequirementResult& requirement) {
  return requirement.against_baseline == "stale" ||
         (requirement.against_baseline == "new" && requirement.verdict != Verdict::inconclusive);
}

bool is_newly_open(const RequirementResult& requirement) {
  return requirement.verdict == Verdict::inconclusive && requirement.against_baseline != "expected";
}

int exit_status(const RunResult& run) {
  const auto any_test = [&](auto is) { return std::any_of(run.tests.begin(), run.tests.end(), is); };
  const auto any_requirement = [&](auto is) {
    return std::any_of(run.requirements.begin(), run.requirements.end(),
                       [&](const RequirementResult& r) { return counts(run, r.pack) && is(r); });
  };
  if (run.configuration_wrong) return 3;
  if (any_test([](const TestResult& t) { return t.outcome == Outcome::error && t.blame == "adapter"; }))
    return 4;
  if (any_test([](const TestResult& t) { return t.outcome == Outcome::error; })) return 3;
  if (!run.no_calls.empty() && !run.interrupted && count(run, Verdict::fail) == 0) return 5;
  // With a list of expected failures only what differs from it counts; without one every fail does.
  if (run.has_baseline) {
    const bool unexpected = any_requirement(is_unexpected);
    return unexpected ? 1 : run.interrupted || any_requirement(is_newly_open) ? 2 : 0;
  }
  if (any_requirement([](const RequirementResult& r) { return r.verdict == Verdict::fail; })) return 1;
  const bool open =
      any_test(
          [&](const TestResult& t) { return t.outcome == Outcome::inconclusive && counts(run, t.pack); }) ||
      any_requirement([](const RequirementResult& r) { return r.verdict == Verdict::inconclusive; });
  return run.interrupted || open ? 2 : 0;
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
