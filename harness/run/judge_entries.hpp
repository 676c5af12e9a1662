#pragma once
// Mutants for the checks that read every trace: whatever can be wrong with one thing that the subject sent,
// without knowing what any check looks at. Many of them are legal; that some are told is what is asked.

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "run/judge_mutant.hpp"

namespace ringcheck::run {

/// Names of the specification, each with the one that its draft had.
using DraftNames = std::map<std::string, std::string, std::less<>>;

/// The mutants of an event or request of the subject, or of its answer when it is a homeserver.
std::vector<Mutant> entry_mutants(const std::deque<trace::Entry>& entries, const trace::Entry& entry,
                                  const DraftNames& draft_names);

}  // namespace ringcheck::run
