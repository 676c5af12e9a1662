// index_part, msc_part and rows_part of site_parts.hpp.

#include <fmt/format.h>

#include "report/compare.hpp"
#include "report/html_parts.hpp"
#include "report/site_parts.hpp"

namespace ringcheck::report {
namespace {

std::string counted(std::size_t number, const char* what) {
  return number == 0 ? "" : fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

// What proves it, counted; or why nothing does, in a word.
std::string standing_words(const CoveredRequirement& covered) {
  if (covered.standing == Standing::excluded) return "excluded";
  if (covered.standing == Standing::not_yet) return "not tested yet";
  const std::string scenarios = counted(covered.scenarios.size(), "scenario");
  const std::string checks = counted(covered.checks.size(), "check");
  return scenarios + (scenarios.empty() || checks.empty() ? "" : ", ") + checks;
}

std::string status_words(const spec::Msc& msc) {
  return msc.release.empty() ? msc.status : fmt::format("{} in {}", msc.status, msc.release);
}

std::string_view standing_choice(Standing standing) {
  return standing == Standing::not_yet ? "not tested yet" : standing_name(standing);
}

Value words_part(const SiteBook& book, const std::string& id) {
  Value words = make_array();
  for (const auto& verdicts : book.verdicts) {
    auto found = verdicts.find(id);
    const std::string_view word = found == verdicts.end() ? "" : verdict_name(found->second->verdict);
    words.push(make_object({{"style", word}, {"word", word.empty() ? "–" : word}}));
  }
  return words;
}

Value sum_value(const CoverageSum& sum) {
  return make_object({{"word", sum.word},
                      {"proved", std::to_string(sum.proved)},
                      {"excluded", std::to_string(sum.excluded)},
                      {"not_yet", std::to_string(sum.not_yet)}});
}

Value choices(const std::vector<CoverageSum>& sums) {
  Value list = make_array();
  for (const CoverageSum& each : sums) list.push(each.word);
  return list;
}

int requirements_of(const SiteBook& book, const std::string& msc) {
  for (const CoverageSum& each : book.coverage.mscs) {
    if (each.word == msc) return each.proved + each.excluded + each.not_yet;
  }
  return 0;
}

Value mscs_part(const SiteBook& book) {
  Value list = make_array();
  for (const spec::Msc& each : book.input.library.requirements.mscs()) {
    list.push(make_object({{"path", msc_path(each.number)},
                           {"number", each.number},
                           {"title", each.title},
                           {"status", status_words(each)},
                           {"count", std::to_string(requirements_of(book, each.number))}}));
  }
  return list;
}

}  // namespace

Value rows_part(const SiteBook& book, const std::vector<const CoveredRequirement*>& list,
                const std::string& root) {
  Value rows = make_array();
  for (const CoveredRequirement* covered : list) {
    const spec::Requirement& each = *covered->requirement;
    rows.push(make_object({{"path", root + requirement_path(each.id)},
                           {"id", each.id},
                           {"title", each.title},
                           {"says", each.says},
                           {"source", each.source},
                           {"area", area_of(each)},
                           {"role", each.role},
                           {"level", each.level},
                           {"since", each.since},
                           {"msc", each.msc == each.since ? "" : each.msc},
                           {"releases", each.since + " " + each.msc},
                           {"section", each.section},
                           {"standing", standing_choice(covered->standing)},
                           {"how", standing_words(*covered)},
                           {"words", words_part(book, each.id)}}));
  }
  Value columns = make_array();
  for (const RunResult& run : book.input.runs) columns.push(make_object({{"name", name_of(run)}}));
  return make_object({{"rows", std::move(rows)}, {"columns", std::move(columns)}});
}

Value msc_part(const SiteBook& book, const spec::Msc& msc) {
  std::vector<const CoveredRequirement*> list;
  for (const CoveredRequirement& each : book.coverage.requirements) {
    if (spec::msc_of(*each.requirement) == msc.number) list.push_back(&each);
  }
  Value older = make_array();
  for (const spec::Msc& each : book.input.library.requirements.mscs()) {
    if (each.by == msc.number)
      older.push(make_object(
          {{"number", each.number}, {"title", each.title}, {"path", "../" + msc_path(each.number)}}));
  }
  const bool by_known = book.input.library.requirements.msc(msc.by) != nullptr;
  return make_object({{"number", msc.number},
                      {"title", msc.title},
                      {"status", status_words(msc)},
                      {"by", msc.by},
                      {"by_path", by_known ? "../" + msc_path(msc.by) : ""},
                      {"older", std::move(older)},
                      {"has_requirements", !list.empty()},
                      {"count", std::to_string(list.size())},
                      {"table", rows_part(book, list, "../")}});
}

Value index_part(const SiteBook& book) {
  std::vector<const CoveredRequirement*> list;
  for (const CoveredRequirement& each : book.coverage.requirements) list.push_back(&each);
  Value sinces = choices(book.coverage.releases);
  for (const CoverageSum& each : book.coverage.mscs) sinces.push(each.word);
  Value standings = make_array();
  for (const Standing each : {Standing::proved, Standing::excluded, Standing::not_yet})
    standings.push(standing_choice(each));
  Value areas = make_array();
  for (const CoverageSum& each : book.coverage.areas) areas.push(sum_value(each));
  Value mscs = mscs_part(book);
  return make_object({{"count", std::to_string(list.size())},
                      {"areas", std::move(areas)},
                      {"all", sum_value(book.coverage.all)},
                      {"area_choices", choices(book.coverage.areas)},
                      {"section_choices", sorted_choices(choices(book.coverage.sections))},
                      {"level_choices", choices(book.coverage.levels)},
                      {"since_choices", std::move(sinces)},
                      {"standing_choices", std::move(standings)},
                      {"table", rows_part(book, list, "")},
                      {"msc_count", std::to_string(mscs.items.size())},
                      {"mscs", std::move(mscs)}});
}

}  // namespace ringcheck::report
