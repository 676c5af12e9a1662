#pragma once
// Why a mutant may survive: written down by people, found again by scenario, step and mutation.

#include <string>
#include <vector>

#include "run/judge_table.hpp"

namespace ringcheck::run {

struct SurvivorReason {
  std::string scenario;
  std::string step;  ///< "none m.call.hangup", as the table prints it
  std::string mutation;
  std::string why;
  std::string place;  ///< file:line, for what is out of date
};

/// Reads a list of {scenario, step, mutation, why}. The error holds all faults, rendered.
Result<std::vector<SurvivorReason>> load_survivor_reasons(const std::string& path);

/// Gives each survivor its reason, and lists the reasons that no survivor needs. When not the whole suite was
/// judged only the reasons of those scenarios that were can be stale.
void apply_reasons(const std::vector<SurvivorReason>& reasons, JudgeTable& table);

}  // namespace ringcheck::run
