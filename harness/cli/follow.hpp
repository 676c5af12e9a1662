#pragma once
// `run --follow`: the ladder of a test in the terminal while it is played.

#include "run/runner.hpp"

namespace ringcheck::cli {

/// Prints the entries of the test that was begun first, and those of others when it is over: slow ones are
/// played beside it, and the next one is warmed up.
void follow(run::RunEvents& events);

}  // namespace ringcheck::cli
