// comparison_html of compare.hpp.

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "report/compare.hpp"
#include "report/html_policy.hpp"
#include "report/html_template.hpp"

namespace ringcheck::report {
namespace {

constexpr std::array<std::pair<Verdict, std::string_view>, 6> legend = {
    {{Verdict::pass, "what is asked for was seen"},
     {Verdict::fail, "what must be was missed, or what must not be came"},
     {Verdict::warn, "what should be was missed"},
     {Verdict::inconclusive, "it was not reached: nothing is known"},
     {Verdict::observed, "the text asks for nothing; the report of the run tells what was seen"},
     {Verdict::skipped, "the subject does not claim what it takes, or the release that asks for it"}}};

/// The word of the style for that of a verdict or an outcome.
std::string_view style_of(std::string_view word) {
  if (word == "passed") return "pass";
  if (word == "failed") return "fail";
  return word;
}

Value legend_part() {
  Value list = make_array();
  for (const auto& [verdict, meaning] : legend) {
    const std::string_view word = verdict_name(verdict);
    list.push(make_object({{"style", word}, {"word", word}, {"meaning", meaning}}));
  }
  return list;
}

Value columns(const Comparison& comparison) {
  Value list = make_array();
  for (const ComparedRun& run : comparison.runs) {
    list.push(make_object({{"number", std::to_string(list.items.size() + 1)}, {"name", name_of(run)}}));
  }
  return list;
}

Value runs_part(const Comparison& comparison) {
  Value list = make_array();
  for (const ComparedRun& run : comparison.runs) {
    Value counts = make_array();
    for (const auto& [verdict, meaning] : legend) {
      const auto found = run.counts.find(verdict);
      const std::int64_t number = found == run.counts.end() ? 0 : found->second;
      counts.push(make_object({{"number", std::to_string(number)}}));
    }
    list.push(make_object({{"number", std::to_string(list.items.size() + 1)},
                           {"name", name_of(run)},
                           {"profile", comparison.profiles_differ() ? run.call_profile : ""},
                           {"counts", std::move(counts)},
                           {"started_at", run.started_at},
                           {"seed", std::to_string(run.seed)},
                           {"harness_version", run.harness_version}}));
  }
  return list;
}

Value row_value(const ComparedRow& row, bool of_one_subject) {
  Value words = make_array();
  for (const std::string& word : row.words)
    words.push(make_object({{"style", style_of(word)}, {"word", word.empty() ? "–" : word}}));
  const bool changed = of_one_subject && row.change != Change::same && row.change != Change::otherwise;
  return make_object({{"name", row.name},
                      {"title", row.title},
                      {"level", row.level},
                      {"pack", row.pack},
                      {"change", changed ? change_name(row.change) : ""},
                      {"words", std::move(words)}});
}

struct Table {
  std::string_view anchor;
  std::string_view heading;
  std::string_view caption;
  std::string_view what;
  bool folded = false;
};

void add_table(Value& tables, const Comparison& comparison, const Table& table,
               const std::vector<const ComparedRow*>& rows) {
  if (rows.empty()) return;
  Value list = make_array();
  for (const ComparedRow* row : rows) list.push(row_value(*row, comparison.of_one_subject()));
  tables.push(make_object({{"anchor", table.anchor},
                           {"heading", table.heading},
                           {"caption", table.caption},
                           {"what", table.what},
                           {"folded", table.folded},
                           {"number", std::to_string(rows.size())},
                           {"columns", columns(comparison)},
                           {"rows", std::move(list)}}));
}

std::vector<const ComparedRow*> alike(const std::vector<ComparedRow>& rows) {
  std::vector<const ComparedRow*> list = shown(rows, true);
  std::erase_if(list, [](const ComparedRow* row) { return row->differs; });
  return list;
}

Value tables_part(const Comparison& comparison) {
  Value tables = make_array();
  add_table(tables, comparison,
            {"differ", "Requirements that differ",
             "What the specification asks, in our words; – where a run has nothing of it", "Requirement"},
            shown(comparison.requirements, false));
  add_table(tables, comparison,
            {"alike", "Requirements alike", "The same verdict in all runs", "Requirement", true},
            alike(comparison.requirements));
  add_table(tables, comparison,
            {"scenarios", "Scenarios that differ", "How each scenario ended; – where it was not chosen",
             "Scenario", true},
            shown(comparison.scenarios, false));
  return tables;
}

}  // namespace

Result<std::string> comparison_html(const Comparison& comparison, const std::string& templates) {
  auto texts = read_templates(templates, {"compare", "head", "icons"});
  if (!texts) return texts.error();
  auto style = read_page_file(templates, "page.css");
  if (!style) return style.error();
  std::string who;
  for (const ComparedRun& run : comparison.runs) who += (who.empty() ? "" : ", ") + name_of(run);
  return fill_template(*texts, "compare",
                       make_object({{"policy", content_policy(*style, "")},
                                    {"style_text", *style},
                                    {"version", comparison.runs.back().harness_version},
                                    {"who", who},
                                    {"legend", legend_part()},
                                    {"runs", runs_part(comparison)},
                                    {"tables", tables_part(comparison)}}));
}

}  // namespace ringcheck::report
