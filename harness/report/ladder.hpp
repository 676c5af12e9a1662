#pragma once
// A trace as a ladder for the terminal: one column per party, an arrow per message, in order of time.

#include <deque>
#include <string>

#include "trace/entry.hpp"

namespace ringcheck::report {

std::string ladder(const std::deque<trace::Entry>& entries);

}  // namespace ringcheck::report
