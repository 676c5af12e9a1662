#pragma once
// The parts of the command line: each puts commands into the tree, with all that their help says.

#include <CLI/CLI.hpp>

#include "cli/command_line.hpp"

namespace ringcheck::cli {

/// Those that play: run, serve.
void add_playing(CLI::App& app, CommandLine& line);
/// Those that prove the suites: judge, faults.
void add_proving(CLI::App& app, CommandLine& line);
/// Those that read suites, saved runs and recordings: list.
void add_list(CLI::App& app, ListCommand& list_command, int& status);
/// report, compare.
void add_reports(CLI::App& app, CommandLine& line);
/// coverage, site.
void add_register(CLI::App& app, CommandLine& line);
/// check.
void add_check(CLI::App& app, CheckCommand& check, int& status);

}  // namespace ringcheck::cli
