#include "cli/cli.hpp"

#include <CLI/CLI.hpp>

#include "cli/commands.hpp"

namespace ringcheck::cli {
namespace {

constexpr const char* description =
    "ringcheck shows whether a Matrix client makes calls as the specification says.\n"
    "It plays the homeserver and the other parties, runs scenarios, judges every message that passes.\n\n"
    "  ringcheck run                                  our own reference client, the whole suite\n"
    "  ringcheck run --subject ./subject.yaml         your client\n"
    "  ringcheck run --subject x voip.v1.glare        only these scenarios; VOIP-072 selects by requirement\n"
    "  ringcheck show last voip.v1.callee.answer      what passed, as a ladder\n"
    "  ringcheck explain VOIP-072                     what is asked, and who proves it";

constexpr const char* footer =
    "Exit status: 0 as expected, 1 a requirement failed, 2 inconclusive only,\n"
    "3 a scenario or the configuration is wrong, 4 the adapter broke.";

void add_run(CLI::App& app, RunCommand& run, int& status) {
  CLI::App* command = app.add_subcommand("run", "play scenarios against a subject and judge them");
  command->add_option("scenario", run.words,
                      "names (voip.v1.glare), files, folders or requirements; default: all");
  command->add_option("--subject", run.subject, "one of fixtures/subjects, or the path of a subject.yaml")
      ->capture_default_str();
  command->add_option("--adapter-arg", run.adapter_arguments,
                      "added to the adapter's command, may be repeated");
  command->add_option("--out", run.out, "folder for the saved runs")->capture_default_str();
  command->add_option("--seed", run.seed, "repeats the random choices of a run; it is printed with each run");
  command->add_option("--time-scale", run.time_scale, "stretches every deadline, for slow machines")
      ->check(CLI::Range(0.01, 1000.0))
      ->capture_default_str();
  command->add_option("--jobs,-j", run.jobs, "scenarios played at once; default: the subject's slots")
      ->check(CLI::Range(1, 1000));
  command
      ->add_option("--repeat", run.repeat,
                   "plays each scenario so often and tells which change their verdict")
      ->check(CLI::Range(1, 100000));
  command->add_flag("--debug", run.debug, "no deadlines: stop in a debugger as long as you like");
  command->add_flag("--keep", run.keep, "after the last scenario its homeserver stays up until Ctrl-C");
  command->add_flag("--failed", run.failed, "only what did not pass in the newest run");
  command->add_flag("--strict", run.strict, "a call event that no step explains is a warning");
  command->add_flag("--quiet,-q", run.quiet, "only failures and the summary");
  command->callback([&run, &status] { status = run_tests(run); });
}

constexpr const char* judge_description =
    "proof that each requirement which the suites decide can fail\n\n"
    "The suites are played once with reference-client, and every part of the traces that a verdict rests on\n"
    "is made wrong: what a step took is deleted, doubled, sent elsewhere; each value that it names is "
    "changed,\n"
    "also in type, or taken away; what it forbids is inserted. Each mutant is judged again, and none may "
    "pass.\n"
    "Then the fault switches of reference-client and a client that does nothing are played.\n\n"
    "  ringcheck judge                                  everything\n"
    "  ringcheck judge --no-live                        only the mutants: seconds\n"
    "  ringcheck judge --no-live --keep judged VOIP-072 one requirement, with the traces to look at";

constexpr const char* judge_footer =
    "A mutant that survives shows a weak step, or is an equally legal trace: then its reason is written in\n"
    "fixtures/judge/survivors.yaml.\n"
    "Exit status: 0 all is caught or explained, 1 a survivor without a reason, a reason out of date, a\n"
    "requirement that nothing catches or that idle passes, a test that reference-client does not pass,\n"
    "3 the configuration is wrong.";

void add_judge(CLI::App& app, JudgeCommand& judge_command, int& status) {
  CLI::App* command = app.add_subcommand("judge", judge_description);
  command->footer(judge_footer);
  command->add_option("scenario", judge_command.words, "as for run; default: all");
  command->add_flag("!--no-live", judge_command.live, "mutants only: no faults, no idle");
  command->add_option("--keep", judge_command.keep,
                      "folder for the traces, and for that of each survivor, which ringcheck show prints");
  command->add_option("--json", judge_command.json, "file for the table (schemas/judge.schema.json)");
  command->callback([&judge_command, &status] { status = judge(judge_command); });
}

}  // namespace

int run(int argc, char** argv) {
  CLI::App app{description, "ringcheck"};
  app.footer(footer);
  app.set_version_flag("--version", std::string("ringcheck ") + RINGCHECK_VERSION);
  app.require_subcommand(1);
  int status = 0;
  RunCommand run_command;
  add_run(app, run_command, status);

  std::vector<std::string> lint_paths;
  CLI::App* lint_command =
      app.add_subcommand("lint", "load scenarios and print every fault; nothing is played");
  lint_command->add_option("path", lint_paths, "files or folders; default: all suites");
  lint_command->callback([&] { status = lint(lint_paths); });

  std::vector<std::string> list_words;
  bool list_requirements = false;
  CLI::App* list_command = app.add_subcommand("list", "the scenarios and what they prove");
  list_command->add_option("scenario", list_words, "as for run");
  list_command->add_flag("--requirements", list_requirements,
                         "the register instead, with the scenarios that prove each");
  list_command->callback([&] { status = list(list_words, list_requirements); });

  std::string explain_word;
  CLI::App* explain_command =
      app.add_subcommand("explain", "a scenario with all its defaults put in, or a requirement");
  explain_command->add_option("what", explain_word, "voip.v1.callee.answer or VOIP-072")->required();
  explain_command->callback([&] { status = explain(explain_word); });

  std::string show_run;
  std::string show_test;
  CLI::App* show_command = app.add_subcommand("show", "what passed in a saved test, as a ladder");
  show_command->add_option("run", show_run, "folder of a saved run, or last")->required();
  show_command->add_option("scenario", show_test, "name of the test")->required();
  show_command->callback([&] { status = show(show_run, show_test); });

  std::string setup_subject;
  CLI::App* setup_command =
      app.add_subcommand("setup", "install what a subject needs, by the commands in its subject.yaml");
  setup_command->add_option("subject", setup_subject, "as for run --subject")->required();
  setup_command->callback([&] { status = setup(setup_subject); });

  FaultsCommand faults_command;
  CLI::App* faults_app =
      app.add_subcommand("faults", "each fault switch of reference-client against the suite: is it caught?");
  faults_app->add_option("fault", faults_command.only, "only these; default: all");
  faults_app->add_option("--out", faults_command.out, "folder for the saved runs")->capture_default_str();
  faults_app->callback([&] { status = faults(faults_command); });

  JudgeCommand judge_command;
  add_judge(app, judge_command, status);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // --help and --version come this way too, with status 0.
    return app.exit(error) == 0 ? 0 : configuration_wrong;
  }
  return status;
}

}  // namespace ringcheck::cli
