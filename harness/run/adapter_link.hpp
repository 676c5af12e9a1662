#pragma once
// How an adapter is reached: as a process that the harness starts, or over the connection by which it came.
// The slot speaks through it, and hears what comes.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "driver/codec.hpp"
#include "value/result.hpp"

namespace ringcheck::run {

class AdapterLink {
 public:
  /// All come from the loop; any of them may destroy the link.
  struct Events {
    std::function<void()> on_open;                      ///< it is there: the talk may begin
    std::function<void(std::string_view)> on_received;  ///< bytes of lines, or one text
    std::function<void(std::string_view)> on_stderr;
    /// Last of all. `status` is told as "exit status 3", `left_behind` each as "sleep (pid 4711)".
    std::function<void(const std::string& status, const std::vector<std::string>& left_behind)> on_over;
    /// Instead of all these: a sentence that says why it never came.
    std::function<void(const std::string& why)> on_absent;
  };

  AdapterLink() = default;
  virtual ~AdapterLink() = default;
  AdapterLink(const AdapterLink&) = delete;
  AdapterLink& operator=(const AdapterLink&) = delete;

  virtual driver::Wire wire() const = 0;
  /// An error is one of the subject's file: no such program.
  virtual Result<Done> start(Events events) = 0;
  /// A message, with LF at its end.
  virtual void write(const std::string& message) = 0;
  /// No more messages: it has to leave.
  virtual void close_input() = 0;
  virtual void kill() = 0;
};

}  // namespace ringcheck::run
