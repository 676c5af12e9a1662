#include "report/decided.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

namespace ringcheck::report {
namespace {

std::optional<Verdict> verdict_in(const RunResult& run, const std::string& id) {
  for (const RequirementResult& each : run.requirements) {
    if (each.id == id) return each.verdict;
  }
  return std::nullopt;
}

// The first of these that a run gave stands for all runs: what decides, worst first, and then what comes
// nearest to it.
constexpr std::array decisive_first = {Verdict::fail,         Verdict::warn,     Verdict::pass,
                                       Verdict::inconclusive, Verdict::observed, Verdict::skipped};

std::optional<Verdict> verdict_of(const std::vector<RunResult>& runs, const std::string& id) {
  for (const Verdict wanted : decisive_first) {
    for (const RunResult& run : runs) {
      if (verdict_in(run, id) == wanted) return wanted;
    }
  }
  return std::nullopt;
}

bool count_in(DecidedSum& sum, std::optional<Verdict> verdict) {
  if (verdict == Verdict::pass) ++sum.pass;
  if (verdict == Verdict::warn) ++sum.warn;
  if (verdict == Verdict::fail) ++sum.fail;
  return verdict == Verdict::pass || verdict == Verdict::warn || verdict == Verdict::fail;
}

std::string_view why_not(const CoveredRequirement& covered, std::optional<Verdict> verdict) {
  if (verdict) return verdict_name(*verdict);
  if (covered.standing == Standing::excluded) return "excluded";
  return covered.standing == Standing::not_yet ? "no scenario" : "not played";
}

void add_to(std::vector<Undecided>& rest, std::string_view why, const std::string& id) {
  auto found = std::find_if(rest.begin(), rest.end(), [&](const Undecided& each) { return each.why == why; });
  if (found == rest.end()) found = rest.insert(rest.end(), {std::string(why), {}});
  found->ids.push_back(id);
}

std::string sum_text(const DecidedSum& sum) {
  return fmt::format("{} pass, {} warn, {} fail", sum.pass, sum.warn, sum.fail);
}

}  // namespace

Decided decided(const Coverage& coverage, const std::vector<RunResult>& runs) {
  Decided result;
  for (const RunResult& run : runs) result.runs.push_back({.subject = run.subject});
  for (const CoveredRequirement& each : coverage.requirements) {
    const std::string& id = each.requirement->id;
    for (std::size_t i = 0; i < runs.size(); ++i) count_in(result.runs[i], verdict_in(runs[i], id));
    const std::optional<Verdict> verdict = verdict_of(runs, id);
    if (!count_in(result.together, verdict)) add_to(result.rest, why_not(each, verdict), id);
    ++result.of;
  }
  return result;
}

std::string decided_text(const Decided& decided) {
  std::string text =
      fmt::format("decided {} of {}: {}\n", decided.together.all(), decided.of, sum_text(decided.together));
  if (decided.runs.size() > 1) {
    for (const DecidedSum& each : decided.runs)
      text += fmt::format("  {:>4} by {}: {}\n", each.all(), each.subject, sum_text(each));
  }
  for (const Undecided& each : decided.rest)
    text += fmt::format("{} {}: {}\n", each.why, each.ids.size(), fmt::join(each.ids, " "));
  return text;
}

}  // namespace ringcheck::report
