// The printers of what is covered.

#include <algorithm>

#include <fmt/format.h>

#include "report/coverage.hpp"
#include "value/json.hpp"
#include "value/utf8.hpp"

namespace ringcheck::report {
namespace {

int size_of(const CoverageSum& sum) {
  return sum.proved + sum.excluded + sum.not_yet;
}

// Ten characters for what could be proved; a bar is full only when all of it is.
std::string bar(const CoverageSum& sum) {
  const int wanted = sum.proved + sum.not_yet;
  const int filled = wanted == 0 ? 0 : sum.proved * 10 / wanted;
  return std::string(static_cast<std::size_t>(filled), '#') +
         std::string(static_cast<std::size_t>(10 - filled), '.');
}

std::string table(std::string_view heading, const std::vector<CoverageSum>& sums) {
  constexpr std::size_t width = 100;
  if (sums.empty()) return {};
  std::string text = fmt::format("\n{:<26} {:>10} {:>8} {:>8} {:>8} {:>5}\n", heading, "", "proved",
                                 "excluded", "not yet", "all");
  for (const CoverageSum& sum : sums) {
    std::string line = fmt::format("{:<26} {} {:>8} {:>8} {:>8} {:>5}", sum.word, bar(sum), sum.proved,
                                   sum.excluded, sum.not_yet, size_of(sum));
    if (!sum.about.empty()) line += "  " + clip(sum.about, width - line.size() - 3);
    text += line + "\n";
  }
  return text;
}

// A register that excludes what a suite decides contradicts itself.
std::string excluded_and_proved(const Coverage& coverage) {
  std::string ids;
  for (const CoveredRequirement& each : coverage.requirements) {
    if (each.standing == Standing::proved && !each.requirement->excluded.empty())
      ids += " " + each.requirement->id;
  }
  return ids.empty() ? ids : "\nexcluded by the register, and proved all the same:" + ids + "\n";
}

Value sums_value(const std::vector<CoverageSum>& sums) {
  Value list = make_array();
  for (const CoverageSum& sum : sums) {
    Value value = make_object(
        {{"word", sum.word}, {"proved", sum.proved}, {"excluded", sum.excluded}, {"not_yet", sum.not_yet}});
    if (!sum.about.empty()) value.set("about", sum.about);
    list.push(std::move(value));
  }
  return list;
}

Value strings(const std::vector<std::string>& list) {
  Value value = make_array();
  for (const std::string& each : list) value.push(each);
  return value;
}

Value requirement_value(const CoveredRequirement& covered) {
  const spec::Requirement& requirement = *covered.requirement;
  Value value = make_object({{"id", requirement.id},
                             {"standing", standing_name(covered.standing)},
                             {"section", requirement.section},
                             {"level", requirement.level},
                             {"since", requirement.since},
                             {"title", requirement.title}});
  if (!msc_of(requirement).empty()) value.set("msc", msc_of(requirement));
  if (requirement.tier != 0) value.set("tier", requirement.tier);
  if (!covered.scenarios.empty()) value.set("scenarios", strings(covered.scenarios));
  if (!covered.checks.empty()) value.set("checks", strings(covered.checks));
  if (!requirement.excluded.empty()) value.set("excluded", requirement.excluded);
  return value;
}

}  // namespace

std::string coverage_text(const Coverage& coverage) {
  const CoverageSum& all = coverage.all;
  std::string text = fmt::format("{} requirements: {} proved, {} excluded, {} not yet\n", size_of(all),
                                 all.proved, all.excluded, all.not_yet);
  text += table("area", coverage.areas) + table("level", coverage.levels) + table("tier", coverage.tiers) +
          table("release", coverage.releases);
  text += table("MSC", coverage.mscs) + table("section", coverage.sections);
  return text + excluded_and_proved(coverage);
}

std::string not_yet_text(const Coverage& coverage) {
  std::string text;
  for (const CoveredRequirement& each : coverage.requirements) {
    if (each.standing != Standing::not_yet) continue;
    const spec::Requirement& requirement = *each.requirement;
    text += fmt::format("{:<10} {:<11} {:<8} {}\n", requirement.id, requirement.level, requirement.since,
                        requirement.title);
  }
  return text;
}

std::string coverage_json(const Coverage& coverage) {
  Value requirements = make_array();
  for (const CoveredRequirement& each : coverage.requirements) requirements.push(requirement_value(each));
  Value all = sums_value({coverage.all}).items.front();
  all.erase("word");
  return to_pretty_json(make_object({{"all", std::move(all)},
                                     {"areas", sums_value(coverage.areas)},
                                     {"levels", sums_value(coverage.levels)},
                                     {"tiers", sums_value(coverage.tiers)},
                                     {"releases", sums_value(coverage.releases)},
                                     {"mscs", sums_value(coverage.mscs)},
                                     {"sections", sums_value(coverage.sections)},
                                     {"requirements", std::move(requirements)}})) +
         "\n";
}

}  // namespace ringcheck::report
