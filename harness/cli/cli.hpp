#pragma once
// The command line: one file per command, no logic of its own.

namespace ringcheck::cli {

/// Runs the command and gives its exit status (driver protocol, section 6).
int run(int argc, char** argv);

}  // namespace ringcheck::cli
