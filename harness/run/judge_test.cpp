// The judge is judged, offline: every requirement that the starter suite decides is caught by mutants of its
// traces, and what survives has a written reason. That the judge itself sees weak steps is shown on some.

#include <algorithm>
#include <fstream>
#include <set>

#include "check/json_schema.hpp"
#include "run/judge_print.hpp"
#include "run/judge_reasons.hpp"
#include "run/judge_steps.hpp"
#include "run/judge_table.hpp"
#include "run/test_run.hpp"
#include "testing/golden.hpp"
#include "value/json.hpp"

namespace ringcheck::run {
namespace {

const check::Checker& checker() {
  static const auto loaded = check::Checker::load(testing::home + "/schemas/matrix");
  return **loaded;
}

JudgeTable table_of(const scenario::Library& library) {
  const testing::TemporaryFolder folder;
  SessionOptions options = testing::options_for("reference-client", folder);
  options.jobs = 8;
  const report::RunResult run = testing::play(options, library.tests, library);
  auto table = judge_traces(run, library.tests, library.requirements, checker());
  EXPECT_TRUE(table) << (table ? "" : table.error().text);
  return table ? std::move(*table) : JudgeTable{};
}

/// The table of one scenario on the stage dm, whose steps begin on line 4.
JudgeTable table_of_steps(const std::string& steps) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.path() + "/weak.yaml";
  std::ofstream(path) << "title: A scenario to be judged\nstage: dm\nsteps:\n" << steps;
  const scenario::Library library = testing::load_suites({path});
  EXPECT_EQ(scenario::render_faults(library), "");
  return table_of(library);
}

std::set<std::string> mutations(const JudgeTable& table) {
  std::set<std::string> words;
  for (const Survivor& each : table.survivors) words.insert(each.mutation);
  return words;
}

TEST(Judge, TheSuitesAreSound) {
  const scenario::Library library = testing::load_suites_for(scenario::SubjectIs::client);
  JudgeTable table = table_of(library);
  auto reasons = load_survivor_reasons(testing::home + "/fixtures/judge/survivors.yaml");
  ASSERT_TRUE(reasons) << reasons.error().text;
  apply_reasons(*reasons, table);
  for (const Survivor& each : table.survivors)
    EXPECT_NE(each.reason, "") << each.file << ":" << each.line << " " << each.step << ": " << each.mutation;
  for (const std::string& stale : table.stale_reasons) ADD_FAILURE() << stale;
  for (const auto& [id, row] : table.requirements) {
    EXPECT_TRUE(row.is_caught()) << id << " can never fail";
    EXPECT_TRUE(JudgeTable::has_telling_check(row)) << id << " has a check that tells no mutant";
  }
  EXPECT_EQ(table.not_passed, 0) << table.not_judged.front();
  EXPECT_GE(table.requirements.size(), 75U);
  EXPECT_GE(table.mutants.caught, 1300);
  EXPECT_GE(table.check_mutants, 1000);
  EXPECT_TRUE(table.is_sound());
}

TEST(Judge, EachKindOfMutantIsMade) {
  const JudgeTable table = table_of_steps(
      "  - do: start_session\n"
      "  - send: m.call.invite\n"
      "  - expect: {note: incoming_call}\n"
      "    data: {call_id: $call}\n"
      "  - do: reject_call\n"
      "  - expect: m.call.reject\n"
      "    times: 1\n"
      "    proves: [VOIP-104]\n"
      "  - none: m.call.hangup\n"
      "    proves: [VOIP-104]\n");
  EXPECT_EQ(mutations(table), std::set<std::string>{});
  const auto& kills = table.requirements.at("VOIP-104").steps;
  for (std::size_t kind = 0; kind < mutation_count; ++kind) {
    if (static_cast<Mutation>(kind) == Mutation::value) continue;  // call_id alone is named: another call
    EXPECT_GT(kills[kind].caught, 0) << mutation_name(static_cast<Mutation>(kind));
    EXPECT_EQ(kills[kind].caught, kills[kind].made) << mutation_name(static_cast<Mutation>(kind));
  }
}

// A window that closes before the subject can have taken in what might cause the event forbids nothing.
TEST(Judge, SeesAWindowThatForbidsNothing) {
  const JudgeTable table = table_of_steps(
      "  - do: start_session\n"
      "  - send: m.call.invite\n"
      "  - expect: {note: incoming_call}\n"
      "    data: {call_id: $call}\n"
      "  - send: m.call.hangup\n"
      "    id: ended\n"
      "  - none: m.call.reject\n"
      "    since: ended\n"
      "    until: ended\n"
      "    proves: [VOIP-104]\n"
      "  - expect: {note: call_state_changed}\n"
      "    data: {call_id: $call, state: ended}\n"
      "    proves: [VOIP-056]\n");
  EXPECT_EQ(mutations(table), std::set<std::string>{"as the window opens, inserts m.call.reject"});
  EXPECT_FALSE(table.requirements.at("VOIP-104").is_caught());
  EXPECT_TRUE(table.requirements.at("VOIP-056").is_caught());
  EXPECT_FALSE(table.is_sound());
}

TEST(Judge, SeesARequirementThatCanNeverFail) {
  JudgeTable table = table_of_steps(
      "  - do: start_session\n"
      "  - send: m.call.invite\n"
      "  - expect: {note: incoming_call}\n"
      "    data: {call_id: $call}\n"
      "    control: true\n"
      "    proves: [VOIP-045]\n"
      "  - do: get_calls\n"
      "    reply: {}\n"
      "    proves: [VOIP-096]\n");
  const JudgedRequirement& control = table.requirements.at("VOIP-045");
  EXPECT_TRUE(control.is_only_open());
  EXPECT_FALSE(table.is_sound());
  table.whole = false;  // another scenario may decide it
  EXPECT_TRUE(table.is_sound());
  EXPECT_GT(control.steps[static_cast<std::size_t>(Mutation::deleted)].open, 0);
  // A reply of any map: nothing but another type is wrong.
  EXPECT_EQ(table.requirements.at("VOIP-096").caught_by_steps(), 1);
}

TEST(Judge, ACheckThatDecidesMustTellSomeMutant) {
  JudgeTable table;
  JudgedRequirement& row = table.requirements["VOIP-073"];
  row.id = "VOIP-073";
  row.steps[0] = {.made = 1, .caught = 1};
  EXPECT_TRUE(table.is_sound());
  row.by_checks = true;
  EXPECT_FALSE(table.is_sound());
  const std::string text = print_judge(table, "", 0);
  EXPECT_NE(text.find("ITS CHECK TELLS NO MUTANT"), std::string::npos);
  row.told_by_checks = 1;
  EXPECT_TRUE(table.is_sound());
}

TEST(Judge, ATestThatDoesNotPassIsNotSound) {
  const JudgeTable table = table_of_steps(
      "  - do: start_session\n"
      "  - do: get_calls\n"
      "    reply: {calls: {$includes: {state: ringing_in}}}\n"
      "    proves: [VOIP-045]\n");
  EXPECT_EQ(table.not_passed, 1);
  EXPECT_EQ(table.not_judged.size(), 1U);
  EXPECT_FALSE(table.is_sound());
}

TEST(Judge, ReasonsAreFoundAndGoStale) {
  JudgeTable table;
  table.judged_scenarios = {"voip.a"};
  table.survivors.push_back(
      {"voip.a", "voip.a[x]", "a.yaml", 3, "none m.call.reject", {"VOIP-104"}, "m", "", {}});
  const std::vector<SurvivorReason> reasons = {
      {"voip.a", "none m.call.reject", "m", "is legal", "r:1"},
      {"voip.a", "none m.call.hangup", "m", "was legal", "r:2"},
      {"voip.b", "none m.call.hangup", "m", "not judged now", "r:3"}};
  EXPECT_FALSE(table.is_sound());
  table.whole = false;
  apply_reasons(reasons, table);
  EXPECT_EQ(table.survivors.front().reason, "is legal");
  ASSERT_EQ(table.stale_reasons.size(), 1U);
  EXPECT_TRUE(table.stale_reasons.front().starts_with("r:2")) << table.stale_reasons.front();
  table.stale_reasons.clear();
  EXPECT_TRUE(table.is_sound());
  table.whole = true;
  apply_reasons(reasons, table);
  EXPECT_EQ(table.stale_reasons.size(), 2U);
}

TEST(Judge, WrongReasonFilesAreErrors) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.path() + "/survivors.yaml";
  std::ofstream(path) << "- {scenario: voip.a, step: none x, mutation: m}\n- {scenari: b}\n";
  auto reasons = load_survivor_reasons(path);
  ASSERT_FALSE(reasons);
  for (const char* words :
       {"survivors.yaml:1:", "why is missing", "survivors.yaml:2:", "unknown key scenari"})
    EXPECT_NE(reasons.error().text.find(words), std::string::npos) << reasons.error().text;
  EXPECT_FALSE(load_survivor_reasons(folder.path() + "/nowhere.yaml"));
}

