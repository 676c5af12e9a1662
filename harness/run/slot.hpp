#pragma once
// What plays the subject's side of a run, whoever it is: started, asked, and ended with all that it has
// begun. Sessions of several tests may live in it; what breaks it is told to all of them.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "driver/conversation.hpp"
#include "value/result.hpp"
#include "value/value.hpp"

namespace ringcheck::run {

class Slot {
 public:
  struct Events {
    std::function<void(const driver::Ready&)> on_ready;
    /// It is to blame, or has left in good order (`sentence` is empty). The slot is of no more use.
    std::function<void(const std::string& sentence)> on_over;
  };
  using Answer = std::function<void(const driver::Outcome&)>;
  using NoteListener = std::function<void(const driver::Note&)>;

  Slot() = default;
  virtual ~Slot() = default;
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

  /// An error is one of the subject's file: no such program.
  virtual Result<Done> start() = 0;
  /// Orders something. `answer` is called once, never from inside this call. The error is one of the
  /// scenario: an action that does not exist, or params that do not fit it.
  virtual Result<Done> request(std::string_view method, Value params, std::int64_t deadline_ms,
                               Answer answer) = 0;
  virtual void on_note(const std::string& session, NoteListener listener) = 0;
  virtual void forget_session(const std::string& session) = 0;
  virtual bool offers(std::string_view action) const = 0;
  virtual bool usable() const = 0;
  virtual std::vector<std::string> stderr_lines() const = 0;
  /// Asks it to leave.
  virtual void finish() = 0;
};

}  // namespace ringcheck::run
