// The program as its user meets it: what it prints, what it leaves on disk, how it exits.

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/test_program.hpp"
#include "run/saved_run.hpp"
#include "testing/source_dir.hpp"
#include "trace/trace.hpp"

namespace ringcheck {
namespace {

namespace fs = std::filesystem;

TEST_F(Cli, HelpAndVersion) {
  const Said version = ringcheck("--version");
  EXPECT_EQ(version.status, 0);
  EXPECT_EQ(version.text, "ringcheck " RINGCHECK_VERSION "\n");
  const Said help = ringcheck("--help");
  EXPECT_EQ(help.status, 0);
  for (const char* command : {"run", "lint", "list", "explain", "show", "setup", "faults", "report",
                              "compare", "coverage", "site", "judge"}) {
    EXPECT_SAYS(help, command);
    EXPECT_EQ(ringcheck(std::string(command) + " --help").status, 0) << command;
  }
  EXPECT_SAYS(ringcheck("report merge --help"), "--out");
}

TEST_F(Cli, ABrokenAdapterIsSentToItsCheck) {
  const std::string chatty = source_dir() + "/fixtures/subjects/wrong/chatty";
  const Said said = ringcheck("run --subject " + chatty + " voip.v1.callee.reject");
  EXPECT_EQ(said.status, 4);
  EXPECT_SAYS(said, "ringcheck adapter check --subject " + chatty + " says which promise it breaks");
}

TEST_F(Cli, AReaderThatGoesAwayLosesNothingOfTheRun) {
  // The reader is gone before the first line; the status is that of ringcheck.
  const Said said = shell("cd '" + folder_ + "' && bash -c '{ RINGCHECK_HOME=" + source_dir() + " " +
                          program() + " run voip.v1.callee.reject; echo $? > status; } | true'");
  EXPECT_EQ(said.text, "");
  EXPECT_EQ(shell("cat '" + folder_ + "/status'").text, "0\n");
  EXPECT_TRUE(run::newest_run(folder_ + "/ringcheck-runs"));
  const Said full = shell("( RINGCHECK_HOME='" + source_dir() + "' '" + program() + "' list > /dev/full )");
  EXPECT_EQ(full.status, 3);
  EXPECT_SAYS(full, "cannot write to the standard output");
}

TEST_F(Cli, WrongUseIsStatusThree) {
  for (const char* arguments : {"",
                                "juggle",
                                "run --jobs none",
                                "run no.such.scenario",
                                "explain VOIP-999",
                                "show last voip.v1.callee.answer",
                                "run --subject ./nowhere.yaml",
                                "run --failed",
                                "faults no_such_fault",
                                "list no.such",
                                "judge no.such",
                                "run --shard 5/4",
                                "run --section glair",
                                "list --level must --req VOIP-999",
                                "list --since v17",
                                "report",
                                "report last",
                                "report merge",
                                "report merge nowhere",
                                "compare last",
                                "compare nowhere neither",
                                "coverage --json --not-yet",
                                "site",
                                "site pages nowhere"}) {
    const Said said = ringcheck(arguments);
    EXPECT_EQ(said.status, 3) << arguments << "\n" << said.text;
    EXPECT_NE(said.text, "") << arguments;
  }
}

TEST_F(Cli, RunSaysWhereItIsSavedAndShowPrintsIt) {
  const Said said = ringcheck("run voip.v1.callee.answer");
  EXPECT_EQ(said.status, 0);
  EXPECT_SAYS(said, "PASS  voip.v1.callee.answer");
  EXPECT_SAYS(said, "VOIP-089");
  const report::RunResult run = newest();
  ASSERT_FALSE(run.folder.empty());
  const std::string last_line = said.text.substr(said.text.rfind('\n', said.text.size() - 2) + 1);
  EXPECT_TRUE(run.folder.ends_with(last_line.substr(0, last_line.size() - 1))) << last_line;
  EXPECT_TRUE(fs::exists(run.folder + "/junit.xml"));
  for (const auto& each : fs::directory_iterator(run.folder))
    EXPECT_FALSE(each.path().filename().string().starts_with("tmp-")) << each.path();
  const Said shown = ringcheck("show last voip.v1.callee.answer");
  EXPECT_EQ(shown.status, 0);
  EXPECT_SAYS(shown, "m.call.answer");
  EXPECT_SAYS(shown, "PASS");
  const Said other = ringcheck("show last voip.v1.callee.reject");
  EXPECT_EQ(other.status, 3);
  EXPECT_SAYS(other, "voip.v1.callee.answer");
}

TEST_F(Cli, FollowTellsEachTestAsShowDoesOneAfterTheOther) {
  const Said said = ringcheck("run --follow voip.v1.callee.answer voip.v1.callee.reject");
  EXPECT_EQ(said.status, 0);
  std::size_t at = 0;
  for (const char* test : {"voip.v1.callee.answer", "voip.v1.callee.reject"}) {
    at = said.text.find("\n" + std::string(test) + "\n", at);
    ASSERT_NE(at, std::string::npos) << said.text;
    const std::string shown = ringcheck("show last " + std::string(test)).text;
    // From the first step to the end; the verdict stands below it.
    const std::size_t first = shown.find("== step 0");
    const std::size_t verdict = shown.find("\nPASS");
    ASSERT_TRUE(first < verdict && verdict != std::string::npos) << shown;
    for (std::size_t line = shown.find('\n', first) + 1; line < verdict; line = shown.find('\n', line) + 1) {
      at = said.text.find(shown.substr(line, shown.find('\n', line) + 1 - line), at);
      ASSERT_NE(at, std::string::npos) << shown.substr(line) << said.text;
    }
    at = said.text.find("PASS  " + std::string(test), at);
    ASSERT_NE(at, std::string::npos) << said.text;
  }
  EXPECT_EQ(ringcheck("run --follow --jobs 2 voip.v1.callee.answer").status, 3);
}

TEST_F(Cli, AnyReportIsMadeAgainFromASavedRun) {
  ASSERT_EQ(ringcheck("run voip.v1.callee.answer --out first").status, 0);
  ASSERT_EQ(ringcheck("run voip.v1.callee.answer --out second --adapter-arg=--fault "
                      "--adapter-arg=answers_before_user --time-scale 0.2")
                .status,
            1);
  const std::string first = *run::newest_run(folder_ + "/first");
  const std::string second = *run::newest_run(folder_ + "/second");
  EXPECT_EQ(ringcheck("report " + first + " --junit --badge-svg --badge-json --markdown=comment.md").status,
            0);
  EXPECT_TRUE(fs::exists(first + "/badge.svg"));
  EXPECT_TRUE(fs::exists(first + "/badge.json"));
  EXPECT_TRUE(fs::exists(folder_ + "/comment.md"));
  EXPECT_EQ(ringcheck("report --json --junit --out elsewhere " + second).status, 0);
  EXPECT_TRUE(fs::exists(folder_ + "/elsewhere/junit.xml"));
  EXPECT_EQ(ringcheck("report --json=- " + second).text, shell("cat '" + second + "/results.json'").text);
  EXPECT_SAYS(ringcheck("report --markdown --out - " + second), "## ringcheck: ");
  EXPECT_SAYS(ringcheck("report " + second), "FAIL  voip.v1.callee.answer");
  EXPECT_EQ(ringcheck("report --markdown=- --junit=- " + second).status, 3);

  const Said worse = ringcheck("compare " + first + " " + second);
  EXPECT_EQ(worse.status, 1);
  EXPECT_SAYS(worse, "worse     pass  fail   voip.v1.callee.answer");
  EXPECT_EQ(ringcheck("compare " + second + " " + first + " --markdown").status, 0);
  EXPECT_EQ(ringcheck("compare " + first + " " + first + " --json").status, 0);
}

TEST_F(Cli, AFilterNarrowsWhatIsPlayedAndWhatIsJudged) {
  const Said musts = ringcheck("run voip.v1.callee.answer --level must --since 1.7");
  EXPECT_EQ(musts.status, 0) << musts.text;
  EXPECT_SAYS(musts, "only what fits --level must --since 1.7");
  const report::RunResult run = newest();
  EXPECT_EQ(run.selection, "--level must --since 1.7");
  ASSERT_FALSE(run.requirements.empty());
  for (const report::RequirementResult& each : run.requirements) EXPECT_EQ(each.level, "must") << each.id;
  for (const char* command : {"run", "list", "list --requirements", "coverage"}) {
    const Said wrong = ringcheck(std::string(command) + " --section glair");
    EXPECT_EQ(wrong.status, 3) << command;
    EXPECT_SAYS(wrong, "did you mean glare?");
    EXPECT_SAYS(wrong, "there are:");
  }
  EXPECT_SAYS(ringcheck("coverage --section glare"), "13 requirements: ");
  EXPECT_EQ(ringcheck("coverage --since v9.9").status, 3);
  // What no scenario proves and a check of every trace decides, any scenario may show.
  EXPECT_EQ(ringcheck("run voip.v1.callee.answer --req VOIP-004").status, 0);
  ASSERT_EQ(newest().requirements.size(), 1U);
  EXPECT_EQ(newest().requirements[0].id, "VOIP-004");
}

TEST_F(Cli, ShardsBecomeOneRun) {
  const std::string some = "voip.v1.callee voip.v1.invitee --time-scale 0.2 --seed 7 ";
  ASSERT_EQ(ringcheck("run --out s1 --shard 1/2 " + some).status, 0);
  ASSERT_EQ(ringcheck("run --out s2 --shard 2/2 " + some).status, 0);
  const std::string parts = *run::newest_run(folder_ + "/s1") + " " + *run::newest_run(folder_ + "/s2");
  const Said merged = ringcheck("report merge " + parts + " --out whole");
  EXPECT_EQ(merged.status, 0) << merged.text;
  auto whole = run::load_run(folder_ + "/whole");
  ASSERT_TRUE(whole);
  auto first = run::load_run(*run::newest_run(folder_ + "/s1"));
  ASSERT_TRUE(first);
  EXPECT_GT(first->tests.size(), 0U);
  EXPECT_LT(first->tests.size(), whole->tests.size());
  for (const report::TestResult& test : whole->tests)
    EXPECT_EQ(fs::exists(test.trace_file), test.outcome != report::Outcome::skipped) << test.name;
  EXPECT_EQ(ringcheck("show whole voip.v1.callee.answer").status, 0);
  EXPECT_EQ(ringcheck("report merge whole whole").status, 3);
}

TEST_F(Cli, AcceptWritesTheListByWhichTheNextRunIsJudged) {
  std::ofstream(folder_ + "/subject.yaml")
      << "subject: client\nname: mine\nadapter: [\"{build}/reference-client\", "
         "--fault, answers_before_user]\nclaims: [voip.callee]\n";
  const std::string again = "run --subject ./subject.yaml voip.v1.callee.answer --time-scale 0.2";
  EXPECT_EQ(ringcheck(again).status, 1);
  const Said accepted = ringcheck(again + " --accept");
  EXPECT_EQ(accepted.status, 0) << accepted.text;
  EXPECT_SAYS(accepted, "expected.yaml: accepted VOIP-");
  EXPECT_SAYS(accepted, "add \"expected: expected.yaml\" to ./subject.yaml");
  std::ofstream(folder_ + "/subject.yaml", std::ios::app) << "expected: expected.yaml\n";
  const Said judged = ringcheck(again);
  EXPECT_EQ(judged.status, 0) << judged.text;
  EXPECT_SAYS(judged, "nobody has written why: VOIP-");
  EXPECT_EQ(judged.text.find("fails otherwise"), std::string::npos) << judged.text;
}

// What the harness chose itself: users, devices, call ids, party ids of its peers.
std::string names_of(const std::string& folder, const std::string& test) {
  auto entries = trace::read_trace(folder + "/" + test + ".jsonl");
  if (!entries || entries->empty()) return {};
  return trace::to_line(entries->front()).substr(trace::to_line(entries->front()).find("\"names\""));
}

TEST_F(Cli, TheSameSeedMakesTheSameNames) {
  std::array<std::string, 3> names;
  const std::array<const char*, 3> seeds = {"7", "7", "8"};
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    ASSERT_EQ(ringcheck(std::string("run voip.v1.callee.answer --out runs") + std::to_string(i) + " --seed " +
                        seeds[i])
                  .status,
              0);
    auto folder = run::newest_run(folder_ + "/runs" + std::to_string(i));
    ASSERT_TRUE(folder);
    names[i] = names_of(*folder, "voip.v1.callee.answer");
    ASSERT_FALSE(names[i].empty());
  }
  EXPECT_EQ(names[0], names[1]);
  EXPECT_NE(names[0], names[2]);
}

TEST_F(Cli, RepeatPlaysEachOftenAndFailedOnlyWhatFailed) {
  const Said repeated = ringcheck("run voip.v1.callee.answer voip.v1.callee.reject --repeat 3");
  EXPECT_EQ(repeated.status, 0);
  EXPECT_SAYS(repeated, "6/6 PASS");
  EXPECT_EQ(newest().tests.size(), 6U);
  EXPECT_EQ(ringcheck("run --failed").status, 3);  // nothing failed
  // A second folder, so that "newest" cannot be a matter of the file system's clock.
  fs::remove_all(folder_ + "/ringcheck-runs");
  const Said faulty = ringcheck(
      "run voip.v1.callee.answer voip.v1.callee.reject voip.v1.caller.rejected "
      "--adapter-arg=--fault --adapter-arg=answers_before_user --time-scale 0.2");
  EXPECT_EQ(faulty.status, 1);
  EXPECT_SAYS(faulty, "VOIP-090");
  EXPECT_SAYS(faulty, "again  ringcheck run");
  std::size_t not_passed = 0;
  for (const report::TestResult& test : newest().tests) not_passed += test.outcome != report::Outcome::passed;
  ASSERT_GT(not_passed, 0U);
  ASSERT_LT(not_passed, 3U);
  EXPECT_SAYS(ringcheck("run --failed voip.v1.caller.rejected"),
              "nothing that voip.v1.caller.rejected names failed in the newest run");
  EXPECT_EQ(ringcheck("run --failed --out ringcheck-runs").status, 0);  // the fault is gone
  EXPECT_EQ(newest().tests.size(), not_passed);
}

// The whole suite is judged by run_test; here one scenario, by what its user sees and finds.
TEST_F(Cli, JudgeShowsWhatCatchesEachRequirement) {
  const Said help = ringcheck("judge --help");
  EXPECT_EQ(help.status, 0);
  for (const char* word : {"--no-live", "--keep", "--json", "survivors.yaml", "Exit status"})
    EXPECT_SAYS(help, word);
  const Said said = ringcheck("judge --no-live --keep judged --json table.json voip.v1.callee.reject");
  EXPECT_EQ(said.status, 0) << said.text;
  for (const char* words : {"inserted", "VOIP-104", "requirements caught", "0 survive"})
    EXPECT_SAYS(said, words);
  EXPECT_EQ(ringcheck("show judged voip.v1.callee.reject").status, 0);
  std::ifstream file(folder_ + "/table.json");
  const std::string table{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(table.find("\"sound\":true"), std::string::npos) << table;
  EXPECT_EQ(ringcheck("judge --no-live --json /nowhere/table.json voip.v1.callee.reject").status, 3);
}

TEST_F(Cli, JudgePlaysFaultsAndIdleToo) {
  const Said said = ringcheck("judge voip.v1.callee.reject");
  EXPECT_EQ(said.status, 0) << said.text;
  for (const char* words : {"rejects_with_hangup", "reject_with_reason", "inconclusive", "faults and idle"})
    EXPECT_SAYS(said, words);
  EXPECT_FALSE(fs::exists(folder_ + "/ringcheck-runs"));
}

TEST_F(Cli, ListAndExplain) {
  const Said list = ringcheck("list voip.v1.callee");
  EXPECT_EQ(list.status, 0);
  EXPECT_SAYS(list, "voip.v1.callee.answer\n");
  EXPECT_EQ(list.text.find("voip.v1.caller"), std::string::npos);
  EXPECT_EQ(ringcheck("list suites/voip/v1/callee/").text, list.text);
  EXPECT_EQ(ringcheck("list suites/voip/v1/call").status, 3);
  const Said requirements = ringcheck("list --requirements");
  EXPECT_EQ(requirements.status, 0);
  EXPECT_SAYS(requirements, "VOIP-089");
  const Said glare = ringcheck("list --level should --level recommended --section glare voip.v1.glare");
  EXPECT_EQ(glare.status, 0);
  EXPECT_SAYS(glare, "voip.v1.glare.");
  EXPECT_EQ(glare.text.find("voip.v1.callee.answer\n"), std::string::npos);
  EXPECT_SAYS(ringcheck("list --sections"), "glare");
  EXPECT_SAYS(ringcheck("list --section glair"), "did you mean glare?");
  EXPECT_EQ(ringcheck("list --requirements --since r0.6.1").text.find("VOIP-108"), std::string::npos);
  EXPECT_SAYS(ringcheck("coverage"), " proved, ");
  EXPECT_EQ(ringcheck("coverage --json").status, 0);
  EXPECT_EQ(ringcheck("coverage --not-yet").status, 0);
  const Said requirement = ringcheck("explain VOIP-089");
  EXPECT_EQ(requirement.status, 0);
  EXPECT_SAYS(requirement, "callee/answer.yaml:");
  const Said scenario = ringcheck("explain voip.v1.callee.reject");
  EXPECT_EQ(scenario.status, 0);
  EXPECT_SAYS(scenario, "expect m.call.reject");
  EXPECT_SAYS(scenario, "fragments/");
}

TEST_F(Cli, SlowTestsAreLeftOutUnlessTheyAreNamed) {
  std::ofstream(folder_ + "/waits.yaml")
      << "title: A call is rejected in the end\nstage: dm\nslow: true\nsteps:\n"
         "  - send: m.call.invite\n  - do: reject_call\n"
         "  - expect: m.call.reject\n    proves: [VOIP-104]\n";
  // Suites of our own, so that nothing depends on which of the real ones are slow.
  fs::create_directories(folder_ + "/home/suites");
  for (const char* piece : {"stages", "forms", "fragments", "tables", "faults", "requirements"})
    fs::create_directory_symlink(source_dir() + "/suites/" + piece, folder_ + "/home/suites/" + piece);
  for (const char* piece : {"schemas", "fixtures"})
    fs::create_directory_symlink(source_dir() + "/" + piece, folder_ + "/home/" + piece);
  fs::create_directories(folder_ + "/home/suites/voip");
  fs::rename(folder_ + "/waits.yaml", folder_ + "/home/suites/voip/waits.yaml");
  auto here = [&](const std::string& arguments) {
    return shell("cd '" + folder_ + "' && RINGCHECK_HOME='" + folder_ + "/home' '" + program() + "' " +
                 arguments);
  };
  EXPECT_SAYS(here("list"), "voip.waits  slow\n");
  const Said left_out = here("run");
  EXPECT_EQ(left_out.status, 0) << left_out.text;
  EXPECT_SAYS(left_out, ": 0 scenarios, seed");
  EXPECT_SAYS(left_out, "1 slow test was left out: --slow plays it");
  EXPECT_SAYS(here("run home/suites/voip"), "1 slow test was left out");
  for (const char* words :
       {"run --slow", "run voip.waits", "run VOIP-104", "run home/suites/voip/waits.yaml"}) {
    const Said played = here(words);
    EXPECT_SAYS(played, "voip.waits  ");
    EXPECT_EQ(played.text.find("left out"), std::string::npos) << played.text;
  }
}

TEST_F(Cli, LintTellsEveryFaultAndSurvivesHostileFiles) {
  const Said all = ringcheck("lint");
  EXPECT_EQ(all.status, 0);
  const Said piece = ringcheck("lint '" + source_dir() + "/suites/fragments/call_lobby.yaml'");
  EXPECT_EQ(piece.text, all.text) << "what a fragment is wrong in, its users show";
  EXPECT_EQ(ringcheck("lint '" + source_dir() + "/suites/fragments/none.yaml'").status, 3);
  auto write = [&](const char* name, const std::string& text) {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
  };
  write("words.yaml",
        "title: x\nstage: dm\nrequires: [voip.caler]\nsteps:\n  - do: dance\n"
        "  - expect: {note: incoming_cal}\n  - do: get_calls\n");
  const Said words = ringcheck("lint words.yaml");
  EXPECT_EQ(words.status, 3);
  EXPECT_SAYS(words, "words.yaml:3:12: error: no subject can claim voip.caler; did you mean voip.caller?");
  EXPECT_SAYS(words, "words.yaml:5:9: error: the driver protocol has no action dance");
  EXPECT_SAYS(
      words,
      "words.yaml:6:20: error: the driver protocol has no note incoming_cal; did you mean incoming_call?");
  write("bad.yaml", "title: x\nstage: dn\nsteps:\n  - settle: rob\n  - expct: m.call.answer\n");
  const Said bad = ringcheck("lint bad.yaml");
  EXPECT_EQ(bad.status, 3);
  for (const char* place : {"bad.yaml:2:", "bad.yaml:5:"}) EXPECT_SAYS(bad, place);
  write("deep.yaml", "title: x\nstage: dm\nsteps: " + std::string(10'000, '[') + std::string(10'000, ']'));
  write("bomb.yaml", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nsteps: [*c, *c]\n");
  write("bytes.yaml", "title: \"\xff\xfe\"\nstage: dm\nsteps: []\n");
  write("zero.yaml", std::string(4096, '\0'));
  write("long.yaml", "title: " + std::string(8'000'000, 'x') + "\nstage: dm\nsteps: []\n");
  write("empty.yaml", "");
  for (const char* name : {"deep.yaml", "bomb.yaml", "bytes.yaml", "zero.yaml", "long.yaml", "empty.yaml"}) {
    const Said hostile = ringcheck(std::string("lint ") + name);
    EXPECT_EQ(hostile.status, 3) << name << "\n" << hostile.text.substr(0, 2000);
    EXPECT_SAYS(hostile, std::string(name) + ":");
    EXPECT_LT(hostile.text.size(), 100'000U) << name;
  }
}

TEST_F(Cli, WhyAnAdapterIsNeverReadyIsSaidOnce) {
  const Said said =
      ringcheck("run --subject '" + source_dir() + "/fixtures/subjects/wrong/claiming_more' voip.v1.caller");
  EXPECT_EQ(said.status, 4) << said.text;
  const std::string why =
      "claims voip.dtmf but initialize does not list the action send_dtmf, which it needs";
  const std::size_t first = said.text.find(why);
  ASSERT_NE(first, std::string::npos) << said.text;
  EXPECT_EQ(said.text.find(why, first + 1), std::string::npos) << said.text;
  EXPECT_EQ(said.text.find("voip.v1.caller."), std::string::npos) << "a line for each\n" << said.text;
  EXPECT_LE(std::count(said.text.begin(), said.text.end(), '\n'), 8) << said.text;
}

// fixtures/ci/operated.py plays one that is there.
TEST_F(Cli, WhyAHomeserverCannotBeAskedIsSaidOnce) {
  const std::string path = folder_ + "/nobody.yaml";
  std::ofstream(path) << "subject: homeserver\nname: nobody\nurl: http://127.0.0.1:9\n"
                         "accounts:\n  registration_secret: {env: RINGCHECK_TEST_SECRET}\n";
  const std::string run = "run --subject '" + path + "' homeserver.versions homeserver.guests";
  const Said unset = ringcheck(run);
  EXPECT_EQ(unset.status, 3) << unset.text;
  EXPECT_SAYS(unset, "RINGCHECK_TEST_SECRET is not set in the environment");
  setenv("RINGCHECK_TEST_SECRET", "nobody's own", 1);
  const Said said = ringcheck(run);
  unsetenv("RINGCHECK_TEST_SECRET");
  EXPECT_EQ(said.status, 3) << said.text;
  EXPECT_SAYS(
      said,
      "nobody could not be asked: http://127.0.0.1:9: no connection to 127.0.0.1:9: Connection refused");
  EXPECT_SAYS(said, "not harmless on a server that people use");
  EXPECT_EQ(said.text.find("voip.v1.caller."), std::string::npos) << "a line for each\n" << said.text;
  EXPECT_LE(std::count(said.text.begin(), said.text.end(), '\n'), 8) << said.text;
}

TEST_F(Cli, KeepAndDebug) {
  const Said said =
      shell("python3 -B '" + source_dir() + "/fixtures/ctrl_c/keep_debug.py' '" + program() + "'");
  EXPECT_EQ(said.status, 0) << said.text;
}

// Twenty here; fixtures/ctrl_c/ctrl_c.py takes any number.
TEST_F(Cli, CtrlCAtAnyMoment) {
  const Said said =
      shell("python3 -B '" + source_dir() + "/fixtures/ctrl_c/ctrl_c.py' '" + program() + "' --times 20");
  EXPECT_EQ(said.status, 0) << said.text;
}

// The reference client with a fault that only MSC3086 minds.
constexpr const char* keeps_identity = " --adapter-arg=--fault --adapter-arg=keeps_identity";

TEST_F(Cli, APackThatTheSubjectClaimsIsPlayedAndDoesNotCount) {
  const Said claimed = ringcheck(std::string("run --section msc -q") + keeps_identity);
  EXPECT_EQ(claimed.status, 0) << claimed.text;
  EXPECT_NE(claimed.text.find("fail         VOIP-217"), std::string::npos) << claimed.text;
  EXPECT_NE(claimed.text.find("MSC3086:      3 pass, 1 fail, not counted"), std::string::npos)
      << claimed.text;
  EXPECT_EQ(ringcheck(std::string("run --section msc -q --strict") + keeps_identity).status, 1);
}

TEST_F(Cli, APackThatIsAskedForCounts) {
  for (const char* asked :
       {"run --msc 3086 -q", "run msc.3086 -q", "run VOIP-217 -q", "run --req VOIP-217 -q"}) {
    const Said said = ringcheck(std::string(asked) + keeps_identity);
    EXPECT_EQ(said.status, 1) << asked << said.text;
    EXPECT_NE(said.text.find("1 fail, counted"), std::string::npos) << asked << said.text;
  }
}

TEST_F(Cli, APackThatTheSubjectDoesNotClaimIsPlayedOnlyWhenAskedFor) {
  std::ofstream(folder_ + "/subject.yaml")
      << "subject: client\nname: plain\nadapter: [\"{build}/reference-client\"]\n"
         "claims: [voip.caller, voip.callee]\n";
  const Said whole = ringcheck("run --subject ./subject.yaml --section msc -q");
  EXPECT_EQ(whole.status, 0) << whole.text;
  EXPECT_NE(whole.text.find("the subject does not claim msc.3086"), std::string::npos) << whole.text;
  const Said asked = ringcheck("run --subject ./subject.yaml --msc 3086 -q");
  EXPECT_EQ(asked.status, 0) << asked.text;
  EXPECT_NE(asked.text.find("MSC3086:      4 pass, counted"), std::string::npos) << asked.text;
}

}  // namespace
}  // namespace ringcheck
