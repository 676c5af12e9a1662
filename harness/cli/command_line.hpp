#pragma once
// The command line as a tree of commands and options. Help, manual page and completion walk the same tree.

#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/commands.hpp"
#include "cli/options.hpp"

namespace ringcheck::cli {

/// The tree, and what it was told. Parsing calls the command, which leaves its exit status.
struct CommandLine {
  CommandLine();
  CommandLine(const CommandLine&) = delete;  // the tree points into it
  CommandLine& operator=(const CommandLine&) = delete;

  CLI::App app;
  int status = 0;
  WhyApart why_apart;

  RunCommand run;
  ServeCommand serve;
  std::vector<std::string> lint_paths;
  ListCommand list;
  ReportCommand report;
  std::vector<std::string> merge_runs;
  CompareCommand compare;
  CoverageCommand coverage;
  SiteCommand site;
  std::string explain_word;
  std::string show_run;
  std::string show_test;
  std::string setup_subject;
  CheckCommand check;
  AdapterCommand adapter;
  NewSubjectCommand new_subject;
  NewScenarioCommand new_scenario;
  NewMscCommand new_msc;
  FaultsCommand faults;
  JudgeCommand judge;
  std::string shell;
  std::vector<std::string> typed;  ///< the words after the program's name, the last as far as it goes
};

/// The commands of a tree that its help shows.
std::vector<const CLI::App*> shown_commands(const CLI::App& app);

/// The whole help as a manual page, in roff.
int print_man(const CLI::App& app);

/// What may stand in the place of the last word: a line for each, with a tab and its meaning. `:files` or
/// `:folders` alone says that the shell's own may.
int print_candidates(const CLI::App& app, const std::vector<std::string>& typed);

/// The shells for which there is a script, and one of these.
std::vector<std::string> completion_shells();
int print_completion(const std::string& shell);

}  // namespace ringcheck::cli
