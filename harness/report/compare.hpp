#pragma once
// Runs side by side: where the verdict about a requirement, or the outcome of a scenario, differs; and
// whether the last run is worse than the first.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/model.hpp"

namespace ringcheck::report {

/// From the first run to the last. `fresh` and `gone`: one of the two did not decide it (it was not played,
/// or the subject does not claim it). `otherwise`: it differs and nobody can say that it is better or worse,
/// as fail and inconclusive; or only a run between differs.
enum class Change : std::uint8_t { same, better, worse, fresh, gone, otherwise };
/// `new` for `fresh`.
std::string_view change_name(Change change);

struct ComparedRow {
  std::string name;   ///< VOIP-072, or the name of a test
  std::string level;  ///< of a requirement
  std::string title;
  Change change = Change::same;
  bool differs = false;            ///< in any of the runs
  std::vector<std::string> words;  ///< verdict or outcome in each run; empty where it has none
};

struct ComparedRun {
  std::string folder;
  std::string subject;
  std::string implementation;
  std::string harness_version;
  std::string started_at;
  std::uint64_t seed = 0;
  std::string call_profile;  ///< its sentence, or that it makes no calls; empty when the run shows nothing
};

struct Comparison {
  std::vector<ComparedRun> runs;
  std::vector<ComparedRow> requirements;  ///< by id
  std::vector<ComparedRow> scenarios;     ///< by name

  bool profiles_differ() const;
  /// Any requirement or scenario is worse in the last run than in the first.
  bool worse() const;
};

/// At least two runs.
Comparison compare(const std::vector<RunResult>& runs);

/// Within 100 columns for up to twelve runs; `all` shows what is the same too.
std::string comparison_text(const Comparison& comparison, bool all);
std::string comparison_markdown(const Comparison& comparison, bool all);
/// Every row, with `change` and the words in the order of the runs (null where a run has none).
std::string comparison_json(const Comparison& comparison);

}  // namespace ringcheck::report
