#pragma once
// Where what a step forbids can come, and what it looks like. Worked out anew from the records, so that a
// fold that reads a window wrongly is seen.

#include <cstdint>
#include <string>
#include <vector>

#include "run/judge_mutant.hpp"
#include "run/judge_values.hpp"

namespace ringcheck::run {

/// The places of a window: a new entry stands before the entry of this seq.
struct Window {
  std::int64_t opens = 0;   ///< the first place at which nothing can have been in flight any more
  std::int64_t closes = 0;  ///< the last place
};
Window window_of(const Script& script, const scenario::Step& step);

/// The seq of the moment that `since` names; 0 when there is none, or it is the start.
std::int64_t since_of(const Script& script, const scenario::Step& step);

struct Unwanted {
  std::string words;  ///< "m.call.hangup", with what is special about it
  trace::Entry entry;
};
/// All that fits what a none or a count looks for, by whom it must come from, where it must come. Made on the
/// model of what the subject sent of that type in this trace, where it did.
std::vector<Unwanted> unwanted_entries(const Script& script, const scenario::Step& step, const Known& known);

}  // namespace ringcheck::run
