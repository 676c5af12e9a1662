#include "run/expected.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "run/how_it_fails.hpp"

namespace ringcheck::run {
namespace {

using report::ExpectedFailure;
using report::RequirementResult;
using report::Verdict;

std::optional<Verdict> verdict_from(std::string_view word) {
  static constexpr std::array<Verdict, 4> known = {Verdict::pass, Verdict::warn, Verdict::fail,
                                                   Verdict::inconclusive};
  for (const Verdict verdict : known) {
    if (report::verdict_name(verdict) == word) return verdict;
  }
  return std::nullopt;
}

// One or a list of them.
std::vector<Value> one_or_many(const Value* value) {
  if (value == nullptr) return {};
  return value->is_array() ? value->items : std::vector<Value>{*value};
}

ExpectedFailure read_one(const Value& entry, const spec::Register& requirements, YamlDocument& document) {
  auto fault = [&](Place place, std::string text) {
    document.faults.push_back({document.file, place, std::move(text), "", ""});
  };
  ExpectedFailure expected;
  expected.requirement = entry.string_at("requirement");
  expected.why = entry.string_at("why");
  if (requirements.find(expected.requirement) == nullptr) {
    fault(entry.place, fmt::format("requirement \"{}\" is not in the register", expected.requirement));
  }
  if (expected.why.empty()) fault(entry.place, "an expected failure needs a why");
  const std::vector<Value> words = one_or_many(entry.find("verdict"));
  for (const Value& word : words) {
    auto known = verdict_from(word.as_string());
    if (known) expected.verdicts.push_back(*known);
  }
  if (words.empty() || expected.verdicts.size() != words.size()) {
    fault(entry.place, "verdict is one of fail, warn, inconclusive, or a list of what timing may make of it");
  }
  for (const Value& how : one_or_many(entry.find("how"))) {
    if (how.as_string().empty())
      fault(how.place, "how is what ringcheck run --accept wrote, or a list of it; leave it out to take any");
    expected.how.emplace_back(how.as_string());
  }
  for (const Member& member : entry.members) {
    const bool known =
        member.key == "requirement" || member.key == "verdict" || member.key == "how" || member.key == "why";
    if (!known) fault(member.place, fmt::format("unknown key {}", member.key));
  }
  return expected;
}

const ExpectedFailure* find_expected(const report::RunResult& run, std::string_view requirement) {
  auto found = std::find_if(run.expected_failures.begin(), run.expected_failures.end(),
                            [&](const ExpectedFailure& e) { return e.requirement == requirement; });
  return found == run.expected_failures.end() ? nullptr : &*found;
}

bool fits(const ExpectedFailure& expected, Verdict verdict) {
  return std::find(expected.verdicts.begin(), expected.verdicts.end(), verdict) != expected.verdicts.end();
}

void note(report::RunResult& run, std::string text) {
  if (std::find(run.notices.begin(), run.notices.end(), text) == run.notices.end())
    run.notices.push_back(std::move(text));
}

void note_other_ways(report::RunResult& run, const RequirementResult& result,
                     const ExpectedFailure& expected) {
  if (expected.how.empty() || !is_bad(result.verdict)) return;
  for (const std::string& way : ways_it_fails(run, result)) {
    if (std::find(expected.how.begin(), expected.how.end(), way) != expected.how.end()) continue;
    note(run, fmt::format("warning: {} fails otherwise now: {}", result.id, way));
  }
}

void note_unexplained(report::RunResult& run) {
  std::string ids;
  for (const ExpectedFailure& each : run.expected_failures) {
    if (each.why.starts_with(unexplained_mark)) ids += " " + each.requirement;
  }
  if (!ids.empty()) note(run, fmt::format("warning: expected to fail, and nobody has written why:{}", ids));
}

void note_undecided(report::RunResult& run) {
  std::set<std::string_view> decided;
  for (const RequirementResult& each : run.requirements) decided.insert(each.id);
  std::vector<std::string> undecided;
  for (const ExpectedFailure& each : run.expected_failures) {
    if (!decided.contains(each.requirement)) undecided.push_back(each.requirement);
  }
  if (!is_whole_suite(run) || undecided.empty()) return;
  note(run,
       fmt::format("warning: expected to fail, and no scenario decides it: {}", fmt::join(undecided, " ")));
}

}  // namespace

std::vector<ExpectedFailure> read_expected(YamlDocument& document, const spec::Register& requirements) {
  std::vector<ExpectedFailure> list;
  std::set<std::string> seen;
  for (const Value& entry : document.value.items) {
    list.push_back(read_one(entry, requirements, document));
    if (!seen.insert(list.back().requirement).second) {
      document.faults.push_back(
          {document.file, entry.place, fmt::format("{} stands here twice", list.back().requirement), "", ""});
    }
  }
  return list;
}

Result<std::vector<ExpectedFailure>> load_expected(const std::string& path,
                                                   const spec::Register& requirements) {
  YamlDocument document = read_yaml(path);
  std::vector<ExpectedFailure> list = read_expected(document, requirements);
  if (document.faults.empty()) return list;
  std::string text = "the expected failures cannot be used\n";
  for (const Fault& fault : document.faults) text += render(fault, document.source);
  return Error{text};
}

bool is_bad(Verdict verdict) {
  return verdict == Verdict::fail || verdict == Verdict::warn || verdict == Verdict::inconclusive;
}

bool is_stale(const ExpectedFailure& expected, const RequirementResult& result,
              const report::RunResult& run) {
  // Undecided says nothing about a failure that was expected.
  return is_whole_suite(run) && result.verdict != Verdict::skipped && !is_bad(result.verdict) &&
         !fits(expected, result.verdict);
}

void compare_with_expected(report::RunResult& run) {
  run.has_baseline = true;
  for (RequirementResult& result : run.requirements) {
    const ExpectedFailure* expected = find_expected(run, result.id);
    if (expected == nullptr) {
      result.against_baseline = is_bad(result.verdict) ? "new" : "";
      continue;
    }
    result.why_expected = expected->why;
    const bool undecided = !is_whole_suite(run) || result.verdict == Verdict::inconclusive;
    if (fits(*expected, result.verdict)) {
      result.against_baseline = "expected";
    } else if (is_stale(*expected, result, run)) {
      result.against_baseline = "stale";
    } else {
      result.against_baseline = is_bad(result.verdict) && !undecided ? "new" : "";
    }
    note_other_ways(run, result, *expected);
  }
  note_unexplained(run);
  note_undecided(run);
}

}  // namespace ringcheck::run
