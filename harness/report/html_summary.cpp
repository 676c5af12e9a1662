// summary_part of html_parts.hpp.

#include <vector>

#include <fmt/format.h>

#include "report/call_profile.hpp"
#include "report/console.hpp"
#include "report/html_parts.hpp"

namespace ringcheck::report {
namespace {

struct Count {
  std::string style;
  std::string word;
  int number = 0;
};

// A bar of shares and its legend; what is zero is in neither.
Value picture(const std::vector<Count>& counts) {
  int total = 0;
  for (const Count& each : counts) total += each.number;
  Value parts = make_array();
  double x = 0;
  for (const Count& each : counts) {
    if (each.number == 0) continue;
    const double share = 100.0 * each.number / total;
    parts.push(make_object({{"style", each.style},
                            {"word", each.word},
                            {"number", each.number},
                            {"x", fmt::format("{:.2f}", x)},
                            {"width", fmt::format("{:.2f}", share)}}));
    x += share;
  }
  return make_object({{"total", total}, {"parts", std::move(parts)}});
}

Value requirement_counts(const RunResult& run) {
  std::vector<Count> counts;
  for (const Verdict verdict : {Verdict::pass, Verdict::warn, Verdict::fail, Verdict::inconclusive,
                                Verdict::observed, Verdict::skipped}) {
    const std::string word(verdict_name(verdict));
    counts.push_back({word, word, count(run, verdict)});
  }
  return picture(counts);
}

Value scenario_counts(const RunResult& run) {
  std::vector<Count> counts;
  for (const Outcome outcome :
       {Outcome::passed, Outcome::failed, Outcome::error, Outcome::inconclusive, Outcome::skipped}) {
    counts.push_back({std::string(outcome_style(outcome)),
                      outcome == Outcome::error ? "in error" : std::string(outcome_name(outcome)),
                      count(run, outcome)});
  }
  return picture(counts);
}

int count_baseline(const RunResult& run, std::string_view word) {
  int number = 0;
  for (const RequirementResult& each : run.requirements) number += each.against_baseline == word ? 1 : 0;
  return number;
}

struct Exit {
  const char* style;
  std::string words;
  std::string detail;
};

// The exit status of `ringcheck run`, as report/model.hpp defines it.
Exit exit_words(const RunResult& run) {
  const int expected = count_baseline(run, "expected");
  const int stale = count_baseline(run, "stale");
  const std::string never_ready = never_ready_line(run);
  if (!never_ready.empty()) return {"error", "Nothing was played", never_ready + "."};
  switch (run.exit_status) {
    case 0:
      if (expected == 0) return {"pass", "All is as it should be", "Nothing failed and nothing stayed open."};
      return {"pass", "All is as expected",
              fmt::format("What does not pass is known to the subject’s maker: {} of the requirements.",
                          expected)};
    case 1:
      return {"fail", "A requirement failed",
              stale == 0 ? std::string("What was wanted and what came stands below.")
                         : fmt::format("Or passes although it is expected to fail: {} stale.", stale)};
    case 2:
      return {"inconclusive", "Something stayed open",
              "Nothing failed against expectation, but not everything could be decided."};
    case 3:
      return {"error", "A scenario or the configuration is wrong",
              "That is no verdict about the subject; what had been decided stands."};
    case 4:
      return {"error", "The adapter broke",
              "That is no verdict about the subject; what had been decided stands."};
    case 5:
      return {"skipped", "No calls", no_calls_line(run) + "."};
    default:
      return {"error", "The run ended in an unknown way", ""};
  }
}

Value look_at(std::string style, std::string anchor, std::string name, std::string title, std::string more) {
  return make_object({{"style", std::move(style)},
                      {"anchor", std::move(anchor)},
                      {"name", std::move(name)},
                      {"title", std::move(title)},
                      {"more", std::move(more)}});
}

// Requirements that failed or are not as expected, and tests that could not be judged at all.
Value look_first(const RunResult& run, const PageIndex& index) {
  Value list = make_array();
  for (const RequirementResult& each : run.requirements) {
    if (!counts(run, each.pack)) continue;
    if (each.verdict != Verdict::fail && each.against_baseline != "stale") continue;
    std::string more = each.against_baseline;
    if (!each.why_expected.empty()) more += ": " + each.why_expected;
    list.push(look_at(std::string(verdict_name(each.verdict)), index.requirements.find(each.id)->second,
                      each.id, each.title, std::move(more)));
  }
  for (const TestResult& test : run.tests) {
    if (test.outcome != Outcome::error) continue;
    list.push(look_at("error", index.tests.find(test.name)->second, test.name, headline_of(test), ""));
  }
  return list.items.empty() ? Value(false) : make_object({{"rows", std::move(list)}});
}

// MSC compatibility: what no release asks for, in sums of its own.
Value packs(const RunResult& run) {
  Value rows = make_array();
  for (const PackSum& sum : pack_sums(run)) {
    std::string words;
    for (const auto& [verdict, number] : sum.requirements)
      words += fmt::format("{}{} {}", words.empty() ? "" : ", ", number, verdict_name(verdict));
    rows.push(make_object(
        {{"name", sum.pack}, {"title", sum.title}, {"words", words}, {"counts", counts(run, sum.pack)}}));
  }
  return rows.items.empty() ? Value(false) : make_object({{"rows", std::move(rows)}});
}

Value texts(const std::vector<std::string>& list) {
  Value array = make_array();
  for (const std::string& each : list) array.push(each);
  return array;
}

Value evidence_value(const ProfileEvidence& evidence, const PageIndex& index) {
  Value value = test_link(index, evidence.test);
  value.set("seen", seen_name(evidence.seen)).set("seq", std::to_string(evidence.seq));
  return value.set("what", evidence.what);
}

// What the call button gives, at the head of the page.
Value profile_part(const RunResult& run, const PageIndex& index) {
  const CallProfile profile = call_profile(run);
  if (profile.empty() || !run.no_calls.empty()) return Value(false);
  Value rows = make_array();
  for (const ProfiledKind& each : profile.kinds) {
    if (each.claimed_by.empty() && each.evidence.empty()) continue;
    Value evidence = make_array();
    for (const ProfileEvidence& seen : each.evidence) evidence.push(evidence_value(seen, index));
    rows.push(make_object({{"kind", call_kind_words(each.kind)},
                           {"claimed", texts(each.claimed_by)},
                           {"unclaimed", each.claimed_by.empty()},
                           {"evidence", std::move(evidence)},
                           {"unseen", each.evidence.empty()},
                           {"style", each.judged.empty() ? "skipped" : verdict_name(each.worst())},
                           {"judged", judged_words(each)}}));
  }
  return make_object({{"says", profile.says}, {"rows", std::move(rows)}});
}

// `2026-01-02 03:04:05 UTC` of RFC 3339; what has another form stays as it is.
std::string day_and_time(std::string text) {
  if (text.size() != 20 || text[10] != 'T' || text[19] != 'Z') return text;
  text[10] = ' ';
  return text.substr(0, 19) + " UTC";
}

}  // namespace

Value summary_part(const RunResult& run, const PageIndex& index) {
  const Exit exit = exit_words(run);
  const std::string who = run.implementation.empty() ? run.subject : run.implementation;
  return make_object({{"who", who},
                      {"subject", run.subject},
                      {"implementation", run.implementation},
                      {"version", run.harness_version},
                      {"started_at", day_and_time(run.started_at)},
                      {"seed", std::to_string(run.seed)},
                      {"time_scale", run.time_scale == 1.0 ? "" : fmt::format("{}", run.time_scale)},
                      {"selection", run.selection},
                      {"folder", run.folder},
                      {"interrupted", run.interrupted},
                      {"exit_status", std::to_string(run.exit_status)},
                      {"exit_style", exit.style},
                      {"exit_words", exit.words},
                      {"exit_detail", exit.detail},
                      {"requirement_counts", requirement_counts(run)},
                      {"scenario_counts", scenario_counts(run)},
                      {"packs", packs(run)},
                      {"profile", profile_part(run, index)},
                      {"look_first", look_first(run, index)},
                      {"unknown_endpoints", texts(run.unknown_endpoints)},
                      {"has_endpoints", !run.unknown_endpoints.empty()},
                      {"notices", texts(run.notices)},
                      {"has_notices", !run.notices.empty()}});
}

}  // namespace ringcheck::report
