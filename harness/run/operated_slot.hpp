#pragma once
// In the place of an adapter, a homeserver that somebody runs: there is nothing to start, and leaving means
// that the guest puts away what it has there.

#include <memory>

#include "run/guest.hpp"
#include "run/slot.hpp"

namespace ringcheck::run {

class OperatedSlot : public Slot {
 public:
  /// `name`: where the server does not say what it is. Both outlive the slot.
  OperatedSlot(net::Loop& loop, Guest& guest, std::string name, Events events)
      : loop_(loop), guest_(guest), name_(std::move(name)), events_(std::move(events)) {}

  Result<Done> start() override;
  Result<Done> request(std::string_view method, Value params, std::int64_t deadline_ms,
                       Answer answer) override;
  void on_note(const std::string&, NoteListener) override {}
  void forget_session(const std::string&) override {}
  bool offers(std::string_view) const override { return false; }
  bool usable() const override { return ready_ && !finishing_; }
  std::vector<std::string> stderr_lines() const override { return {}; }
  void finish() override;

 private:
  void leave(const std::string& why);
  void over(const std::string& sentence);

  net::Loop& loop_;
  Guest& guest_;
  std::string name_;
  Events events_;
  net::Timer patience_;
  bool ready_ = false;
  bool finishing_ = false;
  bool over_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace ringcheck::run
