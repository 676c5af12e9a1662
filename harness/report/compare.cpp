#include "report/compare.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "report/call_profile.hpp"

namespace ringcheck::report {
namespace {

// How good a word is; nothing for what decides nothing.
std::optional<int> worth_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
    case Verdict::observed:
      return 2;
    case Verdict::warn:
      return 1;
    case Verdict::fail:
    case Verdict::inconclusive:
      return 0;
    case Verdict::skipped:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<int> worth_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return 2;
    case Outcome::failed:
    case Outcome::inconclusive:
      return 1;
    case Outcome::error:
      return 0;
    case Outcome::skipped:
      return std::nullopt;
  }
  return std::nullopt;
}

std::string_view word_of(Verdict verdict) {
  return verdict_name(verdict);
}

std::string_view word_of(Outcome outcome) {
  return outcome_name(outcome);
}

template <typename Word>
Change change_between(const std::optional<Word>& first, const std::optional<Word>& last, bool differs) {
  const std::optional<int> before = first ? worth_of(*first) : std::nullopt;
  const std::optional<int> after = last ? worth_of(*last) : std::nullopt;
  if (before && after && *before != *after) return *after > *before ? Change::better : Change::worse;
  if (before && !after) return Change::gone;
  if (!before && after) return Change::fresh;
  return differs ? Change::otherwise : Change::same;
}

template <typename Word>
void close_row(ComparedRow& row, const std::vector<std::optional<Word>>& words) {
  for (const std::optional<Word>& word : words) row.words.emplace_back(word ? word_of(*word) : "");
  row.differs =
      std::any_of(words.begin(), words.end(), [&](const auto& word) { return word != words.front(); });
  row.change = change_between(words.front(), words.back(), row.differs);
}

template <typename Word>
struct Gathered {
  ComparedRow row;
  std::vector<std::optional<Word>> words;
};

template <typename Word>
std::vector<ComparedRow> rows_of(std::map<std::string, Gathered<Word>>& gathered) {
  std::vector<ComparedRow> rows;
  for (auto& [name, each] : gathered) {
    each.row.name = name;
    close_row(each.row, each.words);
    rows.push_back(std::move(each.row));
  }
  return rows;
}

}  // namespace

std::string_view change_name(Change change) {
  static constexpr std::array<std::string_view, 6> names = {"same", "better", "worse",
                                                            "new",  "gone",   "otherwise"};
  return names[static_cast<std::size_t>(change)];
}

bool Comparison::profiles_differ() const {
  return std::any_of(runs.begin(), runs.end(),
                     [&](const ComparedRun& run) { return run.call_profile != runs.front().call_profile; });
}

bool Comparison::of_one_subject() const {
  return std::all_of(runs.begin(), runs.end(),
                     [&](const ComparedRun& run) { return run.subject == runs.front().subject; });
}

std::string name_of(const ComparedRun& run) {
  return run.implementation.empty() ? run.subject : run.implementation;
}

std::string name_of(const RunResult& run) {
  return run.implementation.empty() ? run.subject : run.implementation;
}

std::vector<const ComparedRow*> shown(const std::vector<ComparedRow>& rows, bool all) {
  std::vector<const ComparedRow*> list;
  for (const ComparedRow& row : rows) {
    if (all || row.differs) list.push_back(&row);
  }
  auto rank = [](const ComparedRow& row) {
    return std::pair{!row.pack.empty(), row.change != Change::worse};
  };
  std::stable_sort(list.begin(), list.end(),
                   [&](const ComparedRow* a, const ComparedRow* b) { return rank(*a) < rank(*b); });
  return list;
}

bool Comparison::worse() const {
  auto is_worse = [](const ComparedRow& row) { return row.change == Change::worse && row.pack.empty(); };
  return std::any_of(requirements.begin(), requirements.end(), is_worse) ||
         std::any_of(scenarios.begin(), scenarios.end(), is_worse);
}

Comparison compare(const std::vector<RunResult>& runs) {
  Comparison comparison;
  std::map<std::string, Gathered<Verdict>> requirements;
  std::map<std::string, Gathered<Outcome>> scenarios;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const RunResult& run = runs[i];
    comparison.runs.push_back({run.folder,
                               run.subject,
                               run.implementation,
                               run.harness_version,
                               run.started_at,
                               run.seed,
                               {},
                               run.no_calls.empty() ? call_profile(run).says : "no calls between two users"});
    for (const RequirementResult& each : run.requirements) {
      if (each.pack.empty()) ++comparison.runs.back().counts[each.verdict];
      Gathered<Verdict>& gathered = requirements[each.id];
      gathered.words.resize(runs.size());
      gathered.words[i] = each.verdict;
      gathered.row.level = each.level;
      gathered.row.pack = each.pack;
      gathered.row.title = each.title;
    }
    for (const TestResult& each : run.tests) {
      Gathered<Outcome>& gathered = scenarios[each.name];
      gathered.words.resize(runs.size());
      gathered.words[i] = each.outcome;
      gathered.row.pack = each.pack;
      gathered.row.title = each.title;
    }
  }
  comparison.requirements = rows_of(requirements);
  comparison.scenarios = rows_of(scenarios);
  return comparison;
}

}  // namespace ringcheck::report
