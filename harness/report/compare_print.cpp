// The printers of a comparison.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "report/compare.hpp"
#include "report/console.hpp"
#include "report/markdown_text.hpp"
#include "value/json.hpp"
#include "value/utf8.hpp"

namespace ringcheck::report {
namespace {

constexpr std::size_t width = 100;

// Columns of a terminal are few: `inconclusive` is `open` there, as it is in `run`.
std::string_view short_word(std::string_view word) {
  if (word.empty()) return "-";
  if (word == "inconclusive") return "open";
  if (word == "skipped" || word == "passed" || word == "failed" || word == "observed")
    return word.substr(0, 4);
  return word;
}

std::string counted(std::ptrdiff_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

// `worse: 1 requirement, 2 scenarios`, a line for each change that there is.
std::vector<std::string> sums(const Comparison& comparison) {
  std::vector<std::string> lines;
  for (const Change change :
       {Change::worse, Change::better, Change::fresh, Change::gone, Change::otherwise}) {
    auto is = [&](const ComparedRow& row) { return row.change == change && row.pack.empty(); };
    const auto requirements =
        std::count_if(comparison.requirements.begin(), comparison.requirements.end(), is);
    const auto scenarios = std::count_if(comparison.scenarios.begin(), comparison.scenarios.end(), is);
    if (requirements + scenarios == 0) continue;
    lines.push_back(fmt::format("{}: {}, {}", change_name(change), counted(requirements, "requirement"),
                                counted(scenarios, "scenario")));
  }
  auto in_pack = [](const ComparedRow& row) { return row.differs && !row.pack.empty(); };
  const auto packs = std::count_if(comparison.requirements.begin(), comparison.requirements.end(), in_pack);
  if (packs > 0)
    lines.push_back(
        fmt::format("of MSCs that no release has, not counted: {}", counted(packs, "requirement")));
  if (lines.empty()) lines.emplace_back("nothing differs");
  return lines;
}

std::string profile_of(const ComparedRun& run) {
  return run.call_profile.empty() ? "not seen" : run.call_profile;
}

std::string text_row(const ComparedRow& row, std::size_t name_width) {
  std::string line = fmt::format("{:<10}", change_name(row.change));
  for (const std::string& word : row.words) line += fmt::format("{:<6}", short_word(word));
  // A name that fits is told whole; the title has what is left.
  line += " " + clip(row.name, width - line.size() - 2);
  if (row.level.empty()) return line + "\n";
  line += std::string(std::max<std::size_t>(name_width, row.name.size()) - row.name.size() + 1, ' ');
  const std::string about = fmt::format("{:<11} {}", row.pack.empty() ? row.level : row.pack, row.title);
  constexpr std::size_t least = 12;
  if (line.size() + least < width) line += clip(about, width - line.size() - 1);
  return line + "\n";
}

std::string text_table(std::string_view what, const std::vector<ComparedRow>& rows, std::size_t runs,
                       bool all) {
  const std::vector<const ComparedRow*> list = shown(rows, all);
  if (list.empty()) return {};
  std::string text = fmt::format("\n{:<10}", "");
  for (std::size_t i = 1; i <= runs; ++i) text += fmt::format("{:<6}", i);
  text += fmt::format(" {}\n", what);
  std::size_t name_width = 0;
  for (const ComparedRow* row : list) name_width = std::max(name_width, row->name.size());
  for (const ComparedRow* row : list) text += text_row(*row, name_width);
  return text;
}

std::string markdown_table(std::string_view what, const std::vector<ComparedRow>& rows, std::size_t runs,
                           bool all) {
  const std::vector<const ComparedRow*> list = shown(rows, all);
  if (list.empty()) return {};
  std::string text = "\n| |";
  for (std::size_t i = 1; i <= runs; ++i) text += fmt::format(" {} |", i);
  text += fmt::format(" {} | |\n|---|", what);
  for (std::size_t i = 0; i < runs; ++i) text += "---|";
  text += "---|---|\n";
  for (const ComparedRow* row : list) {
    text += row->change == Change::worse && row->pack.empty()
                ? "| **worse** |"
                : fmt::format("| {} |", change_name(row->change));
    for (const std::string& word : row->words) text += fmt::format(" {} |", word.empty() ? "-" : word);
    std::string about = row->level.empty() ? row->title : row->level + ": " + row->title;
    if (!row->pack.empty()) about = fmt::format("{}, {}", row->pack, about);
    text += fmt::format(" {} | {} |\n", markdown_escaped(row->name), markdown_escaped(about));
  }
  return text;
}

Value rows_value(const std::vector<ComparedRow>& rows, std::string_view name_key,
                 std::string_view words_key) {
  Value list = make_array();
  for (const ComparedRow& row : rows) {
    Value value = make_object({{name_key, row.name}});
    if (!row.level.empty()) value.set("level", row.level);
    if (!row.pack.empty()) value.set("pack", row.pack);
    value.set("title", row.title);
    value.set("change", change_name(row.change));
    Value words = make_array();
    for (const std::string& word : row.words) words.push(word.empty() ? Value() : Value(word));
    value.set(words_key, std::move(words));
    list.push(std::move(value));
  }
  return list;
}

}  // namespace

std::string comparison_text(const Comparison& comparison, bool all) {
  std::string text;
  for (std::size_t i = 0; i < comparison.runs.size(); ++i) {
    const ComparedRun& run = comparison.runs[i];
    text += fmt::format("{:>2}  {}\n    seed {}, ringcheck {}, {}, {}\n", i + 1,
                        printable(clip(name_of(run), 90)), run.seed, run.harness_version, run.started_at,
                        run.folder);
    if (comparison.profiles_differ()) text += fmt::format("    call profile: {}\n", profile_of(run));
  }
  text += text_table("requirement", comparison.requirements, comparison.runs.size(), all);
  text += text_table("scenario", comparison.scenarios, comparison.runs.size(), all);
  return text + fmt::format("\n{}\n", fmt::join(sums(comparison), "\n"));
}

std::string comparison_markdown(const Comparison& comparison, bool all) {
  std::string text = fmt::format("## ringcheck: {}\n\n{}\n\n",
                                 comparison.worse() ? "it became worse" : "it did not become worse",
                                 fmt::join(sums(comparison), " · "));
  for (std::size_t i = 0; i < comparison.runs.size(); ++i) {
    const ComparedRun& run = comparison.runs[i];
    text += fmt::format("{}. {}, seed {}, ringcheck {}, {}\n", i + 1, markdown_code(name_of(run)), run.seed,
                        markdown_escaped(run.harness_version), markdown_escaped(run.started_at));
    if (comparison.profiles_differ())
      text += fmt::format("   call profile: {}\n", markdown_escaped(profile_of(run)));
  }
  text += markdown_table("requirement", comparison.requirements, comparison.runs.size(), all);
  return text + markdown_table("scenario", comparison.scenarios, comparison.runs.size(), all);
}

std::string comparison_json(const Comparison& comparison) {
  Value runs = make_array();
  for (const ComparedRun& run : comparison.runs) {
    Value value = make_object({{"folder", run.folder},
                               {"subject", run.subject},
                               {"implementation", run.implementation},
                               {"version", run.harness_version},
                               {"started_at", run.started_at},
                               {"seed", make_number(std::to_string(run.seed))}});
    if (!run.call_profile.empty()) value.set("call_profile", run.call_profile);
    runs.push(std::move(value));
  }
  return to_pretty_json(make_object({{"runs", std::move(runs)},
                                     {"worse", comparison.worse()},
                                     {"requirements", rows_value(comparison.requirements, "id", "verdicts")},
                                     {"scenarios", rows_value(comparison.scenarios, "name", "outcomes")}})) +
         "\n";
}

}  // namespace ringcheck::report
