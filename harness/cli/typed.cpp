#include "cli/typed.hpp"

#include "cli/command_line.hpp"

namespace ringcheck::cli {
namespace {

// bash takes `--subject=x` for three words.
std::vector<std::string> put_together(const std::vector<std::string>& words) {
  std::vector<std::string> whole;
  bool goes_on = false;
  for (const std::string& word : words) {
    const bool is_sign = word == "=" && !whole.empty() && whole.back().starts_with("--");
    if (is_sign || goes_on) {
      whole.back() += word;
    } else {
      whole.push_back(word);
    }
    goes_on = is_sign;
  }
  return whole;
}

const CLI::App* command_named(const CLI::App& app, const std::string& word) {
  for (const CLI::App* each : shown_commands(app)) {
    if (each->get_name() == word) return each;
  }
  return nullptr;
}

bool takes_value(const CLI::Option& option) {
  return option.get_items_expected_max() > 0;
}

// The positional of the command to which the next value would go.
const CLI::Option* next_positional(const CLI::App& command, std::size_t taken) {
  for (const CLI::Option* option : command.get_options({})) {
    if (!option->get_positional()) continue;
    const auto most = static_cast<std::size_t>(option->get_items_expected_max());
    if (taken < most) return option;
    taken -= most;
  }
  return nullptr;
}

// A word before the last: true when the next one is its value.
bool take(Typed& typed, const std::string& word) {
  if (!typed.after_dashes && word == "--") {
    typed.after_dashes = true;
  } else if (!typed.after_dashes && word.starts_with('-')) {
    const std::size_t sign = word.find('=');
    const CLI::Option* option = typed.command->get_option_no_throw(word.substr(0, sign));
    if (option == nullptr) return false;
    typed.options.insert(option);
    typed.value_of = option;
    // What may go without a value has it in the same word.
    return sign == std::string::npos && takes_value(*option) && option->get_items_expected_min() > 0;
  } else if (const CLI::App* command = command_named(*typed.command, word);
             command != nullptr && !typed.after_dashes && typed.values.empty()) {
    typed.command = command;
    typed.options.clear();
  } else {
    typed.values.push_back(word);
  }
  return false;
}

}  // namespace

Typed read_typed(const CLI::App& app, const std::vector<std::string>& words) {
  Typed typed;
  typed.command = &app;
  std::vector<std::string> whole = put_together(words);
  if (whole.empty()) whole.emplace_back();
  typed.word = whole.back();
  whole.pop_back();
  bool is_value = false;
  for (const std::string& word : whole) is_value = is_value ? false : take(typed, word);
  if (is_value) {
    typed.of_option = true;
    return typed;
  }
  const std::size_t sign = typed.word.find('=');
  typed.value_of = nullptr;
  if (!typed.after_dashes && typed.word.starts_with("--") && sign != std::string::npos) {
    typed.value_of = typed.command->get_option_no_throw(typed.word.substr(0, sign));
    typed.of_option = true;
    typed.before = typed.word.substr(0, sign + 1);
    typed.word.erase(0, sign + 1);
    return typed;
  }
  typed.value_of = next_positional(*typed.command, typed.values.size());
  return typed;
}

}  // namespace ringcheck::cli
