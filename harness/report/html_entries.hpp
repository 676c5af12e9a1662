#pragma once
// Which entries of a trace a page shows, how each is called, and where the verdicts fell. A page leaves out
// what only carried something else: polls, plain 200 answers, the PUT of an event that is shown itself.

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "report/model.hpp"
#include "trace/entry.hpp"

namespace ringcheck::report {

/// A moment at which a verdict fell.
struct Mark {
  Verdict verdict = Verdict::fail;
  std::string label;               ///< VOIP-108: the first of the worst verdict
  std::set<std::string> others{};  ///< other requirements that were decided there
};
/// By the seq of the entry.
using Marks = std::map<std::int64_t, Mark>;

/// The moments of what failed or warned: the entry that came, or the deadline by which nothing had come; and
/// of a test that stopped undecided, the deadline that stopped it.
Marks marks_of(const TestResult& test, const std::deque<trace::Entry>& entries);

struct ShownEntries {
  std::vector<const trace::Entry*> entries;
  std::size_t transport = 0;                           ///< left out because they only carried something
  std::map<std::int64_t, std::size_t> surplus_before;  ///< seq -> how many were left out there: too many
};

/// What a page shows; entries with a mark always. At most some three hundred, those around marks before
/// others: a subject may flood.
ShownEntries entries_to_show(const std::deque<trace::Entry>& entries, const Marks& marks);

/// `event m.call.invite, bob to homeserver`
std::string entry_title(const trace::Entry& entry);

/// `0.412` of microseconds.
std::string seconds_text(std::int64_t us);

}  // namespace ringcheck::report
