#pragma once
// `ringcheck serve`: the world of one scenario for an app that somebody moves as they like. What the scenario
// orders is told, nothing has a deadline, and when it is over its peers play by themselves.

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "check/checker.hpp"
#include "driver/vocabulary.hpp"
#include "run/reach.hpp"
#include "scenario/model.hpp"
#include "trace/entry.hpp"
#include "value/result.hpp"

namespace ringcheck::run {

struct ServeOptions {
  std::uint64_t seed = 0;
  std::string fixtures;    ///< folder that `$file` reads from
  std::string trace_path;  ///< of the trace; what is there is written over
  Reach reach;             ///< with a port: the homeserver's
  int input = 0;           ///< where the person's lines come from; it stays open
};

struct ServeEvents {
  std::function<void(const std::string& text)> tell_person;
  std::function<void(const trace::Entry&)> on_entry;
};

/// Returns when the person types `end`, or at Ctrl-C, with the trace written: what the app asked that the
/// homeserver does not know, each once. The error is a scenario that is for no client, a port that is taken,
/// or a trace that cannot be written.
Result<std::set<std::string>> serve(const ServeOptions& options, const scenario::Test& test,
                                    const driver::Vocabulary& vocabulary, const check::Checker& checker,
                                    const ServeEvents& events);

}  // namespace ringcheck::run
