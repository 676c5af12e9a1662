#pragma once
// What the judge of the judge needs to know of the widget API: what a message looks like that nobody has
// sent, and the ways in which one can be somebody else's.

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "run/judge_mutant.hpp"
#include "run/judge_values.hpp"
#include "run/script.hpp"

namespace ringcheck::run {

/// An ask, a reply or a page as the step looks for it, sent by nobody yet.
trace::Entry model_of_widget(const Script& script, const scenario::Wanted& wanted, const scenario::Step& step,
                             const Known& known);

/// The entry as that of another page, another request, another action: what was done, and the result.
std::vector<std::pair<std::string, trace::Entry>> of_other_messages(const trace::Entry& entry);

/// What a check of every trace should see: a message that does not come, or too often, at the wrong time, in
/// the wrong session, with what JSON does not know. `closing` is the entry with which the trace ends.
std::vector<Mutant> message_mutants(const std::deque<trace::Entry>& entries, const trace::Entry& entry,
                                    const trace::Entry& closing);

}  // namespace ringcheck::run
