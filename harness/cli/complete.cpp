// `ringcheck complete`: what the scripts of completion ask with every tab.

#include <fmt/format.h>

#include "cli/candidates.hpp"
#include "cli/command_line.hpp"
#include "cli/say.hpp"
#include "cli/typed.hpp"

namespace ringcheck::cli {
namespace {

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

void add_commands(const CLI::App& command, std::vector<Candidate>& all) {
  for (const CLI::App* each : shown_commands(command))
    all.push_back({each->get_name(), first_line(each->get_description())});
}

// One that may be said once is not offered twice.
void add_options(const Typed& typed, std::vector<Candidate>& all) {
  for (const CLI::Option* option : typed.command->get_options({})) {
    if (option->get_lnames().empty()) continue;
    if (typed.options.contains(option) && option->get_expected_max() <= 1) continue;
    all.push_back({"--" + option->get_lnames().front(), first_line(option->get_description())});
  }
}

std::vector<Candidate> offered(const Typed& typed) {
  if (!typed.of_option && !typed.after_dashes && typed.word.starts_with('-')) {
    std::vector<Candidate> options;
    add_options(typed, options);
    return options;
  }
  std::vector<Candidate> all;
  if (!typed.of_option && !typed.after_dashes && typed.values.empty()) add_commands(*typed.command, all);
  if (typed.value_of == nullptr) return all;
  for (Candidate& each : candidates(typed.value_of->get_type_name(), typed.word, typed.values))
    all.push_back(std::move(each));
  return all;
}

}  // namespace

int print_candidates(const CLI::App& app, const std::vector<std::string>& words) {
  const Typed typed = read_typed(app, words);
  std::string directives;
  bool fits = false;
  for (const Candidate& each : offered(typed)) {
    if (each.word.starts_with(':')) directives += each.word + "\n";
    if (each.word.starts_with(':') || !each.word.starts_with(typed.word)) continue;
    fits = true;
    say("{}{}{}{}\n", typed.before, each.word, each.meaning.empty() ? "" : "\t", each.meaning);
  }
  // Beside names that fit, the files of the folder would only be in the way.
  if (!fits) say("{}", directives);
  return 0;
}

}  // namespace ringcheck::cli
