#pragma once
// The mutants of one step: every way in which the part of the trace that decided it could have been wrong.

#include <memory>
#include <vector>

#include "run/judge_mutant.hpp"

namespace ringcheck::run {

/// The mutants of a step that proves something and was met in a test that passed; their changes are of
/// `base.entries()`. Empty when nothing wrong is known for it.
std::vector<Mutant> mutants_of(const Replay& base, const scenario::Step& step);

/// Judges a mutant. Where an `expect` would take another entry in place of the one that is wrong, that one is
/// deleted as well: a trace in which the right thing came all the same is legal.
std::unique_ptr<Replay> judge_mutant(const Replay& base, const scenario::Step& step, const Mutant& mutant);

}  // namespace ringcheck::run
