// The commands that play nothing: list, report, compare, coverage, site, check.

#include "cli/command_line_parts.hpp"
#include "cli/kinds.hpp"
#include "cli/options.hpp"

namespace ringcheck::cli {
namespace {

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

}  // namespace

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

void add_reports(CLI::App& app, CommandLine& line) {
  add_report(app, line.report, line.merge_runs, line.status);
  add_compare(app, line.compare, line.status);
}

void add_register(CLI::App& app, CommandLine& line) {
  add_coverage(app, line.coverage, line.status);
  add_site(app, line.site, line.status);
}

}  // namespace ringcheck::cli
