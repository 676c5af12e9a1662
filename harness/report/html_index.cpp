// Anchors of the page: html_parts.hpp.

#include <set>

#include <fmt/format.h>

#include "report/html_parts.hpp"
#include "report/html_text.hpp"

namespace ringcheck::report {
namespace {

// Names that differ only in what an anchor cannot hold get a number.
std::string fresh_anchor(const std::string& name, std::set<std::string>& taken) {
  const std::string plain = anchor_of(name);
  std::string anchor = plain;
  for (int number = 2; !taken.insert(anchor).second; ++number) anchor = fmt::format("{}-{}", plain, number);
  return anchor;
}

}  // namespace

PageIndex index_of(const RunResult& run) {
  PageIndex index;
  // The page's own anchors.
  std::set<std::string> taken = {"", "main", "summary", "requirements", "scenarios", "beside", "filters"};
  for (const RequirementResult& each : run.requirements) {
    if (index.by_id.emplace(each.id, &each).second)
      index.requirements.emplace(each.id, fresh_anchor(each.id, taken));
  }
  for (const TestResult& each : run.tests) {
    if (index.by_name.emplace(each.name, &each).second)
      index.tests.emplace(each.name, fresh_anchor(each.name, taken));
  }
  return index;
}

Value test_link(const PageIndex& index, const std::string& name) {
  auto anchor = index.tests.find(name);
  return make_object({{"name", name}, {"anchor", anchor == index.tests.end() ? "" : anchor->second}});
}

std::string_view outcome_style(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "pass";
    case Outcome::failed:
      return "fail";
    case Outcome::error:
      return "error";
    case Outcome::inconclusive:
      return "inconclusive";
    case Outcome::skipped:
      return "skipped";
  }
  return "";
}

}  // namespace ringcheck::report
