#pragma once
// What a scenario needs from a subject, read off its steps: nobody writes it down, so it cannot be wrong.

#include "scenario/model.hpp"

namespace ringcheck::scenario {

/// Fills `claims` and `actions`: `do: place_call` needs voip.caller, an invite by a peer voip.callee, both
/// voip.glare, forms of version 0 voip.v0; `requires:` words that begin with state. or clock. are claims too.
void derive_needs(Test& test);

}  // namespace ringcheck::scenario
