// `ringcheck setup`: installs a subject, by its own commands and never silently.

#include <cerrno>
#include <cstdio>

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "driver/subject_file.hpp"

namespace ringcheck::cli {
namespace {

int run_shell(const std::string& command, const std::string& folder) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    if (chdir(folder.c_str()) == 0)
      execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  int status = 0;
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace

int setup(const std::string& name) {
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  auto vocabulary = driver::load_vocabulary(home->folder + "/schemas/driver/protocol.yaml");
  if (!vocabulary) {
    say(stderr, "{}\n", vocabulary.error().text);
    return configuration_wrong;
  }
  const driver::SubjectFile file = driver::load_subject(subject_path(*home, name), *vocabulary);
  for (const Fault& fault : file.faults) say(stderr, "{}", render(fault, file.source));
  if (!file.faults.empty()) return configuration_wrong;
  if (file.subject.setup.empty()) say("{} needs no setup\n", file.subject.name);
  for (const std::string& command : file.subject.setup) {
    say("{}: {}\n", file.subject.name, command);
    const int status = run_shell(command, file.subject.folder);
    if (status != 0) {
      say(stderr, "ringcheck: setup of {} failed: \"{}\" left with exit status {}\n", file.subject.name,
          command, status);
      return 1;
    }
  }
  return 0;
}

}  // namespace ringcheck::cli
