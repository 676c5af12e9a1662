// requirement_part of site_parts.hpp.

#include <algorithm>

#include <fmt/format.h>

#include "report/compare.hpp"
#include "report/html_parts.hpp"
#include "report/html_text.hpp"
#include "report/site_parts.hpp"

namespace ringcheck::report {
namespace {

// A site is read elsewhere: where the suites lie on this machine is no matter of its readers.
std::string file_words(const scenario::Library& library, const std::string& file) {
  return file.starts_with(library.folder) ? "suites" + file.substr(library.folder.size()) : file;
}

Value proving_part(const SiteBook& book, const CoveredRequirement& covered) {
  Value scenarios = make_array();
  for (const std::string& name : covered.scenarios) {
    const scenario::Test& test = *book.scenarios.find(name)->second;
    scenarios.push(make_object(
        {{"name", name}, {"what", test.title}, {"file", file_words(book.input.library, test.file)}}));
  }
  Value checks = make_array();
  for (const ProvingCheck& check : book.input.checks) {
    const bool proves =
        std::find(covered.checks.begin(), covered.checks.end(), check.name) != covered.checks.end();
    if (proves) checks.push(make_object({{"name", check.name}, {"what", check.what}}));
  }
  return make_object({{"has_scenarios", !scenarios.items.empty()},
                      {"has_checks", !checks.items.empty()},
                      {"scenarios", std::move(scenarios)},
                      {"checks", std::move(checks)}});
}

Value mistakes_part(const SiteBook& book, const std::string& id, bool found_in_use) {
  Value list = make_array();
  for (const Mistake& each : book.input.mistakes) {
    if (each.requirement != id || each.verdicts.empty() == found_in_use) continue;
    std::string words;
    for (const Verdict verdict : each.verdicts)
      words += fmt::format("{}{}", words.empty() ? "" : " or ", verdict_name(verdict));
    const std::string_view first = each.verdicts.empty() ? "" : verdict_name(each.verdicts.front());
    list.push(make_object({{"who", each.who}, {"verdict", first}, {"words", words}, {"what", each.text}}));
  }
  return list;
}

// A line for each run that has a word about it.
Value runs_part(const SiteBook& book, const std::string& id) {
  Value list = make_array();
  for (std::size_t i = 0; i < book.verdicts.size(); ++i) {
    auto found = book.verdicts[i].find(id);
    if (found == book.verdicts[i].end()) continue;
    const RequirementResult& result = *found->second;
    Value seen = make_array();
    for (const Observation& each : observations(book.input.runs[i], id))
      seen.push(make_object({{"what", each.text}}));
    list.push(make_object({{"name", name_of(book.input.runs[i])},
                           {"started_at", book.input.runs[i].started_at},
                           {"verdict", verdict_name(result.verdict)},
                           {"tests", std::to_string(result.tests.size())},
                           {"why", result.why_expected},
                           {"seen", std::move(seen)}}));
  }
  return list;
}

// What a link to another page needs; empty where there is none.
Value msc_link(const SiteBook& book, const std::string& number) {
  const spec::Msc* msc = book.input.library.requirements.msc(number);
  if (msc == nullptr) return make_object({{"word", number}, {"title", ""}, {"path", ""}});
  return make_object({{"word", number}, {"title", msc->title}, {"path", "../" + msc_path(number)}});
}

Value neighbour(const CoveredRequirement* covered) {
  if (covered == nullptr) return false;
  const std::string& id = covered->requirement->id;
  return make_object({{"id", id}, {"path", "../" + requirement_path(id)}});
}

Value names_part(const spec::Requirement& requirement) {
  Value list = make_array();
  for (const auto& [stable, unstable] : requirement.names)
    list.push(make_object({{"stable", stable}, {"unstable", unstable}}));
  return list;
}

}  // namespace

Value requirement_part(const SiteBook& book, const CoveredRequirement& covered,
                       const CoveredRequirement* before, const CoveredRequirement* after) {
  const spec::Requirement& requirement = *covered.requirement;
  const spec::Register& all = book.input.library.requirements;
  const std::string& id = requirement.id;
  Value usual = mistakes_part(book, id, false);
  Value known = mistakes_part(book, id, true);
  Value runs = runs_part(book, id);
  return make_object({{"id", id},
                      {"title", requirement.title},
                      {"says", requirement.says},
                      {"section", requirement.section},
                      {"section_filter", anchor_of(requirement.section)},
                      {"role", requirement.role},
                      {"level", requirement.level},
                      {"tier", spec::tier_word(requirement)},
                      {"since", msc_link(book, requirement.since)},
                      {"msc", requirement.msc.empty() ? Value(false) : msc_link(book, requirement.msc)},
                      {"names", names_part(requirement)},
                      {"source", requirement.source},
                      {"basis", basis_words(requirement.basis)},
                      {"stance", requirement.stance},
                      {"stance_says", all.stance(requirement.stance)},
                      {"note", requirement.note},
                      {"excluded", requirement.excluded},
                      {"not_yet", covered.standing == Standing::not_yet},
                      {"proving", proving_part(book, covered)},
                      {"right", right_ladder_part(book, id)},
                      {"has_mistakes", !usual.items.empty() || !known.items.empty()},
                      {"has_usual", !usual.items.empty()},
                      {"usual", std::move(usual)},
                      {"has_known", !known.items.empty()},
                      {"known", std::move(known)},
                      {"has_runs", !runs.items.empty()},
                      {"runs", std::move(runs)},
                      {"before", neighbour(before)},
                      {"after", neighbour(after)}});
}

}  // namespace ringcheck::report
