#pragma once
// One adapter: begun, probed, asked, and ended with all that it has started. Sessions of several tests may
// live in it; a fault of the adapter is told to all of them.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "driver/conversation.hpp"
#include "net/loop.hpp"
#include "run/adapter_link.hpp"
#include "run/slot.hpp"

namespace ringcheck::run {

class AdapterSlot : public Slot {
 public:
  AdapterSlot(net::Loop& loop, const driver::Vocabulary& vocabulary, std::unique_ptr<AdapterLink> link,
              driver::Settings settings, Events events);

  Result<Done> start() override;
  Result<Done> request(std::string_view method, Value params, std::int64_t deadline_ms,
                       Answer answer) override;
  void on_note(const std::string& session, NoteListener listener) override;
  void forget_session(const std::string& session) override;
  bool offers(std::string_view action) const override { return conversation_.offers(action); }
  bool usable() const override { return conversation_.ready(); }
  std::vector<std::string> stderr_lines() const override { return conversation_.stderr_lines(); }
  const std::string& last_sent() const { return conversation_.last_sent(); }
  const std::string& last_received() const { return conversation_.last_received(); }
  /// What it has broken, when it is to blame.
  const std::optional<driver::AdapterFault>& fault() const { return fault_; }
  void finish() override;

 private:
  void obey(driver::Outputs outputs);
  void arm_timer();
  void on_received(std::string_view bytes);
  void on_link_over(const std::string& status, const std::vector<std::string>& left_behind);
  void on_absent(const std::string& why);
  std::int64_t now_ms() const { return loop_.now_us() / 1000; }

  net::Loop& loop_;
  std::unique_ptr<AdapterLink> link_;
  Events events_;
  driver::Conversation conversation_;
  std::map<std::int64_t, Answer> answers_;
  std::map<std::string, NoteListener> listeners_;
  net::Timer timer_;
  std::optional<driver::AdapterFault> fault_;
  bool over_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace ringcheck::run
