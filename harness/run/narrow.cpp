#include "run/narrow.hpp"

#include <algorithm>

namespace ringcheck::run {

using report::Outcome;
using report::Verdict;

void narrow(report::TestResult& test, const std::set<std::string>& wanted) {
  std::erase_if(test.findings,
                [&](const report::Finding& finding) { return !wanted.contains(finding.requirement); });
  if (test.outcome == Outcome::error || test.outcome == Outcome::skipped) return;
  auto any = [&](Verdict verdict) {
    return std::any_of(test.findings.begin(), test.findings.end(),
                       [&](const report::Finding& finding) { return finding.verdict == verdict; });
  };
  if (any(Verdict::fail)) {
    test.outcome = Outcome::failed;
  } else if (any(Verdict::inconclusive)) {
    test.outcome = Outcome::inconclusive;
  } else if (!test.findings.empty()) {
    test.outcome = Outcome::passed;
  } else if (test.outcome != Outcome::passed) {
    test.outcome = Outcome::skipped;
    test.message = "it decided nothing of what was asked for";
    test.blame.clear();
  }
}

}  // namespace ringcheck::run
