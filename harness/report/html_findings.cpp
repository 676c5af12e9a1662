// findings_part of html_parts.hpp.

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "report/html_parts.hpp"

namespace ringcheck::report {
namespace {

// `"1" (string)` as value and type; what is worded otherwise has no type.
void set_side(Value& row, const std::string& side, const std::string& text) {
  static constexpr std::array<std::string_view, 7> types = {"string", "integer", "number", "boolean",
                                                            "null",   "list",    "map"};
  std::string value = text;
  std::string type;
  for (const std::string_view each : types) {
    const std::string ending = fmt::format(" ({})", each);
    if (!text.ends_with(ending)) continue;
    value = text.substr(0, text.size() - ending.size());
    type = each;
  }
  row.set(side, value);
  row.set(side + "_type", type);
}

std::string place_of(const Finding& finding) {
  if (!finding.check.empty()) return fmt::format("by the check {}, which reads every trace", finding.check);
  return fmt::format("{}:{}", finding.file, finding.line);
}

std::string what_came(const Finding& finding) {
  if (!finding.message.empty()) return finding.message;
  if (!finding.differences.empty()) return "";
  if (finding.at_seq != 0)
    return finding.verdict == Verdict::inconclusive ? "" : "It came, and should not have";
  return finding.verdict == Verdict::inconclusive ? "Not decided" : "Nothing of that kind came";
}

// One place where a requirement was decided.
Value occurrence(const Finding& finding, const std::function<std::string(std::int64_t)>& link_of) {
  return make_object({{"place", place_of(finding)},
                      {"looked_for", finding.looked_for},
                      {"came_words", what_came(finding)},
                      {"differences", differences_part(finding.differences)},
                      {"at_seq", finding.at_seq == 0 ? "" : std::to_string(finding.at_seq)},
                      {"entry_link", finding.at_seq == 0 ? "" : link_of(finding.at_seq)}});
}

Value requirement_head(const Finding& finding, const PageIndex& index) {
  auto known = index.by_id.find(finding.requirement);
  static const RequirementResult unknown;
  const RequirementResult& requirement = known == index.by_id.end() ? unknown : *known->second;
  auto anchor = index.requirements.find(finding.requirement);
  return make_object({{"verdict", verdict_name(finding.verdict)},
                      {"id", finding.requirement},
                      {"requirement_anchor", anchor == index.requirements.end() ? "" : anchor->second},
                      {"title", requirement.title},
                      {"level", requirement.level},
                      {"since", requirement.since},
                      {"says", requirement.says},
                      {"source", requirement.source},
                      {"stance", requirement.stance},
                      {"stance_says", requirement.stance_says}});
}

void add_once(std::vector<std::string>& list, const std::string& text) {
  if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

}  // namespace

std::string doubt_words(const TestResult& test, const PageIndex& index) {
  if (test.outcome == Outcome::passed || test.outcome == Outcome::skipped) return {};
  std::vector<std::string> places;
  std::vector<std::string> stances;
  for (const Finding& finding : test.findings) {
    auto known = index.by_id.find(finding.requirement);
    if (known == index.by_id.end() || finding.verdict == Verdict::pass) continue;
    add_once(places, known->second->source);
    add_once(stances, known->second->stance);
  }
  std::string words = "Read ";
  if (!places.empty()) words += fmt::format("the text ({}) beside our words, then ", fmt::join(places, "; "));
  if (!stances.empty())
    words += fmt::format("what ringcheck holds where it is unclear ({}), then ", fmt::join(stances, ", "));
  return words + fmt::format(
                     "the trace {}. A scenario may be wrong: say so as “Doubt a verdict” in README.md tells, "
                     "with the name {}, the trace, and the sentence that you read otherwise.",
                     test.trace_file, test.name);
}

Value differences_part(const std::vector<Difference>& differences) {
  Value rows = make_array();
  for (const Difference& each : differences) {
    Value row = make_object({{"pointer", each.pointer.empty() ? "(whole)" : each.pointer}});
    set_side(row, "wanted", each.wanted);
    set_side(row, "came", each.came);
    rows.push(std::move(row));
  }
  return rows.items.empty() ? Value(false) : make_object({{"rows", std::move(rows)}});
}

Value findings_part(const TestResult& test, const PageIndex& index,
                    const std::function<std::string(std::int64_t)>& link_of) {
  Value list = make_array();
  for (const Verdict verdict : {Verdict::fail, Verdict::warn}) {
    std::map<std::string, std::size_t> place_in_list;
    for (const Finding& finding : test.findings) {
      if (finding.verdict != verdict) continue;
      auto [place, fresh] = place_in_list.try_emplace(finding.requirement, list.items.size());
      if (fresh) list.push(requirement_head(finding, index));
      list.items[place->second]["occurrences"].push(occurrence(finding, link_of));
    }
  }
  return list;
}

}  // namespace ringcheck::report
