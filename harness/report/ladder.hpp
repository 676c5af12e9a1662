#pragma once
// A trace as a ladder for the terminal: one column per party, an arrow per message, in order of time. What
// the subject says stands out, and what the harness does steps back.

#include <deque>
#include <functional>
#include <string>

#include "report/console.hpp"
#include "trace/entry.hpp"

namespace ringcheck::report {

std::string ladder(const std::deque<trace::Entry>& entries, const ConsoleStyle& style = {});

/// The same while the entries come: whoever is heard of for the first time gets a column, and the line with
/// the names is told again. Gives the lines of each entry, nothing for what the ladder leaves out.
/// `of_homeserver`: the subject is one, and there is none of ours.
std::function<std::string(const trace::Entry&)> live_ladder(bool of_homeserver,
                                                            const ConsoleStyle& style = {});

}  // namespace ringcheck::report
