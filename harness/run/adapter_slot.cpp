#include "run/adapter_slot.hpp"

#include <algorithm>

namespace ringcheck::run {

namespace {

driver::Settings spoken_over(const AdapterLink& link, driver::Settings settings) {
  settings.wire = link.wire();
  return settings;
}

}  // namespace

AdapterSlot::AdapterSlot(net::Loop& loop, const driver::Vocabulary& vocabulary,
                         std::unique_ptr<AdapterLink> link, driver::Settings settings, Events events)
    : loop_(loop),
      link_(std::move(link)),
      events_(std::move(events)),
      conversation_(vocabulary, spoken_over(*link_, std::move(settings))) {}

Result<Done> AdapterSlot::start() {
  AdapterLink::Events events;
  events.on_open = [this] { obey(conversation_.begin(now_ms())); };
  events.on_received = [this](std::string_view bytes) { on_received(bytes); };
  events.on_stderr = [this](std::string_view bytes) { conversation_.on_stderr(bytes); };
  events.on_over = [this](const std::string& status, const std::vector<std::string>& left_behind) {
    on_link_over(status, left_behind);
  };
  events.on_absent = [this](const std::string& why) { on_absent(why); };
  return link_->start(std::move(events));
}

void AdapterSlot::on_received(std::string_view bytes) {
  const bool texts = link_->wire() == driver::Wire::texts;
  obey(texts ? conversation_.on_text(bytes, now_ms()) : conversation_.on_stdout(bytes, now_ms()));
}

Result<Done> AdapterSlot::request(std::string_view method, Value params, std::int64_t deadline_ms,
                                  Answer answer) {
  auto asked = conversation_.request(method, std::move(params), deadline_ms, now_ms());
  if (!asked) return asked.error();
  answers_.emplace(asked->id, std::move(answer));
  // Some orders are answered without the adapter; the answer still comes in a turn of its own.
  loop_.post([this, alive = std::weak_ptr<bool>(alive_), outputs = std::move(asked->outputs)]() mutable {
    if (!alive.expired()) obey(std::move(outputs));
  });
  return Done{};
}

void AdapterSlot::on_note(const std::string& session, NoteListener listener) {
  listeners_[session] = std::move(listener);
}
void AdapterSlot::forget_session(const std::string& session) {
  listeners_.erase(session);
}

void AdapterSlot::obey(driver::Outputs outputs) {
  const std::weak_ptr<bool> alive = alive_;
  for (driver::Output& output : outputs) {
    if (alive.expired()) return;
    if (auto* write = std::get_if<driver::Write>(&output)) {
      link_->write(write->bytes);
    } else if (auto* ready = std::get_if<driver::Ready>(&output)) {
      events_.on_ready(*ready);
    } else if (auto* reply = std::get_if<driver::Reply>(&output)) {
      auto answer = answers_.find(reply->id);
      if (answer == answers_.end()) continue;
      const Answer call = std::move(answer->second);
      answers_.erase(answer);
      call(reply->outcome);
    } else if (auto* note = std::get_if<driver::Note>(&output)) {
      auto listener = listeners_.find(note->session);
      if (listener == listeners_.end()) continue;
      const NoteListener call = listener->second;
      call(*note);
    } else if (auto* fault = std::get_if<driver::AdapterFault>(&output)) {
      fault_ = *fault;
    } else if (std::holds_alternative<driver::CloseInput>(output)) {
      link_->close_input();
    } else if (std::holds_alternative<driver::Kill>(output)) {
      link_->kill();
    }
  }
  if (!alive.expired()) arm_timer();
}

void AdapterSlot::arm_timer() {
  auto deadline = conversation_.next_deadline_ms();
  if (!deadline || over_) return timer_.cancel();
  timer_ = loop_.after_ms(std::max<std::int64_t>(0, *deadline - now_ms()) + 1,
                          [this] { obey(conversation_.on_time(now_ms())); });
}

void AdapterSlot::on_link_over(const std::string& status, const std::vector<std::string>& left_behind) {
  const std::weak_ptr<bool> alive = alive_;
  obey(conversation_.on_exit(status));
  if (!alive.expired() && !left_behind.empty()) obey(conversation_.on_left_behind(left_behind));
  if (alive.expired() || over_) return;
  over_ = true;
  timer_.cancel();
  events_.on_over(fault_ ? fault_->sentence : "");
}

void AdapterSlot::on_absent(const std::string& why) {
  over_ = true;
  fault_ = driver::AdapterFault{why, driver::Promise::initialize};
  events_.on_over(why);
}

// In a turn of its own, as orders are: what was ordered before goes out before.
void AdapterSlot::finish() {
  loop_.post([this, alive = std::weak_ptr<bool>(alive_)] {
    if (!alive.expired() && !over_) obey(conversation_.finish(now_ms()));
  });
}

}  // namespace ringcheck::run
