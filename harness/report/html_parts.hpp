#pragma once
// The parts of the page as trees of values, one function per part; the templates in reports/templates give
// them their form. Every name that a template asks for is there, empty where there is nothing.

#include <map>
#include <string>
#include <string_view>

#include "report/html.hpp"
#include "report/model.hpp"
#include "value/value.hpp"

namespace ringcheck::report {

/// What links of the page need: where each test and each requirement stands, and who is who.
struct PageIndex {
  std::map<std::string, std::string, std::less<>> tests;         ///< name -> anchor
  std::map<std::string, std::string, std::less<>> requirements;  ///< id -> anchor
  std::map<std::string, const RequirementResult*, std::less<>> by_id;
  std::map<std::string, const TestResult*, std::less<>> by_name;
};
PageIndex index_of(const RunResult& run);

/// `{name, anchor}`; the anchor is empty for a test that the run does not have.
Value test_link(const PageIndex& index, const std::string& name);

/// What a text rests on, in words.
std::string_view basis_words(std::string_view basis);

/// The different words of a list that say something, sorted: what a filter offers.
Value sorted_choices(Value words);

/// The word of the style for an outcome: `pass`, `fail`, `error`, `inconclusive`, `skipped`.
std::string_view outcome_style(Outcome outcome);

/// Head of the page: who was judged, counts, exit status in words, what to look at first, notices.
Value summary_part(const RunResult& run, const PageIndex& index);

/// The table of requirements and the choices of its filters.
Value requirements_part(const RunResult& run, const PageIndex& index);

/// The tests in groups by outcome, with their ladders and raw entries.
Value scenarios_part(const RunResult& run, const PageIndex& index, const HtmlOptions& options);

/// The findings of a test that decided against the subject or stayed open, each with what was wanted and
/// came. `link_of` makes the anchor of an entry, or nothing when the page does not show it.
Value findings_part(const TestResult& test, const PageIndex& index,
                    const std::function<std::string(std::int64_t)>& link_of);
/// What to check before believing the verdict of a test, and where to say that it is wrong; empty for a test
/// that passed or was skipped.
std::string doubt_words(const TestResult& test, const PageIndex& index);
/// One list of differences, types beside the values.
Value differences_part(const std::vector<Difference>& differences);

}  // namespace ringcheck::report
