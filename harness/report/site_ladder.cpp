// right_ladder_part of site_parts.hpp.

#include <algorithm>
#include <tuple>

#include "report/compare.hpp"
#include "report/ladder_svg.hpp"
#include "report/site_parts.hpp"

namespace ringcheck::report {
namespace {

bool passes(const Finding& finding, const std::string& id) {
  return finding.requirement == id && finding.verdict == Verdict::pass;
}

// Of tests that passed: one of which a step says so rather than a check of every trace, and then the one that
// shows the least besides.
const TestResult* simplest_that_passed(const RunResult& run, const RequirementResult& result) {
  using Rank = std::tuple<bool, std::size_t, std::string>;
  const TestResult* best = nullptr;
  Rank least;
  for (const TestResult& test : run.tests) {
    if (test.outcome != Outcome::passed || test.trace_file.empty()) continue;
    if (std::find(result.tests.begin(), result.tests.end(), test.name) == result.tests.end()) continue;
    bool passed = false;
    bool by_check_alone = true;
    for (const Finding& finding : test.findings) {
      if (!passes(finding, result.id)) continue;
      passed = true;
      by_check_alone = by_check_alone && !finding.check.empty();
    }
    const Rank rank{by_check_alone, test.findings.size(), test.name};
    if (!passed || (best != nullptr && least < rank)) continue;
    best = &test;
    least = rank;
  }
  return best;
}

// The moments at which it was right.
Marks marks_of_passes(const TestResult& test, const std::string& id) {
  Marks marks;
  for (const Finding& finding : test.findings) {
    if (passes(finding, id) && finding.at_seq > 0) marks.try_emplace(finding.at_seq, Mark{Verdict::pass, id});
  }
  return marks;
}

Value ladder_of(const SiteBook& book, const RunResult& run, const TestResult& test, const std::string& id) {
  Value part = make_object(
      {{"test", test.name}, {"title", test.title}, {"by", name_of(run)}, {"ladder", ""}, {"no_ladder", ""}});
  auto trace = book.input.trace_of(test);
  if (!trace) return std::move(part.set("no_ladder", trace.error().text));
  const Marks marks = marks_of_passes(test, id);
  const LadderOptions options{.title = "Ladder of " + test.name, .file = test.file, .link_of = nullptr};
  part.set("ladder", ladder_svg(*trace, entries_to_show(*trace, marks), marks, options));
  return part;
}

}  // namespace

Value right_ladder_part(const SiteBook& book, const std::string& id) {
  for (std::size_t i = 0; i < book.verdicts.size(); ++i) {
    auto result = book.verdicts[i].find(id);
    if (result == book.verdicts[i].end()) continue;
    const RunResult& run = book.input.runs[i];
    if (const TestResult* test = simplest_that_passed(run, *result->second))
      return ladder_of(book, run, *test, id);
  }
  return false;
}

}  // namespace ringcheck::report