TEST(Judge, JsonFitsItsSchema) {
  std::ifstream file(testing::home + "/schemas/judge.schema.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto source = parse_json(text);
  ASSERT_TRUE(source) << source.error().text;
  auto schema = check::JsonSchema::compile(source->value);
  ASSERT_TRUE(schema) << schema.error().text;
  JudgeTable table;
  table.survivors.push_back(
      {"voip.a", "voip.a[x]", "a.yaml", 3, "none m.call.reject", {"VOIP-104"}, "m", "", {}});
  JudgedRequirement& row = table.requirements["VOIP-104"];
  row.id = "VOIP-104";
  row.steps[0] = {.made = 3, .caught = 1, .open = 1};
  for (const bool live : {false, true}) {
    table.live = live;
    auto json = parse_json(judge_json(table, 1.25));
    ASSERT_TRUE(json);
    for (const check::SchemaFault& fault : schema->validate(json->value))
      ADD_FAILURE() << fault.pointer << ": wanted " << fault.wanted << ", came " << fault.came;
    EXPECT_NE(print_judge(table, "", 1.25).find("2/3 (1)"), std::string::npos);
  }
}

TEST(Judge, TheTableLooksAsApproved) {
  JudgeTable table;
  table.live = true;
  table.mutants = {.made = 12, .caught = 9, .open = 2};
  table.check_mutants = 40;
  table.faults_played = 1;
  table.without_idle = 3;
  table.claimed_unseen = {"VOIP-044"};
  table.not_judged = {"voip.v1.media.connected[caller]: skipped it needs the claim media"};
  JudgedRequirement& caught = table.requirements["VOIP-104"];
  caught.id = "VOIP-104";
  caught.steps[0] = {.made = 3, .caught = 2, .open = 1};
  caught.told_by_checks = 4;
  caught.faults = {"rejects_with_hangup"};
  caught.idle = report::Verdict::inconclusive;
  JudgedRequirement& never = table.requirements["VOIP-105"];
  never.id = "VOIP-105";
  never.steps[3] = {.made = 2};
  never.idle = report::Verdict::pass;
  JudgedRequirement& untold = table.requirements["VOIP-125"];
  untold.id = "VOIP-125";
  untold.steps[1] = {.made = 1, .caught = 1};
  untold.by_checks = true;
  Survivor survivor{"voip.a", "voip.a[x]", "a.yaml", 3, "none m.call.reject", {"VOIP-105"}, "m", "", {}};
  table.survivors = {survivor, survivor};
  table.survivors.back().reason = "another order is as legal";
  table.stale_reasons = {"survivors.yaml:7: voip.b: nothing survives there any more"};
  expect_golden("judge.txt", print_judge(table, "", 1.25));
}

trace::Entry entry(trace::Kind kind, std::int64_t seq, std::int64_t cause = 0) {
  trace::Entry made;
  made.kind = kind;
  made.seq = seq;
  made.cause = cause;
  return made;
}

TEST(NewTrace, NumbersAnewAndKeepsCauses) {
  const std::deque<trace::Entry> original = {entry(trace::Kind::start, 1), entry(trace::Kind::request, 2),
                                             entry(trace::Kind::event, 3, 2),
                                             entry(trace::Kind::response, 4, 2)};
  const std::vector<Change> changes = {{Change::How::insert_before, 2, entry(trace::Kind::note, 0)},
                                       {Change::How::remove, 3, {}}};
  NewTrace made(original.size());
  each_changed(original, changes,
               [&](const trace::Entry& each, std::int64_t origin) { made.add(each, origin); });
  ASSERT_EQ(made.entries().size(), 4U);
  EXPECT_EQ(made.entries()[1].kind, trace::Kind::note);
  EXPECT_EQ(made.origin(2), 0);
  EXPECT_EQ(made.entries()[3].kind, trace::Kind::response);
  EXPECT_EQ(made.entries()[3].seq, 4);
  EXPECT_EQ(made.entries()[3].cause, 3);
}

}  // namespace
}  // namespace ringcheck::run
