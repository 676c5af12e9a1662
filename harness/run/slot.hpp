#pragma once
// One adapter process: started, probed, asked, and ended with all that it has started. Sessions of several
// tests may live in it; a fault of the adapter is told to all of them.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "driver/conversation.hpp"
#include "driver/subject_file.hpp"
#include "net/child.hpp"
#include "net/loop.hpp"

namespace ringcheck::run {

class Slot {
 public:
  struct Options {
    std::vector<std::string> command;
    std::vector<std::pair<std::string, std::string>> environment;
    driver::Settings settings;
  };
  struct Events {
    std::function<void(const driver::Ready&)> on_ready;
    /// The adapter is to blame, or has left in good order (`sentence` is empty). The slot is of no more use.
    std::function<void(const std::string& sentence)> on_over;
  };
  using Answer = std::function<void(const driver::Outcome&)>;
  using NoteListener = std::function<void(const driver::Note&)>;

  Slot(net::Loop& loop, const driver::Vocabulary& vocabulary, const driver::Subject& subject, Options options,
       Events events);
  ~Slot();
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

  /// Starts the process. An error is one of the subject's file: no such program.
  Result<Done> start();
  /// Orders something. `answer` is called once, never from inside this call. The error is one of the
  /// scenario: an action that does not exist, or params that do not fit it.
  Result<Done> request(std::string_view method, Value params, std::int64_t deadline_ms, Answer answer);
  void on_note(const std::string& session, NoteListener listener);
  void forget_session(const std::string& session);
  bool offers(std::string_view action) const { return conversation_.offers(action); }
  bool usable() const { return child_ != nullptr && conversation_.ready(); }
  std::vector<std::string> stderr_lines() const { return conversation_.stderr_lines(); }
  const std::string& last_sent() const { return conversation_.last_sent(); }
  const std::string& last_received() const { return conversation_.last_received(); }
  /// What it has broken, when it is to blame.
  const std::optional<driver::AdapterFault>& fault() const { return fault_; }
  /// Asks it to leave by ending its input.
  void finish();

 private:
  void obey(driver::Outputs outputs);
  void arm_timer();
  void on_exit(const net::ExitStatus& status);
  std::int64_t now_ms() const { return loop_.now_us() / 1000; }

  net::Loop& loop_;
  const driver::Subject& subject_;
  Options options_;
  Events events_;
  driver::Conversation conversation_;
  std::unique_ptr<net::Child> child_;
  std::map<std::int64_t, Answer> answers_;
  std::map<std::string, NoteListener> listeners_;
  net::Timer timer_;
  std::optional<driver::AdapterFault> fault_;
  bool over_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace ringcheck::run
