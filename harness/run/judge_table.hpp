#pragma once
// What proves that each requirement which the suites decide can fail: the table behind `ringcheck judge`.

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "check/checker.hpp"
#include "report/model.hpp"
#include "run/judge_mutant.hpp"
#include "scenario/library.hpp"
#include "value/result.hpp"

namespace ringcheck::run {

/// Of the mutants of one kind: all that are not pass are killed.
struct Kills {
  int made = 0;
  int caught = 0;  ///< fail or warn under the requirement itself
  int open = 0;    ///< inconclusive only: a control did not come, or the step was not reached
  int survived() const { return made - caught - open; }
};

struct JudgedRequirement {
  std::string id;
  std::string title;
  std::string level;
  bool by_steps = false;
  bool by_checks = false;                   ///< a check of every trace decided it
  std::array<Kills, mutation_count> steps;  ///< by Mutation
  int told_by_checks = 0;                   ///< mutants that a check of every trace tells under it
  std::vector<std::string> faults;          ///< switches of our subjects that break it and are told
  report::Verdict idle = report::Verdict::skipped;

  int caught_by_steps() const;
  bool is_caught() const { return caught_by_steps() > 0 || told_by_checks > 0 || !faults.empty(); }
  /// Its mutants became inconclusive and none fails: all its steps here are controls.
  bool is_only_open() const;
};

/// A mutant that still passes, under each requirement of its step.
struct Survivor {
  std::string scenario;
  std::string test;
  std::string file;
  int line = 0;
  std::string step;  ///< "none m.call.hangup"
  std::vector<std::string> requirements;
  std::string mutation;  ///< in words
  std::string reason;    ///< from the file of reasons; empty: nobody has written why
  std::deque<trace::Entry> entries;
};

struct JudgeTable {
  std::map<std::string, JudgedRequirement> requirements;
  std::vector<Survivor> survivors;
  std::vector<std::string> not_judged;  ///< "voip.v1.media.connected[caller]: why", for what did not pass
  std::vector<std::string> judged_scenarios;  ///< sorted
  std::vector<std::string> claimed_unseen;    ///< requirements of checks that no trace let them decide
  std::vector<std::string> stale_reasons;
  int not_passed = 0;  ///< of `not_judged` those that were not merely skipped
  Kills mutants;       ///< of all steps, each once however many requirements it has
  int check_mutants = 0;
  int faults_played = 0;
  int without_idle = 0;  ///< tests that are for no client, so that idle, which is one, was not played
  bool live = false;     ///< faults and idle were played too
  bool whole = true;  ///< all scenarios were judged: what is decided only by controls here has no other place

  /// Whether the requirement is shown to be able to fail, as far as these scenarios can show it; and when a
  /// check decides it, by that check. What a selection decides by checks alone is proved by the whole: there
  /// alone stands every message by which a check can be broken.
  bool is_proved(const JudgedRequirement& row) const {
    if (!whole) return row.is_caught() || row.is_only_open() || !row.by_steps;
    return row.is_caught() && has_telling_check(row);
  }
  static bool has_telling_check(const JudgedRequirement& row) {
    return !row.by_checks || row.told_by_checks > 0;
  }
  /// Nothing is left to explain: each test passed or was skipped, no survivor without a reason, no stale
  /// reason, each requirement proved, and idle passes none.
  bool is_sound() const;
};

/// Mutates the traces of a run, which lie where it says; `run` is of `tests`. The error is a trace that
/// cannot be read, or whose replay is not the verdict of the run.
Result<JudgeTable> judge_traces(const report::RunResult& run, const std::vector<scenario::Test>& tests,
                                const spec::Register& requirements, const check::Checker& checker);

}  // namespace ringcheck::run
