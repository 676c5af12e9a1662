#include "cli/cli.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <unistd.h>

#include "cli/command_line.hpp"
#include "cli/say.hpp"

namespace ringcheck::cli {
namespace {

// A reader that went away did not want more; a full disk is told.
bool printed_all() {
  errno = 0;
  if (std::fflush(stdout) != 0 && write_error == 0) write_error = errno;
  if (write_error == 0 || write_error == EPIPE) return true;
  say(stderr, "ringcheck: cannot write to the standard output: {}\n", std::strerror(write_error));
  return false;
}

}  // namespace

int wrong(const std::string& text) {
  say(stderr, "ringcheck: {}\n", text);
  return configuration_wrong;
}

bool wants_colour() {
  return isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
}

int run(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // see say.hpp: before the loop of a run does it for its sockets
  CommandLine line;
  try {
    line.app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // --help and --version come this way too, with status 0.
    line.status = line.app.exit(error) == 0 ? 0 : configuration_wrong;
  }
  return printed_all() ? line.status : configuration_wrong;
}

}  // namespace ringcheck::cli
