// long because it is the whole command line in one place: what is said of a command stands beside its
// options.

#include "cli/command_line.hpp"

#include <fmt/format.h>

#include "cli/kinds.hpp"

namespace ringcheck::cli {
namespace {

constexpr const char* description =
    "ringcheck shows whether a Matrix client makes calls as the specification says.\n"
    "It plays the homeserver and the other parties, runs scenarios, judges every message that passes.\n\n"
    "  ringcheck run                                  our own reference client, the whole suite\n"
    "  ringcheck new subject --lang python ringcheck  an adapter for your client, and recipes for CI\n"
    "  ringcheck run --subject ./subject.yaml         your client\n"
    "  ringcheck run --subject x voip.v1.glare        only these scenarios; VOIP-072 selects by requirement\n"
    "  ringcheck serve                                an app by hand, against a peer that answers\n"
    "  ringcheck show last voip.v1.callee.answer      what passed, as a ladder\n"
    "  ringcheck explain VOIP-072                     what is asked, and who proves it\n"
    "  ringcheck compare runs/old runs/new            what became better or worse\n"
    "  ringcheck check call.har                       recorded traffic; nothing is run\n"
    "  ringcheck adapter check -- python3 adapter.py  is the adapter sound?";

constexpr const char* exit_status =
    "Exit status: 0 as expected, 1 a requirement failed, 2 inconclusive only,\n"
    "3 a scenario or the configuration is wrong, 4 the adapter broke,\n"
    "5 the subject makes no calls between two users.";

constexpr const char* environment =
    "Environment: NO_COLOR, whatever it is, and the terminal gets no colours.\n"
    "RINGCHECK_HOME is the folder that holds suites/ and schemas/, where they lie in none above the program.";

// A number within limits, which stand where its kind is told.
CLI::Option* limited(CLI::Option* option, double least, double most) {
  return option->check(CLI::Range(least, most).description(""))->type_name(fmt::format("{}-{}", least, most));
}

// One of some words, which stand where its kind is told.
CLI::Option* one_of(CLI::Option* option, const std::vector<std::string>& words) {
  return option->check(CLI::IsMember(words).description(""))
      ->type_name(fmt::format("{}", fmt::join(words, "|")));
}

void add_filter(CLI::App& command, spec::Filter& filter) {
  constexpr const char* group = "Selection by requirement (one requirement must fit all of it)";
  auto add = [&](const char* option, std::vector<std::string>& words, const char* kind, const char* what) {
    // One word each, so that it never swallows the name of a scenario.
    command.add_option(option, words, what)->type_name(kind)->allow_extra_args(false)->group(group);
  };
  add("--req", filter.ids, kinds::requirement,
      "VOIP-072; may be repeated, as the next four: any of them will do");
  add("--section", filter.sections, kinds::section, "glare; ringcheck list --sections shows all");
  add("--msc", filter.mscs, kinds::msc, "2746: what this MSC brought or asks for");
  add("--level", filter.levels, kinds::level, "must, should, recommended, may, info");
  add("--tier", filter.tiers, kinds::tier, "of the widget API: 1 what is deployed, 2 extensions, 3 drafts");
  command.add_option("--since", filter.since, "1.7: demanded by that release or an earlier one")
      ->type_name(kinds::release)
      ->group(group);
}

void add_time_scale(CLI::App& command, double& scale) {
  limited(command.add_option("--time-scale", scale, "stretches every deadline, for slow machines"), 0.01,
          1000)
      ->capture_default_str();
}

void add_tls(CLI::App& command, bool& tls) {
  command.add_flag(
      "--tls", tls,
      "https, and wss with --listen, for clients that insist on it: by an authority of this run,\n"
      "whose certificate is printed");
}

using WhyApart = std::map<std::string, std::string>;

// One of them would be heeded and the other silently not.
void keep_apart(CLI::Option* a, CLI::Option* b, const char* why, WhyApart& why_apart) {
  a->excludes(b);
  why_apart[CLI::ExcludesError(a->get_name(), b->get_name()).what()] = why;
  why_apart[CLI::ExcludesError(b->get_name(), a->get_name()).what()] = why;
}

std::string failure_message(const CLI::App* app, const CLI::Error& error, const WhyApart& why_apart) {
  const auto why = why_apart.find(error.what());
  if (why == why_apart.end()) return CLI::FailureMessage::simple(app, error);
  return fmt::format("ringcheck: {}: {}\n", error.what(), why->second);
}

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

void add_list(CLI::App& app, ListCommand& list_command, int& status) {
  CLI::App* command = app.add_subcommand("list", "the scenarios and what they prove");
  command->add_option("scenario", list_command.words, "as for run")->type_name(kinds::scenario);
  command->add_flag("--requirements", list_command.requirements,
                    "the register instead, with the scenarios that prove each");
  command->add_flag(
      "--sections", list_command.sections,
      "the words that --section, --level, --since and --msc take, with the requirements of each");
  add_filter(*command, list_command.filter);
  command->footer(
      "Examples:\n"
      "  ringcheck list voip.v1.glare\n"
      "  ringcheck list --msc 2746 --level should\n"
      "  ringcheck list --requirements --since r0.6.1");
  command->callback([&] { status = list(list_command); });
}

void add_format(CLI::App& command, ReportCommand& report_command, const char* option, ReportFormat format,
                const char* what) {
  // A flag that may have a value takes it by `=` only, so that it never swallows the name of the run.
  command.add_flag(option, report_command.formats[format], what)->type_name(kinds::file);
}

void add_report(CLI::App& app, ReportCommand& report_command, std::vector<std::string>& merge_runs,
                int& status) {
  CLI::App* command = app.add_subcommand("report", "any report again from a saved run; merge shards");
  command->add_option("run", report_command.run, "folder of a saved run, or last")->type_name(kinds::run);
  add_format(*command, report_command, "--html", ReportFormat::html,
             "report.html, for people: one file, no network");
  add_format(*command, report_command, "--junit", ReportFormat::junit, "junit.xml, for CI systems");
  add_format(*command, report_command, "--json", ReportFormat::json, "results.json, for programs");
  add_format(*command, report_command, "--markdown", ReportFormat::markdown,
             "report.md, for the comment on a pull request");
  add_format(*command, report_command, "--annotations", ReportFormat::annotations,
             "annotations.txt, what GitHub Actions shows beside the code");
  add_format(*command, report_command, "--badge-svg", ReportFormat::badge_svg, "badge.svg, for a README");
  add_format(*command, report_command, "--badge-json", ReportFormat::badge_json,
             "badge.json, for the endpoint badge of shields.io");
  command
      ->add_option("--out", report_command.out,
                   "folder for the reports, or - for the standard output; default: the run's folder")
      ->type_name(kinds::folder);
  command->footer(
      "Each report is written under its usual name, or as =FILE says: --markdown=comment.md, --markdown=- "
      "for\n"
      "the standard output. Without any of them the terminal's report is printed. Examples:\n"
      "  ringcheck report last --html\n"
      "  ringcheck report last --markdown --out -\n"
      "  ringcheck report ringcheck-runs/20261123-214501-634057 --junit --badge-svg=docs/badge.svg\n"
      "  ringcheck report merge shard-1 shard-2 --out whole");
  CLI::App* merge = command->add_subcommand("merge", "the saved runs of shards as one saved run");
  merge->add_option("run", merge_runs, "folders of the saved runs")->type_name(kinds::run)->required();
  merge
      ->add_option("--out", report_command.out,
                   "folder of the merged run; default: a new one in ringcheck-runs")
      ->type_name(kinds::folder);
  merge->footer(
      "Expected failures are judged over the whole; the exit status is that of the merged run.\n"
      "  ringcheck run --shard 1/2 --out shard-1\n"
      "  ringcheck run --shard 2/2 --out shard-2\n"
      "  ringcheck report merge shard-1/* shard-2/* --out whole");
  command->callback([&, merge] {
    status = merge->parsed() ? merge_reports(merge_runs, report_command.out) : report(report_command);
  });
}

void add_compare(CLI::App& app, CompareCommand& compare_command, int& status) {
  CLI::App* command = app.add_subcommand("compare", "saved runs side by side: better, worse, new, gone");
  command->add_option("run", compare_command.runs, "folders of two to twelve saved runs, or last")
      ->type_name(kinds::run)
      ->required();
  command->add_flag("--all", compare_command.all, "also what is the same in all of them");
  CLI::Option* markdown = command->add_flag("--markdown", compare_command.markdown, "as tables of Markdown");
  CLI::Option* json =
      command->add_flag("--json", compare_command.json, "every row, for programs")->excludes(markdown);
  command
      ->add_flag("--html", compare_command.html,
                 "as one page that needs no network: a column for each run, what differs first")
      ->excludes(markdown)
      ->excludes(json);
  command->footer(
      "The last run is held against the first. Exit status 1 when any requirement or scenario is worse in "
      "it,\n"
      "0 otherwise: what is new or gone is shown and decides nothing. A pass is better than a warn, a warn\n"
      "than a fail; fail and inconclusive differ and are neither. Examples:\n"
      "  ringcheck compare ringcheck-runs/of-main last\n"
      "  ringcheck compare runs/of-synapse runs/of-dendrite --html > servers.html");
  command->callback([&] { status = compare(compare_command); });
}

void add_coverage(CLI::App& app, CoverageCommand& coverage_command, int& status) {
  CLI::App* command =
      app.add_subcommand("coverage", "what of the register is proved, excluded, or not tested yet");
  CLI::Option* json =
      command->add_flag("--json", coverage_command.json, "each requirement with what proves it or why not");
  command->add_flag("--not-yet", coverage_command.not_yet, "a line for each that nothing decides yet")
      ->excludes(json);
  command
      ->add_option(
          "--decided", coverage_command.decided,
          "a saved run, or last; may be repeated: how many of them were decided there, together and by each")
      ->type_name(kinds::run)
      ->allow_extra_args(false)
      ->excludes(json);
  add_filter(*command, coverage_command.filter);
  command->footer(
      "Examples:\n"
      "  ringcheck coverage --since 1.7 --level must\n"
      "  ringcheck coverage --not-yet --section glare\n"
      "  ringcheck coverage --tier 1 --decided runs/host --decided runs/widget");
  command->callback([&] { status = coverage(coverage_command); });
}

void add_site(CLI::App& app, SiteCommand& site_command, int& status) {
  CLI::App* command = app.add_subcommand("site", "the register as HTML pages: what is asked, and who passes");
  command->add_option("folder", site_command.folder, "where the pages go; it is made if need be")
      ->type_name(kinds::folder)
      ->required();
  command
      ->add_option("run", site_command.runs,
                   "saved runs, or last: their verdicts, and ladders of what passed, the first run's first")
      ->type_name(kinds::run);
  command->footer(
      "An index to search by area, section, level and word, a page for each requirement (what is asked, how\n"
      "it is tested, the usual mistake) and one for each MSC. The pages need no network. What else lies in\n"
      "the folder stays. Examples:\n"
      "  ringcheck site site last\n"
      "  ringcheck site public/ringcheck runs/of-synapse runs/of-dendrite");
  command->callback([&] { status = site(site_command); });
}

void add_check(CLI::App& app, CheckCommand& check, int& status) {
  CLI::App* command =
      app.add_subcommand("check", "judge recorded traffic: our traces, HAR, events as JSON lines, taps");
  command->add_option("file", check.files, "recordings; each is judged for itself")
      ->type_name(kinds::file)
      ->required();
  command
      ->add_option(
          "--subject", check.subject,
          "whose traffic is judged: @user:server, @user:server/DEVICE, or host or widget of a tap; default: "
          "everybody's")
      ->type_name(kinds::user);
  one_of(command->add_option("--format", check.format, "of all files; default: by the content"),
         {"trace", "har", "events", "tap"});
  command->add_option("--json", check.json, "writes the results to this file, as those of a run")
      ->type_name(kinds::file);
  command->footer(
      "Only what needs no scenario is judged: shapes, identifiers, the life of a call, SDP, HTTP, and what "
      "hosts\n"
      "and widgets say to each other. What a file cannot tell (encrypted rooms, notes, what was before it) "
      "is\n"
      "said and not judged. fixtures/tap/README.md tells how a tap is made. Examples:\n"
      "  ringcheck check call.har\n"
      "  ringcheck check --subject host tap.jsonl\n"
      "  ringcheck check --subject @alice:example.org events.jsonl\n"
      "Exit status: as for a run.");
  command->callback([&check, &status] { status = check_recordings(check); });
}

void add_adapter(CLI::App& app, AdapterCommand& adapter, int& status) {
  CLI::App* group = app.add_subcommand("adapter", "the small program that moves your client: is it sound?");
  group->require_subcommand(1);
  CLI::App* command =
      group->add_subcommand("check", "hold an adapter to the driver protocol, before any scenario");
  command->add_option("command", adapter.adapter, "the adapter's program and arguments, after --")
      ->type_name(kinds::file);
  command->add_option("--subject", adapter.subject, "as for run, instead of a command: its claims count too")
      ->type_name(kinds::subject);
  command->add_option("--listen", adapter.listen, "as for run: the adapter is not started but comes there")
      ->type_name(kinds::address);
  add_tls(*command, adapter.tls);
  command->add_option("--seed", adapter.seed, "chooses the name of the order that does not exist")
      ->type_name(kinds::number);
  add_time_scale(*command, adapter.time_scale);
  command->footer(
      "A line for each promise of the protocol (schemas/driver/README.md); of a broken one what was wanted, "
      "what\n"
      "came, and what to do next. Examples:\n"
      "  ringcheck adapter check -- python3 adapter.py\n"
      "  ringcheck adapter check --subject ./subject.yaml\n"
      "  ringcheck adapter check --listen 127.0.0.1:8765\n"
      "  ringcheck adapter check --tls --subject ./subject.yaml\n"
      "Exit status: 0 all that could be asked for holds, 4 a promise is broken, 3 there is no such adapter.");
  command->callback([&adapter, &status] { status = check_adapter(adapter); });
}

void add_new(CLI::App& app, NewSubjectCommand& subject, NewScenarioCommand& scenario, NewMscCommand& msc,
             int& status) {
  CLI::App* group = app.add_subcommand("new", "files to begin with: a subject, a scenario, an MSC");
  group->require_subcommand(1);
  CLI::App* command = group->add_subcommand(
      "subject", "an adapter that runs, its subject.yaml, and recipes for CI, in your own repository");
  command->add_option("folder", subject.folder, "where; it is made if it is not there")
      ->type_name(kinds::folder)
      ->required();
  one_of(command->add_option("--lang", subject.language, "of the adapter"), subject_languages())->required();
  command->add_option("--name", subject.name, "of your client, for reports; default: that of the folder")
      ->type_name(kinds::text);
  command->footer(
      "The adapter logs in and syncs, and announces no action: put your client in the place of the one that\n"
      "stands in for it, and add one action after the other. Nothing that is there is overwritten.\n"
      "  ringcheck new subject --lang python ringcheck\n"
      "  ringcheck adapter check --subject ringcheck/subject.yaml\n"
      "  ringcheck run --subject ringcheck/subject.yaml");
  command->callback([&] { status = new_subject(subject); });

  command = group->add_subcommand("scenario", "a scenario that lints, to be rewritten");
  command->add_option("name", scenario.name, "voip.v1.callee.reject_twice: its path below suites/")
      ->type_name(kinds::scenario)
      ->required();
  command->add_option("--title", scenario.title, "one sentence that says what is right")
      ->type_name(kinds::text);
  command->add_option("--proves", scenario.proves, "a requirement; may be repeated")
      ->type_name(kinds::requirement)
      ->allow_extra_args(false);
  command->footer(
      "What it begins with follows from its name: a client, a host of widgets (widget.host), a widget\n"
      "(widget.widget) or a homeserver.\n"
      "  ringcheck new scenario voip.v1.callee.reject_twice --proves VOIP-104");
  command->callback([&] { status = new_scenario(scenario); });

  command =
      group->add_subcommand("msc", "a pack for an MSC that no release has: requirements, folder, names");
  command->add_option("number", msc.number, "4220")->type_name(kinds::msc)->required();
  command->add_option("--title", msc.title, "of the MSC")->type_name(kinds::text);
  one_of(command->add_option("--area", msc.area, "of its requirements"), {"VOIP", "WIDGET", "SRV", "RTC"})
      ->capture_default_str();
  command->callback([&] { status = new_msc(msc); });
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

void add_lint(CLI::App& app, std::vector<std::string>& paths, int& status) {
  CLI::App* command = app.add_subcommand("lint", "load scenarios and print every fault; nothing is played");
  command->add_option("path", paths, "files or folders; default: all suites")->type_name(kinds::file);
  command->callback([&] { status = lint(paths); });
}

// The commands that take words alone.
void add_simple(CLI::App& app, CommandLine& line) {
  CLI::App* command =
      app.add_subcommand("explain", "a scenario with all its defaults put in, or a requirement");
  command->add_option("what", line.explain_word, "voip.v1.callee.answer or VOIP-072")
      ->type_name(kinds::scenario)
      ->required();
  command->callback([&line] { line.status = explain(line.explain_word); });

  command = app.add_subcommand("show", "what passed in a saved test, as a ladder");
  command->add_option("run", line.show_run, "folder of a saved run, or last")
      ->type_name(kinds::run)
      ->required();
  command->add_option("scenario", line.show_test, "name of the test")->type_name(kinds::test)->required();
  command->callback([&line] { line.status = show(line.show_run, line.show_test); });

  command = app.add_subcommand("setup", "install what a subject needs, by the commands in its subject.yaml");
  command->add_option("subject", line.setup_subject, "as for run --subject")
      ->type_name(kinds::subject)
      ->required();
  command->callback([&line] { line.status = setup(line.setup_subject); });
}

// What the program says of itself.
void add_self(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand("completion", "the script by which a shell completes what you type");
  one_of(command->add_option("shell", line.shell, "yours"), completion_shells())->required();
  command->footer(
      "What it offers is what this program knows: commands, options, scenarios, subjects, saved runs.\n"
      "  eval \"$(ringcheck completion bash)\"                in ~/.bashrc; the .deb needs no line\n"
      "  source <(ringcheck completion zsh)                 in ~/.zshrc, after compinit\n"
      "  ringcheck completion fish | source                 in ~/.config/fish/config.fish");
  command->callback([&line] { line.status = print_completion(line.shell); });

  command = app.add_subcommand("man", "this help as one manual page");
  command->footer("  ringcheck man | man -l -");
  command->callback([&line] { line.status = print_man(line.app); });

  // Asked by the scripts of completion alone, and so in no help.
  command =
      app.add_subcommand("complete", "what may stand in the place of the last of these words")->group("");
  command->add_option("word", line.typed)->type_name(kinds::text);
  command->callback([&line] { line.status = print_candidates(line.app, line.typed); });
}

}  // namespace

CommandLine::CommandLine() : app(description, "ringcheck") {
  app.footer(std::string(exit_status) + "\n\n" + environment);
  app.set_version_flag("--version", std::string("ringcheck ") + RINGCHECK_VERSION);
  app.require_subcommand(1);
  app.failure_message([this](const CLI::App* failed, const CLI::Error& error) {
    return failure_message(failed, error, why_apart);
  });
  add_run(app, run, why_apart, status);
  add_serve(app, serve, status);
  add_lint(app, lint_paths, status);
  add_list(app, list, status);
  add_report(app, report, merge_runs, status);
  add_compare(app, compare, status);
  add_coverage(app, coverage, status);
  add_site(app, site, status);
  add_simple(app, *this);
  add_check(app, check, status);
  add_adapter(app, adapter, status);
  add_new(app, new_subject, new_scenario, new_msc, status);
  add_faults(app, faults, status);
  add_judge(app, judge, status);
  add_self(app, *this);
}

}  // namespace ringcheck::cli
