// scenarios_part of html_parts.hpp.

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "report/console.hpp"
#include "report/html_entries.hpp"
#include "report/html_parts.hpp"
#include "report/html_text.hpp"
#include "report/ladder_svg.hpp"
#include "trace/entry.hpp"
#include "value/json.hpp"

namespace ringcheck::report {
namespace {

using trace::Entry;

// Of a test that passed a reader wants the outline: its long strings are cut sooner, so that a page of fifty
// tests stays light.
constexpr JsonTextLimits limits_of_passed = {.string_bytes = 1'000, .total_bytes = 3'000};

// Short, because a page has thousands of them.
std::string entry_anchor(const std::string& prefix, std::int64_t seq) {
  return fmt::format("{}.{}", prefix, seq);
}

Value raw_entries(const ShownEntries& shown, const Marks& marks, const std::string& anchor, bool passed) {
  const JsonTextLimits limits = passed ? limits_of_passed : JsonTextLimits{};
  Value list = make_array();
  for (const Entry* entry : shown.entries) {
    auto mark = marks.find(entry->seq);
    // The line of the trace, as a tree again.
    auto line = parse_json(to_line(*entry), {.bytes = std::size_t{64} * 1024 * 1024, .depth = 130});
    const std::string json = line ? readable_json(line->value, limits) : line.error().text;
    list.push(make_object({{"anchor", entry_anchor(anchor, entry->seq)},
                           {"seq", entry->seq},
                           {"time", seconds_text(entry->t_us)},
                           {"title", entry_title(*entry)},
                           {"mark", mark == marks.end() ? "" : verdict_name(mark->second.verdict)},
                           {"json", escape_inner_text(json)}}));
  }
  return list;
}

std::string left_out_words(const ShownEntries& shown) {
  std::size_t surplus = 0;
  for (const auto& [seq, count] : shown.surplus_before) surplus += count;
  std::string words;
  if (shown.transport > 0)
    words = fmt::format("{} entries that only carried others (polls, plain answers) are left out.",
                        shown.transport);
  if (surplus > 0) words += fmt::format(" {} more are left out because there are so many.", surplus);
  return words;
}

// Ladder and raw entries, or why there are none.
void add_trace(Value& scenario, const TestResult& test, const std::string& anchor,
               const HtmlOptions& options) {
  scenario.set("ladder", "").set("entries", make_array()).set("left_out", "").set("no_trace", "");
  scenario.set("marked", false);
  if (test.trace_file.empty() || !options.trace_of) return;
  auto trace = options.trace_of(test);
  if (!trace) {
    scenario.set("no_trace", trace.error().text);
    return;
  }
  const Marks marks = marks_of(test, *trace);
  const ShownEntries shown = entries_to_show(*trace, marks);
  LadderOptions ladder;
  ladder.title = "Ladder of " + test.name;
  ladder.file = test.file;
  ladder.link_of = [&](std::int64_t seq) { return "#" + entry_anchor(anchor, seq); };
  scenario.set("ladder", ladder_svg(*trace, shown, marks, ladder));
  scenario.set("entries", raw_entries(shown, marks, anchor, test.outcome == Outcome::passed));
  scenario.set("left_out", left_out_words(shown));
  scenario.set("marked", !marks.empty());
}

std::function<std::string(std::int64_t)> linker(const Value& scenario, const std::string& anchor) {
  std::set<std::int64_t> there;
  for (const Value& entry : scenario.find("entries")->items) there.insert(*entry.find("seq")->as_int());
  return [there = std::move(there), anchor](std::int64_t seq) {
    return there.contains(seq) ? entry_anchor(anchor, seq) : std::string();
  };
}

Value evidence(const TestResult& test, const std::function<std::string(std::int64_t)>& link_of) {
  Value rows = make_array();
  for (const Evidence& each : test.around) {
    rows.push(make_object({{"seq", each.seq},
                           {"time", seconds_text(each.t_us)},
                           {"text", each.text},
                           {"entry_link", link_of(each.seq)}}));
  }
  return rows.items.empty() ? Value(false) : make_object({{"rows", std::move(rows)}});
}

// What passed or stayed open: a line for each that a step decided, and the ids of what the checks of every
// trace looked at.
Value other_findings(const TestResult& test, const PageIndex& index) {
  Value by_steps = make_array();
  Value by_checks = make_array();
  for (const Finding& finding : test.findings) {
    if (finding.verdict == Verdict::fail || finding.verdict == Verdict::warn) continue;
    auto known = index.by_id.find(finding.requirement);
    auto anchor = index.requirements.find(finding.requirement);
    Value row =
        make_object({{"verdict", verdict_name(finding.verdict)},
                     {"id", finding.requirement},
                     {"requirement_anchor", anchor == index.requirements.end() ? "" : anchor->second}});
    const bool by_check = !finding.check.empty() && finding.verdict == Verdict::pass;
    if (!by_check) {
      const std::string by = finding.check.empty() ? finding.looked_for : "check " + finding.check;
      row.set("title", known == index.by_id.end() ? "" : known->second->title)
          .set("by", finding.message.empty() ? by : fmt::format("{}: {}", by, finding.message));
      by_steps.push(std::move(row));
    } else {
      by_checks.push(std::move(row));
    }
  }
  if (by_steps.items.empty() && by_checks.items.empty()) return false;
  const bool has_checks = !by_checks.items.empty();
  return make_object(
      {{"rows", std::move(by_steps)}, {"has_checks", has_checks}, {"by_checks", std::move(by_checks)}});
}

Value texts(const std::vector<std::string>& list) {
  Value array = make_array();
  for (const std::string& each : list) array.push(each);
  return array;
}

Value scenario_value(const TestResult& test, const PageIndex& index, int number, const HtmlOptions& options) {
  const std::string& anchor = index.tests.find(test.name)->second;
  const std::string prefix = fmt::format("t{}", number);
  const bool open = test.outcome == Outcome::failed || test.outcome == Outcome::error;
  const bool has_findings =
      std::any_of(test.findings.begin(), test.findings.end(), [](const Finding& finding) {
        return finding.verdict == Verdict::fail || finding.verdict == Verdict::warn;
      });
  Value scenario = make_object({{"anchor", anchor},
                                {"ladder_anchor", prefix + ".ladder"},
                                {"name", test.name},
                                {"title", test.title},
                                {"file", test.file},
                                {"style", outcome_style(test.outcome)},
                                {"outcome", outcome_name(test.outcome)},
                                {"seconds", seconds_text(test.duration_us)},
                                {"headline", test.outcome == Outcome::passed ? "" : headline_of(test)},
                                {"open", open},
                                {"message", test.message},
                                {"blame", test.blame},
                                {"stopped_at", has_findings ? "" : test.stopped_at},
                                {"adapter_log", texts(test.adapter_log)},
                                {"has_log", !test.adapter_log.empty()},
                                {"warnings", texts(test.warnings)},
                                {"has_warnings", !test.warnings.empty()},
                                {"trace_file", test.trace_file},
                                {"repeat", test.repeat_command},
                                {"doubt", doubt_words(test, index)}});
  add_trace(scenario, test, prefix, options);
  const auto link_of = linker(scenario, prefix);
  scenario.set("findings", findings_part(test, index, link_of));
  // The differences of the step that stopped the test, unless a finding shows them.
  scenario.set("differences", has_findings ? Value(false) : differences_part(test.differences));
  scenario.set("around", evidence(test, link_of));
  scenario.set("others", other_findings(test, index));
  Value unexplained = make_array();
  for (const std::int64_t seq : test.unexplained)
    unexplained.push(make_object({{"seq", seq}, {"entry_link", link_of(seq)}}));
  scenario.set("has_unexplained", !unexplained.items.empty());
  scenario.set("unexplained", std::move(unexplained));
  return scenario;
}

}  // namespace

Value scenarios_part(const RunResult& run, const PageIndex& index, const HtmlOptions& options) {
  Value groups = make_array();
  for (const Outcome outcome :
       {Outcome::failed, Outcome::error, Outcome::inconclusive, Outcome::passed, Outcome::skipped}) {
    Value scenarios = make_array();
    for (std::size_t i = 0; i < run.tests.size(); ++i) {
      if (run.tests[i].outcome == outcome)
        scenarios.push(scenario_value(run.tests[i], index, static_cast<int>(i), options));
    }
    if (scenarios.items.empty()) continue;
    const auto number = static_cast<std::int64_t>(scenarios.items.size());
    groups.push(make_object({{"style", outcome_style(outcome)},
                             {"word", outcome == Outcome::error ? "in error" : outcome_name(outcome)},
                             {"number", number},
                             {"scenarios", std::move(scenarios)}}));
  }
  return make_object({{"groups", std::move(groups)}});
}

}  // namespace ringcheck::report
