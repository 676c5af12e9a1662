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
#include "run/slot.hpp"

namespace ringcheck::run {

class AdapterSlot : public Slot {
 public:
  struct Options {
    std::vector<std::string> command;
    std::vector<std::pair<std::string, std::string>> environment;
    driver::Settings settings;
  };
  AdapterSlot(net::Loop& loop, const driver::Vocabulary& vocabulary, const driver::Subject& subject,
              Options options, Events events);

  Result<Done> start() override;
  Result<Done> request(std::string_view method, Value params, std::int64_t deadline_ms,
                       Answer answer) override;
  void on_note(const std::string& session, NoteListener listener) override;
  void forget_session(const std::string& session) override;
  bool offers(std::string_view action) const override { return conversation_.offers(action); }
  bool usable() const override { return child_ != nullptr && conversation_.ready(); }
  std::vector<std::string> stderr_lines() const override { return conversation_.stderr_lines(); }
  const std::string& last_sent() const { return conversation_.last_sent(); }
  const std::string& last_received() const { return conversation_.last_received(); }
  /// What it has broken, when it is to blame.
  const std::optional<driver::AdapterFault>& fault() const { return fault_; }
  void finish() override;

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
