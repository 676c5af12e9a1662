#include "report/json.hpp"

#include <fmt/format.h>

#include "report/call_profile.hpp"
#include "value/json.hpp"

namespace ringcheck::report {
namespace {

Value strings(const std::vector<std::string>& list) {
  Value value = make_array();
  for (const std::string& each : list) value.push(each);
  return value;
}

std::vector<std::string> strings_of(const Value* list) {
  std::vector<std::string> result;
  if (list == nullptr) return result;
  for (const Value& each : list->items) result.emplace_back(each.as_string());
  return result;
}

void set_text(Value& value, std::string_view key, const std::string& text) {
  if (!text.empty()) value.set(key, text);
}

Value differences(const std::vector<Difference>& list) {
  Value value = make_array();
  for (const Difference& each : list) {
    value.push(make_object({{"pointer", each.pointer}, {"wanted", each.wanted}, {"came", each.came}}));
  }
  return value;
}

std::vector<Difference> differences_of(const Value* list) {
  std::vector<Difference> result;
  if (list == nullptr) return result;
  for (const Value& each : list->items) {
    result.push_back({std::string(each.string_at("pointer")), std::string(each.string_at("wanted")),
                      std::string(each.string_at("came"))});
  }
  return result;
}

std::int64_t int_at(const Value& value, std::string_view key, std::int64_t fallback = 0) {
  const Value* found = value.find(key);
  return found == nullptr ? fallback : found->as_int().value_or(fallback);
}

Value finding_value(const Finding& finding) {
  Value value = make_object({{"verdict", verdict_name(finding.verdict)}});
  set_text(value, "requirement", finding.requirement);
  set_text(value, "check", finding.check);
  if (finding.step >= 0) value.set("step", finding.step);
  set_text(value, "file", finding.file);
  if (finding.line > 0) value.set("line", finding.line);
  set_text(value, "looked_for", finding.looked_for);
  set_text(value, "message", finding.message);
  if (!finding.differences.empty()) value.set("differences", differences(finding.differences));
  if (finding.at_seq > 0) value.set("at_seq", finding.at_seq);
  return value;
}

template <typename Word, typename Name>
Word word_from(std::string_view text, Name name, std::size_t count, Word fallback) {
  for (std::size_t i = 0; i < count; ++i) {
    if (name(static_cast<Word>(i)) == text) return static_cast<Word>(i);
  }
  return fallback;
}

Finding finding_of(const Value& value) {
  Finding finding;
  finding.requirement = value.string_at("requirement");
  finding.verdict = word_from(value.string_at("verdict"), verdict_name, 6, Verdict::inconclusive);
  finding.check = value.string_at("check");
  finding.step = static_cast<int>(int_at(value, "step", -1));
  finding.file = value.string_at("file");
  finding.line = static_cast<int>(int_at(value, "line"));
  finding.looked_for = value.string_at("looked_for");
  finding.message = value.string_at("message");
  finding.differences = differences_of(value.find("differences"));
  finding.at_seq = int_at(value, "at_seq");
  return finding;
}

Value sightings(const std::vector<Sighting>& list) {
  Value value = make_array();
  for (const Sighting& each : list) {
    value.push(make_object({{"kind", call_kind_name(each.kind)},
                            {"seen", seen_name(each.seen)},
                            {"seq", each.seq},
                            {"what", each.what}}));
  }
  return value;
}

std::vector<Sighting> sightings_of(const Value* list) {
  std::vector<Sighting> result;
  if (list == nullptr) return result;
  for (const Value& each : list->items) {
    result.push_back(
        {word_from(each.string_at("kind"), call_kind_name, all_call_kinds.size(), CallKind::none),
         word_from(each.string_at("seen"), seen_name, all_ways_seen.size(), Seen::heard), int_at(each, "seq"),
         std::string(each.string_at("what"))});
  }
  return result;
}

// The folder of a run may be moved, so what lies in it is named without it.
std::string within(const std::string& folder, const std::string& path) {
  const bool inside = !folder.empty() && path.starts_with(folder + "/");
  return inside ? path.substr(folder.size() + 1) : path;
}

Value test_value(const TestResult& test, const std::string& folder) {
  Value value = make_object({{"name", test.name},
                             {"scenario", test.scenario},
                             {"file", test.file},
                             {"title", test.title},
                             {"outcome", outcome_name(test.outcome)},
                             {"duration_us", test.duration_us},
                             {"cpu_us", test.cpu_us}});
  set_text(value, "case", test.case_name);
  Value findings = make_array();
  for (const Finding& each : test.findings) findings.push(finding_value(each));
  value.set("findings", std::move(findings));
  Value around = make_array();
  for (const Evidence& each : test.around) {
    around.push(make_object({{"seq", each.seq}, {"t_us", each.t_us}, {"text", each.text}}));
  }
  if (!around.items.empty()) value.set("around", std::move(around));
  set_text(value, "stopped_at", test.stopped_at);
  if (!test.differences.empty()) value.set("differences", differences(test.differences));
  set_text(value, "message", test.message);
  set_text(value, "blame", test.blame);
  if (!test.adapter_log.empty()) value.set("adapter_log", strings(test.adapter_log));
  Value unexplained = make_array();
  for (const std::int64_t seq : test.unexplained) unexplained.push(seq);
  if (!unexplained.items.empty()) value.set("unexplained", std::move(unexplained));
  if (!test.warnings.empty()) value.set("warnings", strings(test.warnings));
  if (!test.sightings.empty()) value.set("calls", sightings(test.sightings));
  set_text(value, "trace", within(folder, test.trace_file));
  set_text(value, "again", test.repeat_command);
  return value;
}

TestResult test_of(const Value& value) {
  TestResult test;
  test.name = value.string_at("name");
  test.scenario = value.string_at("scenario");
  test.case_name = value.string_at("case");
  test.file = value.string_at("file");
  test.title = value.string_at("title");
  test.outcome = word_from(value.string_at("outcome"), outcome_name, 5, Outcome::error);
  test.duration_us = int_at(value, "duration_us");
  test.cpu_us = int_at(value, "cpu_us");
  if (const Value* findings = value.find("findings")) {
    for (const Value& each : findings->items) test.findings.push_back(finding_of(each));
  }
  if (const Value* around = value.find("around")) {
    for (const Value& each : around->items) {
      test.around.push_back({int_at(each, "seq"), int_at(each, "t_us"), std::string(each.string_at("text"))});
    }
  }
  test.stopped_at = value.string_at("stopped_at");
  test.differences = differences_of(value.find("differences"));
  test.message = value.string_at("message");
  test.blame = value.string_at("blame");
  test.adapter_log = strings_of(value.find("adapter_log"));
  if (const Value* unexplained = value.find("unexplained")) {
    for (const Value& each : unexplained->items) test.unexplained.push_back(each.as_int().value_or(0));
  }
  test.warnings = strings_of(value.find("warnings"));
  test.sightings = sightings_of(value.find("calls"));
  test.trace_file = value.string_at("trace");
  test.repeat_command = value.string_at("again");
  return test;
}

Value requirement_value(const RequirementResult& requirement) {
  Value value = make_object({{"id", requirement.id},
                             {"verdict", verdict_name(requirement.verdict)},
                             {"section", requirement.section},
                             {"title", requirement.title},
                             {"level", requirement.level},
                             {"since", requirement.since},
                             {"source", requirement.source},
                             {"says", requirement.says},
                             {"basis", requirement.basis}});
  set_text(value, "msc", requirement.msc);
  set_text(value, "stance", requirement.stance);
  set_text(value, "stance_says", requirement.stance_says);
  value.set("tests", strings(requirement.tests));
  set_text(value, "against_baseline", requirement.against_baseline);
  set_text(value, "why_expected", requirement.why_expected);
  return value;
}

RequirementResult requirement_of(const Value& value) {
  RequirementResult requirement;
  requirement.id = value.string_at("id");
  requirement.verdict = word_from(value.string_at("verdict"), verdict_name, 6, Verdict::inconclusive);
  requirement.section = value.string_at("section");
  requirement.title = value.string_at("title");
  requirement.level = value.string_at("level");
  requirement.since = value.string_at("since");
  requirement.source = value.string_at("source");
  requirement.says = value.string_at("says");
  requirement.basis = value.string_at("basis");
  requirement.msc = value.string_at("msc");
  requirement.stance = value.string_at("stance");
  requirement.stance_says = value.string_at("stance_says");
  requirement.tests = strings_of(value.find("tests"));
  requirement.against_baseline = value.string_at("against_baseline");
  requirement.why_expected = value.string_at("why_expected");
  return requirement;
}

Value expected_value(const ExpectedFailure& expected) {
  Value verdicts = make_array();
  for (const Verdict each : expected.verdicts) verdicts.push(verdict_name(each));
  Value value = make_object({{"requirement", expected.requirement}, {"verdicts", std::move(verdicts)}});
  if (!expected.how.empty()) value.set("how", strings(expected.how));
  value.set("why", expected.why);
  return value;
}

ExpectedFailure expected_of(const Value& value) {
  ExpectedFailure expected;
  expected.requirement = value.string_at("requirement");
  for (const std::string& word : strings_of(value.find("verdicts")))
    expected.verdicts.push_back(word_from(word, verdict_name, 6, Verdict::inconclusive));
  expected.how = strings_of(value.find("how"));
  expected.why = value.string_at("why");
  return expected;
}

// What is needed to judge a run again, alone or with the other shards.
void set_circumstances(Value& value, const RunResult& run) {
  if (run.has_baseline) {
    Value expected = make_array();
    for (const ExpectedFailure& each : run.expected_failures) expected.push(expected_value(each));
    value.set("expected_failures", std::move(expected));
  }
  value.set("whole", run.whole);
  set_text(value, "selection", run.selection);
  if (run.shard.of > 0) value.set("shard", make_object({{"index", run.shard.index}, {"of", run.shard.of}}));
  if (run.configuration_wrong) value.set("configuration_wrong", true);
}

void take_circumstances(const Value& value, RunResult& run) {
  if (const Value* expected = value.find("expected_failures")) {
    run.has_baseline = true;
    for (const Value& each : expected->items) run.expected_failures.push_back(expected_of(each));
  }
  if (const Value* whole = value.find("whole")) run.whole = whole->as_bool();
  run.selection = value.string_at("selection");
  if (const Value* shard = value.find("shard"))
    run.shard = {static_cast<int>(int_at(*shard, "index")), static_cast<int>(int_at(*shard, "of"))};
  if (const Value* wrong = value.find("configuration_wrong")) run.configuration_wrong = wrong->as_bool();
}

Value summary(const RunResult& run) {
  Value value = make_object();
  for (int i = 0; i < 6; ++i) {
    const auto verdict = static_cast<Verdict>(i);
    value.set(verdict_name(verdict), count(run, verdict));
  }
  Value tests = make_object();
  for (int i = 0; i < 5; ++i) {
    const auto outcome = static_cast<Outcome>(i);
    tests.set(outcome_name(outcome), count(run, outcome));
  }
  return make_object({{"requirements", std::move(value)}, {"scenarios", std::move(tests)}});
}

Value subject_value(const RunResult& run) {
  Value value = make_object({{"name", run.subject}, {"implementation", run.implementation}});
  if (!run.claims.empty()) value.set("claims", strings(run.claims));
  return value;
}

// Derived from all else, for programs; whoever prints a report makes it anew.
Value profile_value(const CallProfile& profile) {
  Value kinds = make_array();
  for (const ProfiledKind& each : profile.kinds) {
    Value evidence = make_array();
    for (const ProfileEvidence& seen : each.evidence) {
      evidence.push(make_object(
          {{"seen", seen_name(seen.seen)}, {"scenario", seen.test}, {"seq", seen.seq}, {"what", seen.what}}));
    }
    Value judged = make_object({{"worst", verdict_name(each.worst())}});
    for (const auto& [verdict, count] : each.judged) judged.set(verdict_name(verdict), count);
    kinds.push(make_object({{"kind", call_kind_name(each.kind)},
                            {"claimed_by", strings(each.claimed_by)},
                            {"seen", std::move(evidence)},
                            {"scenarios", each.tests},
                            {"judged", std::move(judged)}}));
  }
  return make_object({{"says", profile.says}, {"kinds", std::move(kinds)}});
}

}  // namespace

std::string to_results_json(const RunResult& run) {
  Value value = make_object({{"ringcheck", 1},
                             {"version", run.harness_version},
                             {"started_at", run.started_at},
                             {"seed", make_number(std::to_string(run.seed))},
                             {"time_scale", make_number(fmt::format("{}", run.time_scale))},
                             {"interrupted", run.interrupted},
                             {"subject", subject_value(run)},
                             {"summary", summary(run)}});
  if (const CallProfile profile = call_profile(run); !profile.empty())
    value.set("call_profile", profile_value(profile));
  set_text(value, "no_calls", run.no_calls);
  Value requirements = make_array();
  for (const RequirementResult& each : run.requirements) requirements.push(requirement_value(each));
  value.set("requirements", std::move(requirements));
  Value tests = make_array();
  for (const TestResult& each : run.tests) tests.push(test_value(each, run.folder));
  value.set("scenarios", std::move(tests));
  value.set("unknown_endpoints", strings(run.unknown_endpoints));
  value.set("notices", strings(run.notices));
  set_circumstances(value, run);
  value.set("exit_status", run.exit_status);
  return to_pretty_json(value) + "\n";
}

Result<RunResult> from_results_json(std::string_view text) {
  auto parsed = parse_json(text, {.bytes = 256UL * 1024 * 1024, .depth = 100});
  if (!parsed) return parsed.error();
  const Value& value = parsed->value;
  if (int_at(value, "ringcheck") != 1 || value.find("scenarios") == nullptr) {
    return Error{"not a results.json of ringcheck: it has no \"ringcheck\": 1"};
  }
  RunResult run;
  run.harness_version = value.string_at("version");
  run.started_at = value.string_at("started_at");
  if (const Value* seed = value.find("seed")) run.seed = std::strtoull(seed->text.c_str(), nullptr, 10);
  if (const Value* scale = value.find("time_scale"))
    run.time_scale = std::strtod(scale->text.c_str(), nullptr);
  if (const Value* interrupted = value.find("interrupted")) run.interrupted = interrupted->as_bool();
  if (const Value* subject = value.find("subject")) {
    run.subject = subject->string_at("name");
    run.implementation = subject->string_at("implementation");
    run.claims = strings_of(subject->find("claims"));
  }
  for (const Value& each : value.find("scenarios")->items) run.tests.push_back(test_of(each));
  if (const Value* requirements = value.find("requirements")) {
    for (const Value& each : requirements->items) run.requirements.push_back(requirement_of(each));
  }
  run.no_calls = value.string_at("no_calls");
  run.unknown_endpoints = strings_of(value.find("unknown_endpoints"));
  run.notices = strings_of(value.find("notices"));
  take_circumstances(value, run);
  run.exit_status = static_cast<int>(int_at(value, "exit_status"));
  return run;
}

}  // namespace ringcheck::report
