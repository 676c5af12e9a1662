#pragma once
// The table of the judge, for people and as JSON (schemas/judge.schema.json).

#include <string>

#include "run/judge_table.hpp"

namespace ringcheck::run {

/// The table, the survivors and the closing line. `folder`: where the traces of survivors were written; empty
/// when they were not, and the command that writes them is told.
std::string print_judge(const JudgeTable& table, const std::string& folder, double seconds);

std::string judge_json(const JudgeTable& table, double seconds);

/// The name under which the trace of a survivor lies in the folder, without .jsonl.
std::string survivor_name(const JudgeTable& table, std::size_t index);

}  // namespace ringcheck::run
