#pragma once
// All checks that need no scenario as one fold: it takes the entries of a trace one by one, live or recorded,
// keeps none of them, and so judges a recording of any length in constant memory.

#include <string>
#include <vector>

#include "check/call_ledger.hpp"
#include "check/finding.hpp"
#include "check/tally.hpp"
#include "trace/entry.hpp"

namespace ringcheck::check {

class SchemaSet;

/// Made by Checker::judge; the checker outlives it.
class TraceJudge {
 public:
  TraceJudge(const SchemaSet& schemas, std::string subject);

  /// The next entry; their order is the order of what happened.
  void take(const trace::Entry& entry);
  /// What was found. The judge is spent then.
  TraceReport finish();

 private:
  const SchemaSet& schemas_;
  std::string subject_;
  CallLedger calls_;
  std::vector<Tally> tallies_;  ///< one per check, in the order of the table
};

}  // namespace ringcheck::check
