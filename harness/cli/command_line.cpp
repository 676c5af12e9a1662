#include "cli/command_line.hpp"

#include <fmt/format.h>

#include "cli/command_line_parts.hpp"
#include "cli/kinds.hpp"
#include "cli/options.hpp"

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

constexpr const char* environment =
    "Environment: NO_COLOR, whatever it is, and the terminal gets no colours.\n"
    "RINGCHECK_HOME is the folder that holds suites/ and schemas/, where they lie in none above the program.";

std::string failure_message(const CLI::App* app, const CLI::Error& error, const WhyApart& why_apart) {
  const auto why = why_apart.find(error.what());
  if (why == why_apart.end()) return CLI::FailureMessage::simple(app, error);
  return fmt::format("ringcheck: {}: {}\n", error.what(), why->second);
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
  add_playing(app, *this);
  add_lint(app, lint_paths, status);
  add_list(app, list, status);
  add_reports(app, *this);
  add_register(app, *this);
  add_simple(app, *this);
  add_check(app, check, status);
  add_adapter(app, adapter, status);
  add_new(app, new_subject, new_scenario, new_msc, status);
  add_proving(app, *this);
  add_self(app, *this);
}

}  // namespace ringcheck::cli
