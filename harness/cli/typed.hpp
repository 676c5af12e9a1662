#pragma once
// A line that somebody is typing, read along the tree of commands: what is it that the last word may be?

#include <set>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace ringcheck::cli {

struct Typed {
  const CLI::App* command = nullptr;     ///< the innermost one that was named
  std::vector<std::string> values;       ///< its positional values before the last word
  std::set<const CLI::Option*> options;  ///< given before
  const CLI::Option* value_of =
      nullptr;                ///< whose value the last word is: of an option, else of a positional
  bool of_option = false;     ///< the last word can be nothing but that value
  bool after_dashes = false;  ///< behind --, where no word is an option
  std::string before;         ///< `--subject=`, when the value stands in the same word
  std::string word;           ///< the value, as far as it is typed
};

Typed read_typed(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace ringcheck::cli
