#pragma once
// Runs side by side: where the verdict about a requirement, or the outcome of a scenario, differs; and
// whether the last run is worse than the first.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "report/model.hpp"
#include "value/result.hpp"

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
  std::string pack;   ///< the MSC without a release that it belongs to
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
  std::map<Verdict, std::int64_t> counts;  ///< requirements of releases
  std::string call_profile;  ///< its sentence, or that it makes no calls; empty when the run shows nothing
};

struct Comparison {
  std::vector<ComparedRun> runs;
  std::vector<ComparedRow> requirements;  ///< by id
  std::vector<ComparedRow> scenarios;     ///< by name

  bool profiles_differ() const;
  /// They are of one subject, so that the last can be better or worse than the first.
  bool of_one_subject() const;
  /// Any requirement or scenario of a release is worse in the last run than in the first.
  bool worse() const;
};

/// Whom a run has judged.
std::string name_of(const ComparedRun& run);
std::string name_of(const RunResult& run);

/// What differs, or all: what is worse first, what no release asks for last.
std::vector<const ComparedRow*> shown(const std::vector<ComparedRow>& rows, bool all);

/// At least two runs.
Comparison compare(const std::vector<RunResult>& runs);

/// Within 100 columns for up to twelve runs; `all` shows what is the same too.
std::string comparison_text(const Comparison& comparison, bool all);
std::string comparison_markdown(const Comparison& comparison, bool all);
/// One page without network or script: what differs first, a column for each run. `templates`: the folder of
/// its template and style. The error names the one that is missing or wrong.
Result<std::string> comparison_html(const Comparison& comparison, const std::string& templates);
/// Every row, with `change` and the words in the order of the runs (null where a run has none).
std::string comparison_json(const Comparison& comparison);

}  // namespace ringcheck::report
