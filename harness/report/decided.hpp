#pragma once
// How many requirements saved runs decided, by a pass, a warning or a failure: each run alone and all
// together, as of the two ends of one library. What none of them decided is named, with why.

#include <string>
#include <vector>

#include "report/coverage.hpp"
#include "report/model.hpp"

namespace ringcheck::report {

struct DecidedSum {
  std::string subject;  ///< empty: all runs together, where the worst verdict stands
  int pass = 0;
  int warn = 0;
  int fail = 0;

  int all() const { return pass + warn + fail; }
};

/// Requirements that no run decided, for one reason.
struct Undecided {
  std::string why;  ///< inconclusive, observed, skipped; excluded, no scenario, not played
  std::vector<std::string> ids;
};

struct Decided {
  DecidedSum together;
  std::vector<DecidedSum> runs;
  std::vector<Undecided> rest;
  int of = 0;
};

/// Of the requirements that `coverage` has.
Decided decided(const Coverage& coverage, const std::vector<RunResult>& runs);
std::string decided_text(const Decided& decided);

}  // namespace ringcheck::report
