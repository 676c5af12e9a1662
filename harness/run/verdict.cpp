#include "run/verdict.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "run/releases.hpp"
#include "value/json.hpp"

namespace ringcheck::run {
namespace {

using report::Finding;
using report::Outcome;
using report::TestResult;
using report::Verdict;
using scenario::Verb;

std::string what_it_looks_for(const scenario::Step& step) {
  if (!step.wanted.empty()) {
    const scenario::Wanted::Channel channel = step.wanted.front().channel;
    if (channel == scenario::Wanted::Channel::note)
      return fmt::format("{} note {}", verb_name(step.verb), step.word);
    if (channel == scenario::Wanted::Channel::media)
      return fmt::format("{} media {}", verb_name(step.verb), step.word);
  }
  return fmt::format("{} {}", verb_name(step.verb), step.word);
}

std::vector<report::Difference> differences(const StepRecord& record) {
  std::vector<report::Difference> list;
  for (const scenario::Mismatch& each : record.mismatches)
    list.push_back({each.pointer, each.wanted, each.came});
  return list;
}

// What a step that proves something says, given how the whole test went. Silence proves something only when
// the test came to its end: else a subject that does nothing would pass.
Verdict verdict_of(const Script& script, const scenario::Step& step, const StepRecord& record, bool binding) {
  const bool window = step.verb == Verb::none || step.verb == Verb::count || step.key("times") != nullptr;
  const bool reached = record.state == StepState::met || record.state == StepState::passed_over;
  if (step.observes)
    return reached && (!window || script.complete()) ? Verdict::observed : Verdict::inconclusive;
  switch (record.state) {
    case StepState::missed:
      return binding ? Verdict::fail : Verdict::warn;
    case StepState::met:
      if (window && !script.complete()) return Verdict::inconclusive;
      return record.warnings.empty() || step.verb == Verb::none ? Verdict::pass : Verdict::warn;
    case StepState::pending:
    case StepState::begun:
    case StepState::passed_over:
    case StepState::inconclusive:
      return Verdict::inconclusive;
  }
  return Verdict::inconclusive;
}

void add_findings(const Script& script, const spec::Register& requirements, TestResult& result) {
  for (int index = 0; index < script.step_count(); ++index) {
    const scenario::Step& step = script.step(index);
    const StepRecord& record = script.record(index);
    for (const std::string& id : step.proves) {
      const spec::Requirement* requirement = requirements.find(id);
      Finding finding;
      finding.requirement = id;
      finding.verdict = verdict_of(script, step, record, requirement == nullptr || is_binding(*requirement));
      finding.step = index;
      finding.file = step.where.file;
      finding.line = step.where.place.line;
      finding.looked_for = what_it_looks_for(step);
      finding.message = record.state == StepState::pending ? "not reached" : record.message;
      finding.differences = differences(record);
      finding.at_seq = record.at_seq != 0 ? record.at_seq : record.nearest_seq;
      result.findings.push_back(std::move(finding));
    }
  }
}

// A homeserver says which releases it follows: what a later one asks for and it does not do is not held
// against it. What it does all the same counts.
void excuse_newer(const Script& script, const spec::Register& requirements, TestResult& result) {
  const std::string newest = newest_release(script.entries());
  for (Finding& finding : result.findings) {
    const spec::Requirement* requirement = requirements.find(finding.requirement);
    const bool done = finding.verdict == Verdict::pass || finding.verdict == Verdict::observed;
    if (done || requirement == nullptr || !is_newer(requirement->since, newest)) continue;
    finding.verdict = Verdict::skipped;
    finding.message =
        fmt::format("the homeserver lists {} as its newest release, and this is asked for since {}", newest,
                    requirement->since);
  }
}

/// Why nothing of the test was held against the subject; empty when something was, or could have been.
std::string excuse(const TestResult& result) {
  for (const Finding& finding : result.findings) {
    if (finding.verdict != Verdict::skipped) return {};
  }
  return result.findings.empty() ? std::string() : result.findings.front().message;
}

int first_unmet(const Script& script) {
  for (int index = 0; index < script.step_count(); ++index) {
    const StepState state = script.record(index).state;
    if (state == StepState::missed || state == StepState::inconclusive) return index;
  }
  return -1;
}

// The entries that a reader needs to see: what came since the step before the failing one began.
void add_evidence(const Script& script, int failing, TestResult& result) {
  const StepRecord& record = script.record(failing);
  std::int64_t from = record.begin_seq;
  for (int index = failing - 1; index >= 0 && failing - index <= 2; --index) {
    if (script.record(index).begin_seq != 0) from = script.record(index).begin_seq;
  }
  if (script.step(failing).verb == Verb::none && record.at_seq != 0) from = std::min(from, record.at_seq - 6);
  constexpr std::size_t most = 24;
  for (const trace::Entry* entry : script.entries()) {
    if (entry->seq < from || result.around.size() >= most) continue;
    const bool noise = entry->kind == trace::Kind::response || entry->kind == trace::Kind::log;
    if (!noise && !is_background(*entry))
      result.around.push_back({entry->seq, entry->t_us, describe_entry(*entry)});
  }
}

std::string_view blame_word(Trouble trouble) {
  switch (trouble) {
    case Trouble::adapter:
      return "adapter";
    case Trouble::permission:
      return "permission";
    case Trouble::harness:
      return "harness";
    case Trouble::scenario:
      return "scenario";
    case Trouble::subject:
    case Trouble::unsupported:
      return "subject";
    case Trouble::none:
      return "";
  }
  return "";
}

Outcome outcome_of(const Script& script, const TestResult& result) {
  const bool failed = std::any_of(result.findings.begin(), result.findings.end(),
                                  [](const Finding& f) { return f.verdict == Verdict::fail; });
  if (script.trouble() == Trouble::adapter || script.trouble() == Trouble::scenario) return Outcome::error;
  if (failed) return Outcome::failed;
  if (!excuse(result).empty()) return Outcome::skipped;
  if (!script.complete()) return Outcome::inconclusive;
  const bool open = std::any_of(result.findings.begin(), result.findings.end(),
                                [](const Finding& f) { return f.verdict == Verdict::inconclusive; });
  return open ? Outcome::inconclusive : Outcome::passed;
}

}  // namespace

TestResult judge(const Script& script, const spec::Register& requirements) {
  TestResult result;
  const scenario::Test& test = script.test();
  result.name = test.name;
  result.scenario = test.scenario;
  result.case_name = test.case_name;
  result.pack = test.pack;
  result.file = test.file;
  result.title = test.title;
  add_findings(script, requirements, result);
  excuse_newer(script, requirements, result);
  const int failing = first_unmet(script);
  if (failing >= 0) {
    const scenario::Step& step = script.step(failing);
    result.stopped_at =
        fmt::format("{}:{}: {}", step.where.file, step.where.place.line, what_it_looks_for(step));
    result.differences = differences(script.record(failing));
    add_evidence(script, failing, result);
  }
  result.message = script.trouble_text();
  result.blame = blame_word(script.trouble());
  result.unexplained = script.unexplained();
  for (int index = 0; index < script.step_count(); ++index) {
    for (const std::string& warning : script.record(index).warnings) result.warnings.push_back(warning);
  }
  result.outcome = outcome_of(script, result);
  if (result.outcome == Outcome::skipped) {
    result.message = excuse(result);
    result.blame.clear();
  }
  return result;
}

std::string describe_entry(const trace::Entry& entry) {
  constexpr std::size_t longest = 200;
  std::string text = fmt::format("{} {}", kind_name(entry.kind), entry.type);
  if (!entry.from.empty()) text += fmt::format("  from {}", entry.from);
  if (!entry.to.empty()) text += fmt::format(" to {}", entry.to);
  if (const Value* fault = entry.head.find("peer_fault"))
    text += fmt::format("  on purpose: {}", fault->text);
  if (const Value* status = entry.head.find("status")) text += fmt::format("  {}", status->text);
  if (const Value* outcome = entry.head.find("outcome")) text += fmt::format("  {}", outcome->text);
  if (!entry.body.is_null()) {
    std::string body = to_json(entry.body);
    if (body.size() > longest) body = body.substr(0, longest) + "…";
    text += "  " + body;
  }
  return text;
}

std::vector<report::RequirementResult> sum_up(const std::vector<TestResult>& tests,
                                              const spec::Register& requirements) {
  // The worse of two verdicts about the same requirement stands; a decided warning outweighs what was not
  // reached.
  static constexpr std::array<Verdict, 6> by_weight = {Verdict::skipped, Verdict::observed,
                                                       Verdict::pass,    Verdict::inconclusive,
                                                       Verdict::warn,    Verdict::fail};
  auto weight = [](Verdict v) {
    return std::find(by_weight.begin(), by_weight.end(), v) - by_weight.begin();
  };
  std::map<std::string, report::RequirementResult> sums;
  for (const TestResult& test : tests) {
    for (const Finding& finding : test.findings) {
      if (finding.requirement.empty()) continue;
      auto [sum, fresh] = sums.try_emplace(finding.requirement);
      if (fresh || weight(finding.verdict) > weight(sum->second.verdict))
        sum->second.verdict = finding.verdict;
      if (sum->second.tests.empty() || sum->second.tests.back() != test.name)
        sum->second.tests.push_back(test.name);
    }
  }
  std::vector<report::RequirementResult> list;
  for (auto& [id, sum] : sums) {
    sum.id = id;
    if (const spec::Requirement* requirement = requirements.find(id)) {
      sum.section = requirement->section;
      sum.title = requirement->title;
      sum.level = requirement->level;
      sum.since = requirement->since;
      sum.source = requirement->source;
      sum.says = requirement->says;
      sum.basis = requirement->basis;
      sum.msc = spec::msc_of(*requirement);
      sum.pack = spec::pack_of(requirements, *requirement);
      if (!sum.pack.empty()) sum.pack_title = requirements.msc(sum.pack)->title;
      sum.stance = requirement->stance;
      sum.stance_says = requirements.stance(requirement->stance);
    }
    list.push_back(std::move(sum));
  }
  return list;
}

}  // namespace ringcheck::run
