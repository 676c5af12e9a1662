#pragma once
// How the process of an adapter is started: its command, and all that it sees of the environment.

#include <string>
#include <utility>
#include <vector>

#include "driver/subject_file.hpp"

namespace ringcheck::run {

/// `{build}` in it is where the embedded subjects lie.
std::vector<std::string> adapter_command(const driver::Subject& subject, const std::string& program_dir);

/// Only what subject.yaml lists, and a folder for its temporary files.
std::vector<std::pair<std::string, std::string>> adapter_environment(const driver::Subject& subject,
                                                                     const std::string& temporary);

}  // namespace ringcheck::run
