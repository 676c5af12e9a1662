// Every printer against an approved text, made from one run and one trace that are written down here. To
// approve a change: RINGCHECK_APPROVE=1 report_test, and read the difference that git shows.

#include "testing/golden.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include "check/json_schema.hpp"
#include "report/badge.hpp"
#include "report/compare.hpp"
#include "report/console.hpp"
#include "report/html.hpp"
#include "report/json.hpp"
#include "report/junit.hpp"
#include "report/ladder.hpp"
#include "report/markdown.hpp"
#include "testing/colours.hpp"
#include "value/json.hpp"

namespace ringcheck::report {
namespace {

using trace::Entry;
using trace::Kind;

const std::string home = source_dir();

TestResult passed() {
  TestResult test;
  test.name = test.scenario = "voip.v1.callee.answer";
  test.file = "suites/voip/v1/callee/answer.yaml";
  test.title = "A call rings and is answered";
  test.duration_us = 412'345;
  test.cpu_us = 3'210;
  Finding finding;
  finding.requirement = "VOIP-089";
  finding.step = 7;
  finding.file = test.file;
  finding.line = 19;
  finding.looked_for = "expect m.call.answer";
  finding.at_seq = 31;
  test.findings = {finding};
  test.unexplained = {33};
  test.warnings = {"/version: \"1\" is better"};
  test.sightings = {{CallKind::v1, Seen::heard, 6, "m.call.invite"},
                    {CallKind::v1, Seen::offered, 6, "m.call.invite"},
                    {CallKind::v1, Seen::rang, 8, "incoming_call"},
                    {CallKind::v1, Seen::answered, 31, "m.call.answer"}};
  test.trace_file = "ringcheck-runs/1/voip.v1.callee.answer.jsonl";
  test.repeat_command = "ringcheck run --subject mine --seed 7 'voip.v1.callee.answer'";
  return test;
}

TestResult failed() {
  TestResult test = passed();
  test.name = "voip.v1.glare.incoming_is_lesser[to_user]";
  test.scenario = "voip.v1.glare.incoming_is_lesser";
  test.case_name = "to_user";
  test.file = "suites/voip/v1/glare/incoming_is_lesser.yaml";
  test.title = "The lesser of two crossing calls is taken";
  test.outcome = Outcome::failed;
  test.sightings = {{CallKind::none, Seen::pressed, 4, "place_call"},
                    {CallKind::v1, Seen::placed, 12, "m.call.invite"},
                    {CallKind::v1, Seen::heard, 13, "m.call.answer"}};
  Finding otherwise = test.findings.front();
  otherwise.requirement = "VOIP-092";
  otherwise.verdict = Verdict::fail;
  otherwise.differences = {{"/selected_party_id", "\"ALICE\" (string)", "1 (integer)"},
                           {"/version", "\"1\" (string)", "nothing"}};
  Finding missing = otherwise;
  missing.requirement = "VOIP-091";
  missing.looked_for = "expect m.call.select_answer";
  missing.differences.clear();
  missing.at_seq = 0;
  Finding by_check;
  by_check.requirement = "VOIP-212";
  by_check.verdict = Verdict::warn;
  by_check.check = "sdp";
  by_check.message = "the description has no fingerprint";
  by_check.at_seq = 12;
  Finding seen = test.findings.front();
  seen.requirement = "VOIP-008";
  seen.verdict = Verdict::observed;
  seen.looked_for = "expect m.call.reject, m.call.hangup";
  seen.message = "m.call.hangup came, reason is \"<b>&\\u001b\"";
  test.findings = {otherwise, missing, by_check, seen};
  test.around = {{12, 23'000, "event m.call.invite  from bob  {\"call_id\":\"<c&1>\"}"},
                 {14, 24'500, "deadline"}};
  test.stopped_at = "suites/voip/v1/glare/incoming_is_lesser.yaml:19: expect m.call.select_answer";
  test.differences = otherwise.differences;
  return test;
}

TestResult open() {
  TestResult test = passed();
  test.name = test.scenario = "voip.v1.invitee.someone_else";
  test.outcome = Outcome::inconclusive;
  test.findings.front().verdict = Verdict::inconclusive;
  test.findings.front().message = "not reached";
  test.findings.front().at_seq = 0;
  test.stopped_at = "suites/voip/v1/invitee/someone_else.yaml:9: expect note incoming_call";
  test.message = "the control did not come, so nothing that was absent proves anything";
  test.blame = "subject";
  test.sightings = {{CallKind::v0, Seen::heard, 6, "m.call.invite"},
                    {CallKind::v0, Seen::offered, 6, "m.call.invite"}};
  return test;
}

TestResult broken() {
  TestResult test = passed();
  test.name = test.scenario = "voip.v1.callee.reject";
  test.outcome = Outcome::error;
  test.findings.clear();
  test.sightings.clear();
  test.message = "adapter ended (signal 6) during reject_call; last stderr: ['\x1b[31moh no']";
  test.blame = "adapter";
  test.adapter_log = {"\x1b[31moh no", "]]> & <tag> \xc3\xa9"};
  return test;
}

TestResult skipped() {
  TestResult test;
  test.name = test.scenario = "voip.v1.negotiate.hold_resume";
  test.file = "suites/voip/v1/negotiate/hold_resume.yaml";
  test.title = "A call is held and resumed";
  test.outcome = Outcome::skipped;
  test.message = "the subject does not claim voip.hold";
  return test;
}

RequirementResult requirement(std::string id, Verdict verdict) {
  RequirementResult each;
  each.id = std::move(id);
  each.verdict = verdict;
  each.section = "answer";
  each.title = "The caller selects an answer";
  each.level = "must";
  each.since = "v1.7";
  each.source = "client-server API, m.call.select_answer";
  each.says = "The caller tells which answer it takes.";
  each.basis = "spec";
  each.msc = "MSC2746";
  each.tests = {"voip.v1.glare.incoming_is_lesser[to_user]"};
  return each;
}

// What an MSC without a release asks for, and nobody asked about.
TestResult of_a_pack() {
  TestResult test;
  test.name = test.scenario = "msc.3086.taken_back";
  test.file = "suites/msc/3086/taken_back.yaml";
  test.title = "An identity without fields takes the claim back";
  test.pack = "MSC3086";
  test.outcome = Outcome::failed;
  Finding finding;
  finding.requirement = "VOIP-217";
  finding.verdict = Verdict::fail;
  finding.step = 7;
  finding.file = test.file;
  finding.line = 20;
  finding.looked_for = "do get_calls";
  finding.message = "the claim is still shown";
  test.findings = {finding};
  return test;
}

RequirementResult requirement_of_a_pack() {
  RequirementResult each = requirement("VOIP-217", Verdict::fail);
  each.title = "A null or empty identity takes the assertion back";
  each.since = each.msc = each.pack = "MSC3086";
  each.pack_title = "Asserted identity for VoIP calls";
  each.basis = "msc";
  each.tests = {"msc.3086.taken_back"};
  return each;
}

RunResult fixed_run() {
  RunResult run;
  run.subject = "mine";
  run.implementation = "mine 1.2";
  run.claims = {"voip.caller", "voip.callee", "voip.v0"};
  run.harness_version = "0.0.0";
  run.started_at = "2026-01-02T03:04:05Z";
  run.seed = 7;
  run.folder = "ringcheck-runs/1";
  run.tests = {passed(), failed(), open(), broken(), skipped(), of_a_pack()};
  run.requirements = {requirement("VOIP-089", Verdict::pass),
                      requirement("VOIP-091", Verdict::fail),
                      requirement("VOIP-092", Verdict::fail),
                      requirement("VOIP-212", Verdict::warn),
                      requirement("VOIP-008", Verdict::observed),
                      requirement("VOIP-143", Verdict::skipped),
                      requirement_of_a_pack()};
  run.requirements[1].stance = "S13";
  run.requirements[1].stance_says = "A selection that comes late is taken all the same.";
  run.requirements[2].against_baseline = "expected";
  run.requirements[2].why_expected = "issue 12 of ours";
  run.unknown_endpoints = {"GET /_matrix/client/v3/thirdparty/protocols"};
  run.notices = {"while it left: adapter left 1 process behind: sleep (pid 1); killed"};
  run.exit_status = 4;
  return run;
}

Entry entry(std::int64_t seq, Kind kind, std::string from, std::string to, std::string type) {
  Entry made;
  made.seq = seq;
  made.t_us = seq * 1'500;
  made.kind = kind;
  made.from = std::move(from);
  made.to = std::move(to);
  made.type = std::move(type);
  return made;
}

std::deque<Entry> fixed_trace() {
  std::deque<Entry> entries;
  entries.push_back(entry(1, Kind::start, "harness", "", "voip.v1.callee.answer"));
  entries.back().head = make_object({{"subject", "bob"}});
  entries.push_back(entry(2, Kind::step, "harness", "", "do start_session"));
  entries.back().step = 0;
  entries.back().head = make_object({{"file", "suites/voip/v1/callee/answer.yaml"}, {"line", 5}});
  entries.push_back(entry(3, Kind::action, "harness", "bob", "session.start"));
  entries.push_back(entry(4, Kind::request, "bob", "homeserver", "GET /sync"));
  entries.push_back(entry(5, Kind::done, "bob", "harness", "session.start"));
  entries.back().head = make_object({{"outcome", "done"}});
  entries.push_back(entry(6, Kind::event, "alice", "homeserver", "m.call.invite"));
  entries.back().body = make_object({{"call_id", "call-of-alice"}, {"party_id", "ALICE"}, {"version", "1"}});
  entries.push_back(entry(7, Kind::deliver, "homeserver", "bob", ""));
  entries.back().head = make_object({{"events", make_array({"$1", "$2"})}});
  entries.push_back(entry(8, Kind::note, "bob", "harness", "incoming_call"));
  entries.push_back(entry(9, Kind::event, "bob", "homeserver", "m.call.hangup"));
  entries.back().body =
      make_object({{"call_id", "call-of-alice"}, {"version", 1}, {"reason", "user_hangup"}});
  entries.push_back(entry(10, Kind::media, "bob", "carol", "ice_check"));
  entries.push_back(entry(11, Kind::media, "bob", "homeserver", "turn_allocation"));
  entries.push_back(entry(12, Kind::deadline, "harness", "", ""));
  entries.back().step = 4;
  entries.push_back(entry(13, Kind::late, "harness", "", ""));
  entries.push_back(entry(14, Kind::end, "harness", "", "stopped"));
  return entries;
}

TEST(Golden, Console) {
  const RunResult run = fixed_run();
  std::string text;
  for (const TestResult& test : run.tests) text += test_line(test, {}) + "\n";
  for (const TestResult& test : run.tests) text += "\n" + describe_failure(test, {}, run.requirements);
  expect_golden("console.txt", text + "\n" + summary(run, {}));
}

TEST(Golden, Ladder) {
  const std::string whole = ladder(fixed_trace());
  expect_golden("ladder.txt", whole);
  // Told while it comes it has the same lines, and ends with all columns; a narrower head stands before.
  std::string live;
  const auto take = live_ladder(false);
  for (const trace::Entry& entry : fixed_trace()) live += take(entry);
  for (std::size_t at = 0; at < whole.size(); at = whole.find('\n', at) + 1) {
    const std::string line = whole.substr(at, whole.find('\n', at) + 1 - at);
    EXPECT_NE(live.find(line), std::string::npos) << line;
  }
}

// The same words, and colours around them.
TEST(Golden, Colours) {
  const ConsoleStyle style{true};
  const RunResult run = fixed_run();
  std::string text;
  for (const TestResult& test : run.tests) text += test_line(test, style) + "\n";
  const std::string whole = text + summary(run, style) + ladder(fixed_trace(), style);
  expect_golden("colours.txt", whole);
  text.clear();
  for (const TestResult& test : run.tests) text += test_line(test, {}) + "\n";
  EXPECT_EQ(without_colours(whole), text + summary(run, {}) + ladder(fixed_trace()));
}

TEST(Golden, Html) {
  HtmlOptions options;
  options.templates = home + "/reports/templates";
  options.trace_of = [](const TestResult& test) -> Result<std::deque<Entry>> {
    if (test.outcome == Outcome::error) return Error{"the trace was not kept"};
    return fixed_trace();
  };
  auto page = to_html(fixed_run(), options);
  ASSERT_TRUE(page) << page.error().text;
  expect_golden("report.html", *page);
}

TEST(Golden, Junit) {
  const std::string text = to_junit(fixed_run());
  expect_golden("junit.xml", text);
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(text.c_str()));
  EXPECT_EQ(document.select_nodes("//testcase").size(), 6U);
  EXPECT_EQ(document.select_nodes("//failure").size(), 1U);
  EXPECT_EQ(document.select_nodes("//error").size(), 1U);
  EXPECT_EQ(document.select_nodes("//skipped").size(), 3U);
}

TEST(Golden, Markdown) {
  const std::string text = to_markdown(fixed_run());
  expect_golden("report.md", text);
  const std::string cut = to_markdown(fixed_run(), {.most_bytes = 2'000});
  EXPECT_LE(cut.size(), 2'000U);
  EXPECT_NE(cut.find("parts were too long"), std::string::npos) << cut;
}

TEST(Golden, Badge) {
  RunResult run = fixed_run();
  run.exit_status = 1;
  expect_golden("badge.svg", to_badge_svg(run));
  expect_golden("badge.json", to_badge_json(run));
}

// Another version of the same subject, played with another seed and without one of the scenarios.
RunResult later_run() {
  RunResult run = fixed_run();
  run.implementation = "mine 1.3 \x1b[31m";
  run.seed = 8;
  run.folder = "ringcheck-runs/2";
  run.requirements[0].verdict = Verdict::fail;
  run.requirements[1].verdict = Verdict::pass;
  run.requirements[2].verdict = Verdict::inconclusive;
  run.requirements[3] = requirement("VOIP-300", Verdict::pass);
  run.tests.erase(run.tests.begin() + 2);
  run.tests[0].outcome = Outcome::failed;
  run.requirements[5].verdict = Verdict::pass;
  // Its button gives a widget now.
  run.tests[1].sightings = {{CallKind::none, Seen::pressed, 4, "place_call"},
                            {CallKind::jitsi, Seen::placed, 5, "im.vector.modular.widgets"}};
  return run;
}

TEST(Golden, Compare) {
  const Comparison comparison = compare({fixed_run(), later_run()});
  expect_golden("compare.txt", comparison_text(comparison, false) + "\n" + comparison_text(comparison, true));
  expect_golden("compare.md", comparison_markdown(comparison, true));
  expect_golden("compare.json", comparison_json(comparison));
}

TEST(Golden, CompareHtml) {
  RunResult of_another = later_run();
  of_another.subject = "another";
  of_another.implementation = "another 1.0 <x>";
  auto page = comparison_html(compare({fixed_run(), of_another, later_run()}), home + "/reports/templates");
  ASSERT_TRUE(page) << page.error().text;
  expect_golden("compare.html", *page);
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(page->c_str()));
  EXPECT_TRUE(document.select_nodes("//script | //@onclick | //@src").empty());
  for (const pugi::xpath_node& row : document.select_nodes("//main//tbody/tr"))
    EXPECT_EQ(row.node().select_nodes("td").size(), 3U) << "a column for each run";
}

// A client that shows no sign of a call.
RunResult run_without_calls() {
  RunResult run = fixed_run();
  run.no_calls =
      "pressing the call button sent no call event (voip.v1.caller.rejected #13), a call of version 1 did "
      "not "
      "ring (voip.v1.callee.answer #17)";
  run.tests = {passed(), skipped()};
  run.tests[0].findings[0].verdict = Verdict::skipped;
  run.tests[0].sightings = {{CallKind::v1, Seen::offered_in_vain, 17, "no incoming_call"}};
  for (TestResult& test : run.tests) {
    test.outcome = Outcome::skipped;
    test.message = no_calls_message;
  }
  run.requirements = {requirement("VOIP-089", Verdict::skipped)};
  run.unknown_endpoints.clear();
  run.notices.clear();
  run.exit_status = exit_status(run);
  return run;
}

TEST(Golden, NoCallsAreToldOnce) {
  const RunResult run = run_without_calls();
  EXPECT_EQ(run.exit_status, 5);
  expect_golden("no_calls.txt", summary(run, {}));
  expect_golden("no_calls.md", to_markdown(run));
  expect_golden("no_calls.junit.xml", to_junit(run));
  EXPECT_EQ(badge_of(run).message, "no 1:1 calls");
  HtmlOptions options;
  options.templates = home + "/reports/templates";
  options.trace_of = [](const TestResult&) -> Result<std::deque<Entry>> { return fixed_trace(); };
  auto page = to_html(run, options);
  ASSERT_TRUE(page) << page.error().text;
  EXPECT_NE(page->find("<strong>No calls.</strong> mine 1.2 makes no calls"), std::string::npos);
  EXPECT_EQ(page->find("Call profile"), std::string::npos);
  const std::string saved = to_results_json(run);
  auto again = from_results_json(saved);
  ASSERT_TRUE(again);
  EXPECT_EQ(to_results_json(*again), saved);
}

// What the others do not have: a part of a run, with a list of expected failures.
RunResult shard_run() {
  RunResult run = fixed_run();
  run.has_baseline = true;
  run.expected_failures = {
      {"VOIP-092", {Verdict::fail, Verdict::pass}, {"expect m.call.answer: it did not come"}, "a race"},
      {"VOIP-093", {Verdict::warn}, {}, "old"}};
  run.whole = true;
  run.shard = {2, 4};
  run.selection = "--section glare --level must";
  run.counted_packs = {"MSC3086"};
  run.configuration_wrong = true;
  return run;
}

// Its end is what CI shows of a long output.
TEST(Console, EndsWithWhatTheListDoesNotHave) {
  RunResult run = fixed_run();
  EXPECT_EQ(summary(run, {}).find("not as expected.yaml has it"), std::string::npos);
  run.has_baseline = true;
  run.requirements.resize(4);
  run.requirements[0].verdict = Verdict::fail;
  run.requirements[0].against_baseline = "new";
  run.requirements[1].verdict = Verdict::fail;
  run.requirements[1].against_baseline = "expected";
  run.requirements[2].verdict = Verdict::pass;
  run.requirements[2].against_baseline = "stale";
  run.requirements[3].verdict = Verdict::inconclusive;
  for (RequirementResult& each : run.requirements) {
    each.pack.clear();
    each.tests = {"v1.one", "v1.two"};
  }
  const std::string text = summary(run, {});
  EXPECT_EQ(text.substr(text.find("not as expected.yaml has it")),
            fmt::format("not as expected.yaml has it:\n"
                        "  fail         {:<8} v1.one, v1.two\n"
                        "  pass         {:<8} it was expected to fail; --accept takes that off the list\n"
                        "  inconclusive {:<8} v1.one, v1.two\n",
                        run.requirements[0].id, run.requirements[2].id, run.requirements[3].id));
}

TEST(Golden, ResultsJson) {
  const std::string text = to_results_json(fixed_run());
  expect_golden("results.json", text);
  auto again = from_results_json(text);
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ(to_results_json(*again), text);
  const std::string of_a_shard = to_results_json(shard_run());
  auto shard = from_results_json(of_a_shard);
  ASSERT_TRUE(shard);
  EXPECT_EQ(to_results_json(*shard), of_a_shard);
}

// The published schema also bounds numbers and spells grammars, for validators of others; ours refuses those
// keywords.
void drop_bounds(Value& schema) {
  for (const char* keyword : {"minimum", "maximum", "minItems", "pattern"}) {
    const Value* found = schema.find(keyword);
    if (found != nullptr && !found->is_object()) schema.erase(keyword);
  }
  for (Value& item : schema.items) drop_bounds(item);
  for (Member& member : schema.members) drop_bounds(member.value);
}

TEST(Golden, ResultsJsonFitsItsSchema) {
  auto source = parse_json(text_of(home + "/schemas/results.schema.json"));
  ASSERT_TRUE(source) << source.error().text;
  drop_bounds(source->value);
  auto schema = check::JsonSchema::compile(source->value);
  ASSERT_TRUE(schema) << schema.error().text;
  for (const RunResult& run : {fixed_run(), shard_run(), run_without_calls(),
                               RunResult{.harness_version = "0", .started_at = "now"}}) {
    auto results = parse_json(to_results_json(run));
    ASSERT_TRUE(results);
    for (const check::SchemaFault& fault : schema->validate(results->value))
      ADD_FAILURE() << fault.pointer << ": wanted " << fault.wanted << ", came " << fault.came;
  }
  auto other = parse_json(R"({"ringcheck": 2, "seed": "7"})");
  ASSERT_TRUE(other);
  EXPECT_FALSE(schema->validate(other->value).empty());
}

TEST(Golden, WhatIsNoResultsJsonIsAnError) {
  for (const char* text : {"", "[]", "{}", "{\"ringcheck\": 2, \"scenarios\": []}", "{\"ringcheck\": 1"}) {
    EXPECT_FALSE(from_results_json(text)) << text;
  }
}

}  // namespace
}  // namespace ringcheck::report
