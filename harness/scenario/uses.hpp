#pragma once
// What a scenario uses, read off its cast and steps: run/ derives from it what a subject must claim, by the
// one table of schemas/driver/protocol.yaml. Nobody writes it down, so it cannot be wrong.

#include "scenario/model.hpp"

namespace ringcheck::scenario {

/// The orders of its `do` steps, the types of the events that peers send (not the other devices of the
/// subject's own user) and the forms of its actors; each sorted, each once. And whether it needs a TURN port.
Uses uses_of(const Test& test);

}  // namespace ringcheck::scenario
