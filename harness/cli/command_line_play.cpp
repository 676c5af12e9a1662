// The commands that play: run, serve, judge, faults.

#include "cli/command_line_parts.hpp"
#include "cli/kinds.hpp"
#include "cli/options.hpp"

namespace ringcheck::cli {
namespace {

void add_run(CLI::App& app, RunCommand& run, WhyApart& why_apart, int& status) {
  CLI::App* command = app.add_subcommand("run", "play scenarios against a subject and judge them");
  command
      ->add_option("scenario", run.words,
                   "names (voip.v1.glare), files, folders or requirements; default: all")
      ->type_name(kinds::scenario);
  command
      ->add_option("--subject", run.subject,
                   "one of fixtures/subjects, the path of a subject.yaml, or self: our own subject\nof the "
                   "kind that the chosen scenarios are for")
      ->type_name(kinds::subject)
      ->capture_default_str();
  CLI::Option* argument = command
                              ->add_option("--adapter-arg", run.adapter_arguments,
                                           "added to the adapter's command, may be repeated")
                              ->type_name(kinds::argument)
                              ->allow_extra_args(false);
  CLI::Option* adapter =
      one_of(command->add_option(
                 "--adapter", run.adapter,
                 "no adapter, but you: what to do in the app is told here, one thing after the other.\n"
                 "Deadlines are four times as long then"),
             {"manual"});
  CLI::Option* listen =
      command
          ->add_option(
              "--listen", run.listen,
              "127.0.0.1:8765: the adapter is not started but comes to this address of this machine,\n"
              "over a WebSocket, by the URL that is printed; with --adapter manual the homeserver is there")
          ->type_name(kinds::address);
  add_tls(*command, run.tls);
  command->add_option("--out", run.out, "folder for the saved runs")
      ->type_name(kinds::folder)
      ->capture_default_str();
  command->add_option("--seed", run.seed, "repeats the random choices of a run; it is printed with each run")
      ->type_name(kinds::number);
  add_time_scale(*command, run.time_scale);
  CLI::Option* jobs = limited(
      command->add_option("--jobs,-j", run.jobs,
                          "scenarios played at once, beside the slow ones; default: as subject.yaml allows"),
      1, 1000);
  limited(command->add_option("--repeat", run.repeat,
                              "plays each scenario so often and tells which change their verdict"),
          1, 100000);
  CLI::Option* follow = command->add_flag(
      "--follow", run.follow,
      "one scenario after the other, each with its ladder while it is played, as show prints it");
  CLI::Option* watch = command->add_flag("--watch", run.watch,
                                         "a file of suites, schemas, subject or adapter changes: what rests "
                                         "on it is played again, until\nCtrl-C");
  command->add_flag("--debug", run.debug, "no deadlines: stop in a debugger as long as you like");
  CLI::Option* keep =
      command->add_flag("--keep", run.keep, "after the last scenario its homeserver stays up until Ctrl-C");
  command->add_flag("--failed", run.failed,
                    "only what did not pass in the newest run, of the scenarios that are named");
  command->add_flag("--strict", run.strict, "a call event that no step explains is a warning");
  command->add_flag("--slow", run.slow,
                    "also what takes real minutes; one that is named is played without it");
  command->add_flag(
      "--allow-intrusive", run.allow_intrusive,
      "on a homeserver that subject.yaml names by its URL, also scenarios that do not say\nharmless: true");
  CLI::Option* quiet = command->add_flag("--quiet,-q", run.quiet, "only failures and the summary");
  command
      ->add_option("--shard", run.shard,
                   "2/4: only the second of four parts; ringcheck report merge puts them together")
      ->type_name(kinds::shard);
  CLI::Option* accept =
      command->add_flag("--accept", run.accept,
                        "write what fails into the subject's list of expected failures, drop what is stale");
  command->add_flag("--no-probe", run.no_probe,
                    "play every scenario, also when the first show no sign of a call between two users");
  add_filter(*command, run.filter);
  constexpr const char* no_command = "no adapter is started then, to whose command it could be added";
  keep_apart(argument, adapter, no_command, why_apart);
  keep_apart(argument, listen, no_command, why_apart);
  keep_apart(adapter, jobs, "a person plays one scenario after the other", why_apart);
  keep_apart(follow, jobs, "what is followed is played one scenario after the other", why_apart);
  keep_apart(follow, quiet, "the one tells all that passes, the other nothing but failures", why_apart);
  keep_apart(watch, keep, "the one would wait for Ctrl-C before the other plays again", why_apart);
  keep_apart(watch, accept, "what is still being changed is not accepted", why_apart);
  command->footer(
      "Examples:\n"
      "  ringcheck run --subject ./subject.yaml --section negotiate --level must\n"
      "  ringcheck run --subject ./subject.yaml --shard 1/4      one of four machines\n"
      "  ringcheck run suites/homeserver                         our own homeserver\n"
      "  ringcheck run --subject ./subject.yaml suites/homeserver  yours, where subject.yaml has url and "
      "accounts\n"
      "  ringcheck run --subject ./subject.yaml --listen 127.0.0.1:8765   an adapter in a page, or on a "
      "telephone\n"
      "  ringcheck run --adapter manual voip.v1.caller           you, and an app as it is\n"
      "  ringcheck run --subject ./subject.yaml --accept         then explain each why in expected.yaml\n\n" +
      std::string(exit_status));
  command->callback([&run, &status] { status = run_tests(run); });
}

void add_serve(CLI::App& app, ServeCommand& serve_command, int& status) {
  CLI::App* command =
      app.add_subcommand("serve", "a homeserver and peers that answer, for an app that you move as you like");
  command
      ->add_option("scenario", serve_command.scenario,
                   "name of one; default: alone with alice in a room, who answers your calls, and calls you "
                   "when you\ntype so")
      ->type_name(kinds::scenario);
  command
      ->add_option("--listen", serve_command.listen,
                   "192.168.1.5:8008: where the homeserver is; default: a free port of 127.0.0.1")
      ->type_name(kinds::address);
  add_tls(*command, serve_command.tls);
  command->add_option("--out", serve_command.out, "folder for the trace, and for the certificate of --tls")
      ->type_name(kinds::folder)
      ->capture_default_str();
  command->add_option("--seed", serve_command.seed, "of ids and tokens")
      ->type_name(kinds::number)
      ->capture_default_str();
  command->footer(
      "Log in by the password that is printed, and call: what passes is shown as it passes, and nothing has "
      "a\n"
      "deadline. A scenario tells what it wants done; when it is over its peers play by themselves, as "
      "without\n"
      "one. There is signalling and ICE, but no sound and no picture. At the end, which is Ctrl-C, what the "
      "app\n"
      "sent is judged, as ringcheck check does; what it should have done is asked by ringcheck run.\n"
      "  ringcheck serve\n"
      "  ringcheck serve voip.v1.glare.incoming_is_lesser\n"
      "  ringcheck serve --listen 192.168.1.5:8008 --tls         an app on a telephone\n"
      "  ringcheck show ringcheck-runs/serve trace               what passed, once more\n"
      "Exit status: 0 it was ended, 3 the scenario or the configuration is wrong.");
  command->callback([&serve_command, &status] { status = serve(serve_command); });
}

constexpr const char* judge_description = "proof that each requirement which the suites decide can fail";

constexpr const char* judge_footer =
    "The suites are played once with our own subjects, and every part of the traces that a verdict rests on\n"
    "is made wrong: what a step took is deleted, doubled, sent elsewhere; each value that it names is "
    "changed,\n"
    "also in type, or taken away; what it forbids is inserted. Each mutant is judged again, and none may "
    "pass.\n"
    "Then the fault switches of our own subjects and a client that does nothing are played.\n\n"
    "  ringcheck judge                                  everything\n"
    "  ringcheck judge --no-live                        only the mutants: seconds\n"
    "  ringcheck judge --no-live --keep judged VOIP-072 one requirement, with the traces to look at\n\n"
    "A mutant that survives shows a weak step, or is an equally legal trace: then its reason is written in\n"
    "fixtures/judge/survivors.yaml.\n"
    "Exit status: 0 all is caught or explained, 1 a survivor without a reason, a reason out of date, a\n"
    "requirement that nothing catches or that idle passes, a test that our subject does not pass,\n"
    "3 the configuration is wrong.";

void add_judge(CLI::App& app, JudgeCommand& judge_command, int& status) {
  CLI::App* command = app.add_subcommand("judge", judge_description);
  command->footer(judge_footer);
  command->add_option("scenario", judge_command.words, "as for run; default: all")
      ->type_name(kinds::scenario);
  command->add_flag("--no-live", judge_command.no_live, "mutants only: no faults, no idle");
  command
      ->add_option("--keep", judge_command.keep,
                   "folder for the traces, and for that of each survivor, which ringcheck show prints")
      ->type_name(kinds::folder);
  command->add_option("--json", judge_command.json, "file for the table (schemas/judge.schema.json)")
      ->type_name(kinds::file);
  command->callback([&judge_command, &status] { status = judge(judge_command); });
}

void add_faults(CLI::App& app, FaultsCommand& faults_command, int& status) {
  CLI::App* command =
      app.add_subcommand("faults", "each fault switch of our own subjects against the suite: is it caught?");
  command->add_option("fault", faults_command.only, "only these; default: all")->type_name(kinds::fault);
  command->add_option("--out", faults_command.out, "folder for the saved runs")
      ->type_name(kinds::folder)
      ->capture_default_str();
  command->callback([&] { status = faults(faults_command); });
}

}  // namespace

void add_playing(CLI::App& app, CommandLine& line) {
  add_run(app, line.run, line.why_apart, line.status);
  add_serve(app, line.serve, line.status);
}

void add_proving(CLI::App& app, CommandLine& line) {
  add_faults(app, line.faults, line.status);
  add_judge(app, line.judge, line.status);
}

}  // namespace ringcheck::cli
