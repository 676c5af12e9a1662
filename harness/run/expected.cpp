#include "run/expected.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "value/yaml.hpp"

namespace ringcheck::run {
namespace {

using report::Verdict;

std::optional<Verdict> verdict_from(std::string_view word) {
  static constexpr std::array<Verdict, 4> known = {Verdict::pass, Verdict::warn, Verdict::fail,
                                                   Verdict::inconclusive};
  for (const Verdict verdict : known) {
    if (report::verdict_name(verdict) == word) return verdict;
  }
  return std::nullopt;
}

Expectation read_one(const Value& entry, const spec::Register& requirements, YamlDocument& document) {
  auto fault = [&](Place place, std::string text) {
    document.faults.push_back({document.file, place, std::move(text), "", ""});
  };
  Expectation expectation;
  expectation.requirement = entry.string_at("requirement");
  expectation.why = entry.string_at("why");
  if (requirements.find(expectation.requirement) == nullptr) {
    fault(entry.place, fmt::format("requirement \"{}\" is not in the register", expectation.requirement));
  }
  if (expectation.why.empty()) fault(entry.place, "an expected failure needs a why");
  const Value* verdict = entry.find("verdict");
  const std::vector<Value> words = verdict == nullptr    ? std::vector<Value>{}
                                   : verdict->is_array() ? verdict->items
                                                         : std::vector<Value>{*verdict};
  for (const Value& word : words) {
    auto known = verdict_from(word.as_string());
    if (known) expectation.verdicts.push_back(*known);
  }
  if (words.empty() || expectation.verdicts.size() != words.size()) {
    fault(entry.place, "verdict is one of fail, warn, inconclusive, or a list of what timing may make of it");
  }
  for (const Member& member : entry.members) {
    if (member.key != "requirement" && member.key != "verdict" && member.key != "why") {
      fault(member.place, fmt::format("unknown key {}", member.key));
    }
  }
  return expectation;
}

bool is_bad(Verdict verdict) {
  return verdict == Verdict::fail || verdict == Verdict::warn || verdict == Verdict::inconclusive;
}

}  // namespace

Result<std::vector<Expectation>> load_expected(const std::string& path, const spec::Register& requirements) {
  YamlDocument document = read_yaml(path);
  std::vector<Expectation> expectations;
  for (const Value& entry : document.value.items)
    expectations.push_back(read_one(entry, requirements, document));
  if (document.faults.empty()) return expectations;
  std::string text = "the expected failures cannot be used\n";
  for (const Fault& fault : document.faults) text += render(fault, document.source);
  return Error{text};
}

void compare_with_expected(const std::vector<Expectation>& expectations, bool whole_suite,
                           report::RunResult& run) {
  run.has_baseline = true;
  for (report::RequirementResult& result : run.requirements) {
    auto known = std::find_if(expectations.begin(), expectations.end(),
                              [&](const Expectation& e) { return e.requirement == result.id; });
    if (known == expectations.end()) {
      result.against_baseline = is_bad(result.verdict) ? "new" : "";
      continue;
    }
    const bool fits =
        std::find(known->verdicts.begin(), known->verdicts.end(), result.verdict) != known->verdicts.end();
    // Undecided says nothing about a failure that was expected.
    const bool undecided =
        !whole_suite || result.verdict == Verdict::skipped || result.verdict == Verdict::inconclusive;
    result.against_baseline = fits ? "expected" : undecided ? "" : is_bad(result.verdict) ? "new" : "stale";
    result.why_expected = known->why;
  }
}

}  // namespace ringcheck::run
