#pragma once
// Starts a program as the leader of its own process group, and finds whatever it has left behind. Knows no
// loop; child.hpp is for that. By hand, because boost::process leaks descriptors into the child (measured).

#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

#include "net/descriptor.hpp"
#include "value/result.hpp"

namespace ringcheck::net {

struct ChildOptions {
  std::vector<std::string>
      command;                    // program and arguments; a bare name is looked up in PATH of `environment`
  std::string working_directory;  // empty: that of the harness
  std::vector<std::pair<std::string, std::string>> environment;  // whole: nothing is inherited
};

/// The variable by which descendants are recognised that left the process group (browsers started detached
/// do). Each child gets it with a value of its own, beside `environment`.
inline constexpr const char* child_tag_variable = "RINGCHECK_CHILD";

/// How a process ended.
struct ExitStatus {
  bool by_signal = false;
  int code = 0;  // exit status, or number of the signal

  bool operator==(const ExitStatus&) const = default;
  /// "left with exit status 3" or "was ended by signal 11 (SIGSEGV)".
  std::string text() const;
};

/// A program that runs. The pipes are ours: the harness writes to `input` and reads the others; non-blocking.
struct Spawned {
  pid_t pid = -1;
  std::string tag;
  Descriptor process;  // pidfd: readable once the process has ended
  Descriptor input, output, errors;
};

/// Starts it, and waits until it runs or has told why not (about a millisecond).
/// Error: `cannot start "x": No such file or directory`.
Result<Spawned> spawn(const ChildOptions& options);

/// SIGKILL to the process group, which the leader keeps alive until it is reaped, and to every process that
/// carries the tag outside of it. Call only before reap().
void kill_family(const Spawned& child);

/// Waits up to `patience_ms` for the end of the process and takes its status, so that no zombie stays. False:
/// it still runs.
bool reap(Spawned& child, int patience_ms, ExitStatus& status);

}  // namespace ringcheck::net
