// `ringcheck man`: the help of all commands as one manual page, in the man macros of roff.

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "cli/command_line.hpp"
#include "cli/say.hpp"

namespace ringcheck::cli {
namespace {

// Nothing in a text is a command of roff, and a dash is one that can be copied.
std::string roff(const std::string& text) {
  std::string escaped;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) escaped += "\\&";
    line_begins = c == '\n';
    if (c == '\\') {
      escaped += "\\e";
    } else if (c == '-') {
      escaped += "\\-";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

// A text whose lines stay as they are.
std::string as_it_stands(const std::string& text) {
  return text.empty() ? "" : ".PP\n.nf\n" + roff(text) + "\n.fi\n";
}

std::string in_brackets(const CLI::Option& positional) {
  std::string word = positional.get_name();
  if (positional.get_items_expected_max() > 1) word += "...";
  return positional.get_required() ? word : "[" + word + "]";
}

std::string item(const CLI::Option& option) {
  std::string text = ".TP\n\\fB" + roff(option.get_name(option.get_positional(), true)) + "\\fR";
  const std::string kind = option.get_type_size() == 0 ? "" : option.get_type_name();
  if (!kind.empty()) text += " \\fI" + roff(kind) + "\\fR";
  if (!option.get_default_str().empty()) text += roff(" (default " + option.get_default_str() + ")");
  return text + "\n" + roff(option.get_description()) + "\n";
}

std::string items(const CLI::App& command) {
  std::string text;
  for (const CLI::Option* option : command.get_options({})) {
    if (option->get_positional()) text += item(*option);
  }
  std::string group = "Options";
  for (const CLI::Option* option : command.get_options({})) {
    if (option->get_positional() || option == command.get_help_ptr()) continue;
    if (option->get_group() != group) text += ".PP\n" + roff(option->get_group()) + ":\n";
    group = option->get_group();
    text += item(*option);
  }
  return text;
}

// A command with all that stand below it.
std::string section(const CLI::App& command, const std::string& before) {
  const std::string name = before + " " + command.get_name();
  std::string usage = name;
  for (const CLI::Option* option : command.get_options({})) {
    if (option->get_positional()) usage += " " + in_brackets(*option);
  }
  std::string text = ".SS " + roff(usage) + "\n" + roff(command.get_description()) + ".\n";
  text += items(command) + as_it_stands(command.get_footer());
  for (const CLI::App* each : shown_commands(command)) text += section(*each, name);
  return text;
}

// `Exit status: 0 as expected` is a section of that name.
std::string sections_of(const std::string& footer) {
  std::string text;
  for (std::size_t at = 0; at < footer.size();) {
    const std::size_t end = std::min(footer.find("\n\n", at), footer.size());
    const std::size_t colon = std::min(footer.find(": ", at), end);
    std::string title = footer.substr(at, colon - at);
    for (char& c : title) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    text += ".SH " + title + "\n" + roff(footer.substr(std::min(colon + 2, end), end - colon - 2)) + "\n";
    at = end + 2;
  }
  return text;
}

}  // namespace

std::vector<const CLI::App*> shown_commands(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* each) { return !each->get_group().empty(); });
}

int print_man(const CLI::App& app) {
  const std::string description = app.get_description();
  const std::size_t examples = description.find("\n\n");
  // Where other pages have their date: a page that is made anew stays the same.
  say(".TH RINGCHECK 1 \"version {0}\" \"ringcheck {0}\" \"User Commands\"\n", RINGCHECK_VERSION);
  say(".SH NAME\nringcheck \\- conformance harness for Matrix calls, widgets and homeservers\n");
  say(".SH SYNOPSIS\n\\fBringcheck\\fR \\fIcommand\\fR [options] [words]\n");
  say(".SH DESCRIPTION\n{}\n", roff(description.substr(0, examples)));
  if (examples != std::string::npos) say("{}", as_it_stands(description.substr(examples + 2)));
  say(".SH COMMANDS\n");
  for (const CLI::App* each : shown_commands(app)) say("{}", section(*each, "ringcheck"));
  say("{}", sections_of(app.get_footer()));
  say(".SH SEE ALSO\nREADME.md, beside suites/README.md, the scenario language, and "
      "schemas/driver/README.md,\n"
      "the adapter protocol.\n");
  return 0;
}

}  // namespace ringcheck::cli
