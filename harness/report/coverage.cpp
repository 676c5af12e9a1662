#include "report/coverage.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "check/trace_checks.hpp"
#include "spec/filter.hpp"

namespace ringcheck::report {
namespace {

using spec::Requirement;

void add_once(std::vector<std::string>& list, const std::string& word) {
  if (std::find(list.begin(), list.end(), word) == list.end()) list.push_back(word);
}

Standing standing_of(const CoveredRequirement& covered) {
  if (!covered.scenarios.empty() || !covered.checks.empty()) return Standing::proved;
  return covered.requirement->excluded.empty() ? Standing::not_yet : Standing::excluded;
}

void count_in(CoverageSum& sum, Standing standing) {
  int& number = standing == Standing::proved     ? sum.proved
                : standing == Standing::excluded ? sum.excluded
                                                 : sum.not_yet;
  ++number;
}

std::string release_of(const Requirement& requirement) {
  return spec::is_release(requirement.since) ? requirement.since : std::string();
}

// Sums in the order in which their words come first; those without a word are left out.
std::vector<CoverageSum> sums_by(const std::vector<CoveredRequirement>& list,
                                 const std::function<std::string(const Requirement&)>& word_of) {
  std::vector<CoverageSum> sums;
  std::map<std::string, std::size_t> index;
  for (const CoveredRequirement& each : list) {
    const std::string word = word_of(*each.requirement);
    if (word.empty()) continue;
    auto [at, fresh] = index.try_emplace(word, sums.size());
    if (fresh) sums.push_back({.word = word, .about = {}});
    count_in(sums[at->second], each.standing);
  }
  return sums;
}

std::size_t rank_of_level(const std::string& level) {
  static constexpr std::array<std::string_view, 5> by_weight = {"must", "should", "recommended", "may",
                                                                "info"};
  return static_cast<std::size_t>(std::find(by_weight.begin(), by_weight.end(), level) - by_weight.begin());
}

int number_of_msc(const std::string& msc) {
  int number = 0;
  std::from_chars(msc.data() + 3, msc.data() + msc.size(), number);
  return number;
}

template <typename Rank>
void sort_by(std::vector<CoverageSum>& sums, Rank rank) {
  std::stable_sort(sums.begin(), sums.end(),
                   [&](const CoverageSum& a, const CoverageSum& b) { return rank(a.word) < rank(b.word); });
}

std::string about_msc(const spec::Register& requirements, const std::string& number) {
  const spec::Msc* msc = requirements.msc(number);
  if (msc == nullptr) return {};
  std::string status = msc->status;
  if (!msc->release.empty()) status += " in " + msc->release;
  if (!msc->by.empty()) status += " by " + msc->by;
  return fmt::format("{}: {}", status, msc->title);
}

std::vector<CoveredRequirement> gather(const std::vector<const Requirement*>& chosen,
                                       const std::vector<scenario::Test>& tests,
                                       const std::vector<ProvingCheck>& checks) {
  std::map<std::string, CoveredRequirement> by_id;
  for (const scenario::Test& test : tests) {
    for (const std::string& id : scenario::proved_by(test)) add_once(by_id[id].scenarios, test.scenario);
  }
  for (const ProvingCheck& check : checks) {
    for (const std::string& id : check.requirements) add_once(by_id[id].checks, check.name);
  }
  std::vector<CoveredRequirement> list;
  for (const Requirement* each : chosen) {
    CoveredRequirement covered = std::move(by_id[each->id]);
    covered.requirement = each;
    covered.standing = standing_of(covered);
    list.push_back(std::move(covered));
  }
  return list;
}

}  // namespace

std::string_view standing_name(Standing standing) {
  static constexpr std::array<std::string_view, 3> names = {"proved", "excluded", "not_yet"};
  return names[static_cast<std::size_t>(standing)];
}

std::string area_of(const Requirement& requirement) {
  return requirement.id.substr(0, requirement.id.find('-'));
}

std::vector<ProvingCheck> proving_checks() {
  std::vector<ProvingCheck> checks;
  for (const check::TraceCheck& each : check::trace_checks())
    checks.push_back({std::string(each.name),
                      {each.requirements.begin(), each.requirements.end()},
                      std::string(each.what)});
  return checks;
}

Coverage coverage(const spec::Register& requirements, const std::vector<const spec::Requirement*>& chosen,
                  const std::vector<scenario::Test>& tests, const std::vector<ProvingCheck>& checks) {
  Coverage result;
  result.requirements = gather(chosen, tests, checks);
  result.all.word = "all";
  for (const CoveredRequirement& each : result.requirements) count_in(result.all, each.standing);
  result.areas = sums_by(result.requirements, area_of);
  result.sections = sums_by(result.requirements, [](const Requirement& r) { return r.section; });
  result.levels = sums_by(result.requirements, [](const Requirement& r) { return r.level; });
  sort_by(result.levels, rank_of_level);
  result.tiers = sums_by(result.requirements, spec::tier_word);
  sort_by(result.tiers, [](const std::string& word) { return word; });
  result.releases = sums_by(result.requirements, release_of);
  std::stable_sort(
      result.releases.begin(), result.releases.end(),
      [](const CoverageSum& a, const CoverageSum& b) { return spec::is_earlier(a.word, b.word); });
  result.mscs = sums_by(result.requirements, [](const Requirement& r) { return std::string(msc_of(r)); });
  sort_by(result.mscs, number_of_msc);
  for (CoverageSum& each : result.mscs) each.about = about_msc(requirements, each.word);
  return result;
}

}  // namespace ringcheck::report
