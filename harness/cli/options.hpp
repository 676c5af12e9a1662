#pragma once
// Options that several commands have, and what an option may need that CLI11 does not say as we do.

#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "spec/filter.hpp"

namespace ringcheck::cli {

inline constexpr const char* exit_status =
    "Exit status: 0 as expected, 1 a requirement failed, 2 inconclusive only,\n"
    "3 a scenario or the configuration is wrong, 4 the adapter broke,\n"
    "5 the subject makes no calls between two users.";

/// A number within limits, which stand where its kind is told.
CLI::Option* limited(CLI::Option* option, double least, double most);
/// One of some words, which stand where its kind is told.
CLI::Option* one_of(CLI::Option* option, const std::vector<std::string>& words);

void add_filter(CLI::App& command, spec::Filter& filter);
void add_time_scale(CLI::App& command, double& scale);
void add_tls(CLI::App& command, bool& tls);

/// Why two options exclude each other, by what the parser says of them.
using WhyApart = std::map<std::string, std::string>;
/// For two of which one would be heeded and the other silently not.
void keep_apart(CLI::Option* a, CLI::Option* b, const char* why, WhyApart& why_apart);

}  // namespace ringcheck::cli
