// requirements_part of html_parts.hpp.

#include <algorithm>
#include <vector>

#include "report/html_parts.hpp"

namespace ringcheck::report {
namespace {

/// A longer list of tests is folded.
constexpr std::int64_t most_listed = 6;

// What a test said of a requirement: the worst of its findings.
Verdict verdict_in(const TestResult& test, const std::string& requirement) {
  Verdict worst = Verdict::skipped;
  auto rank = [](Verdict verdict) {
    switch (verdict) {
      case Verdict::fail:
        return 5;
      case Verdict::warn:
        return 4;
      case Verdict::inconclusive:
        return 3;
      case Verdict::pass:
        return 2;
      case Verdict::observed:
        return 1;
      case Verdict::skipped:
        return 0;
    }
    return 0;
  };
  for (const Finding& finding : test.findings) {
    if (finding.requirement == requirement && rank(finding.verdict) > rank(worst)) worst = finding.verdict;
  }
  return worst;
}

// By verdict, the worst first.
Value deciding_tests(const RequirementResult& requirement, const PageIndex& index) {
  Value groups = make_array();
  for (const Verdict verdict : {Verdict::fail, Verdict::warn, Verdict::inconclusive, Verdict::pass,
                                Verdict::observed, Verdict::skipped}) {
    Value tests = make_array();
    for (const std::string& name : requirement.tests) {
      auto test = index.by_name.find(name);
      const bool known = test != index.by_name.end();
      if ((known ? verdict_in(*test->second, requirement.id) : Verdict::skipped) == verdict)
        tests.push(test_link(index, name));
    }
    if (tests.items.empty()) continue;
    const auto number = static_cast<std::int64_t>(tests.items.size());
    groups.push(make_object({{"verdict", verdict_name(verdict)},
                             {"number", number},
                             {"many", number > most_listed},
                             {"tests", std::move(tests)}}));
  }
  return groups;
}

Value row(const RunResult& run, const RequirementResult& requirement, const PageIndex& index) {
  Value seen = make_array();
  for (const Observation& each : observations(run, requirement.id)) {
    Value tests = make_array();
    for (const std::string& name : each.tests) tests.push(test_link(index, name));
    seen.push(make_object({{"what", each.text}, {"tests", std::move(tests)}}));
  }
  const bool opens = (requirement.verdict == Verdict::fail && requirement.pack.empty()) ||
                     requirement.against_baseline == "stale";
  return make_object({{"anchor", index.requirements.find(requirement.id)->second},
                      {"id", requirement.id},
                      {"verdict", verdict_name(requirement.verdict)},
                      {"title", requirement.title},
                      {"level", requirement.level},
                      {"since", requirement.since},
                      {"msc", requirement.msc == requirement.since ? "" : requirement.msc},
                      {"releases", requirement.since + " " + requirement.msc},
                      {"section", requirement.section},
                      {"says", requirement.says},
                      {"source", requirement.source},
                      {"basis", basis_words(requirement.basis)},
                      {"stance", requirement.stance},
                      {"stance_says", requirement.stance_says},
                      {"baseline", requirement.against_baseline},
                      {"why_expected", requirement.why_expected},
                      {"seen", std::move(seen)},
                      {"decided", deciding_tests(requirement, index)},
                      {"open", opens}});
}

template <typename Words>
Value choices(const RunResult& run, Words words_of) {
  Value words = make_array();
  for (const RequirementResult& each : run.requirements) {
    for (std::string& word : words_of(each)) words.push(std::move(word));
  }
  return sorted_choices(std::move(words));
}

Value verdict_choices(const RunResult& run) {
  Value list = make_array();
  for (const Verdict verdict : {Verdict::fail, Verdict::warn, Verdict::inconclusive, Verdict::pass,
                                Verdict::observed, Verdict::skipped}) {
    const auto number = std::count_if(run.requirements.begin(), run.requirements.end(),
                                      [&](const RequirementResult& r) { return r.verdict == verdict; });
    if (number > 0) list.push(make_object({{"word", verdict_name(verdict)}, {"number", number}}));
  }
  return list;
}

}  // namespace

std::string_view basis_words(std::string_view basis) {
  if (basis == "spec") return "written down in the specification";
  if (basis == "derived") return "follows from what is written down";
  if (basis == "msc") return "an MSC that is not merged";
  if (basis == "defacto") return "what implementations do";
  if (basis == "open") return "the text is silent: only observed";
  return basis;
}

Value sorted_choices(Value words) {
  auto earlier = [](const Value& a, const Value& b) { return a.text < b.text; };
  auto same = [](const Value& a, const Value& b) { return a.text == b.text; };
  std::erase_if(words.items, [](const Value& word) { return word.text.empty(); });
  std::sort(words.items.begin(), words.items.end(), earlier);
  words.items.erase(std::unique(words.items.begin(), words.items.end(), same), words.items.end());
  return words;
}

Value requirements_part(const RunResult& run, const PageIndex& index) {
  using Words = std::vector<std::string>;
  Value rows = make_array();
  for (const RequirementResult& each : run.requirements) rows.push(row(run, each, index));
  Value baselines = choices(run, [](const RequirementResult& r) { return Words{r.against_baseline}; });
  const bool has_baseline = !baselines.items.empty();
  return make_object(
      {{"requirement_rows", std::move(rows)},
       {"verdict_choices", verdict_choices(run)},
       {"level_choices", choices(run, [](const RequirementResult& r) { return Words{r.level}; })},
       {"section_choices", choices(run, [](const RequirementResult& r) { return Words{r.section}; })},
       {"since_choices", choices(run,
                                 [](const RequirementResult& r) {
                                   return Words{r.since, r.msc};
                                 })},
       {"has_baseline", has_baseline},
       {"baseline_choices", std::move(baselines)}});
}

}  // namespace ringcheck::report
