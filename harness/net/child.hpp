#pragma once
// A child process on the loop: bytes to its standard input, bytes from its output and errors, and how it
// ended. A Child is a family: the process and all it has started ends with it.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "net/loop.hpp"
#include "net/spawn.hpp"
#include "value/result.hpp"

namespace ringcheck::net {

/// Called from the loop; any of them may destroy the Child. Bytes come in pieces of at most 64 KiB and are
/// valid during the callback only; whoever collects them must bound what it keeps.
struct ChildEvents {
  std::function<void(std::string_view)> on_stdout, on_stderr;
  /// Last of all: after both pipes have ended, or, if a process that escaped holds them open, one second
  /// after the end of the child and the SIGKILL to its family.
  std::function<void(ExitStatus)> on_exit;
};

class Child {
 public:
  /// Error: `cannot start "x": No such file or directory`. There are no callbacks before it returns. The
  /// kernel kills the child when the calling thread ends: call from the loop's.
  static Result<std::unique_ptr<Child>> start(Loop& loop, const ChildOptions& options, ChildEvents events);
  /// Kills the family, waits until the process has ended and calls nobody.
  ~Child();

  /// Never blocks: what the pipe does not take waits in memory, see unsent_bytes(). Lost if the child has
  /// closed its standard input or ended.
  void write(std::string_view bytes);
  size_t unsent_bytes() const;
  /// Ends its standard input once everything is written.
  void close_stdin();

  /// SIGKILL to the process, its group, and what else descends from it; on_exit follows.
  void kill_group();
  /// What of its family still ran when the process ended by itself, each as "sleep (pid 4711)". Known in
  /// on_exit; empty after kill_group().
  const std::vector<std::string>& left_behind() const;
  pid_t pid() const;

 private:
  struct Impl;
  explicit Child(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace ringcheck::net
