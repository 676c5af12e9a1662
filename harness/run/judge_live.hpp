#pragma once
// The live half of the judge: which fault switch of our own subjects each requirement catches, and that a
// client which does nothing passes none.

#include <functional>
#include <string>
#include <vector>

#include "run/judge_table.hpp"
#include "run/session.hpp"

namespace ringcheck::run {

/// Plays both into the table. `options` has home, program_dir and out; `tests` are those of the table, of
/// which each fault is played against the ones that could catch it. `progress` is told what is played next.
/// The error is a run that did not come about, or was interrupted.
Result<Done> judge_live(const SessionOptions& options, const std::vector<scenario::Test>& tests,
                        const scenario::Library& library, JudgeTable& table,
                        const std::function<void(const std::string&)>& progress);

}  // namespace ringcheck::run
