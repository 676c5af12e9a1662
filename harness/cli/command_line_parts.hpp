#pragma once
// The parts of the command line: each puts commands into the tree, with all that their help says.

#include <CLI/CLI.hpp>

#include "cli/command_line.hpp"

namespace ringcheck::cli {

/// run, serve: what plays.
void add_playing(CLI::App& app, CommandLine& line);
/// judge, faults: what proves the suites.
void add_proving(CLI::App& app, CommandLine& line);
/// list.
void add_list(CLI::App& app, ListCommand& list_command, int& status);
/// report, compare.
void add_reports(CLI::App& app, CommandLine& line);
/// coverage, site.
void add_register(CLI::App& app, CommandLine& line);
/// check.
void add_check(CLI::App& app, CheckCommand& check, int& status);

}  // namespace ringcheck::cli
