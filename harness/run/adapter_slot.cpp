#include "run/adapter_slot.hpp"

#include <algorithm>

namespace ringcheck::run {

AdapterSlot::AdapterSlot(net::Loop& loop, const driver::Vocabulary& vocabulary,
                         const driver::Subject& subject, Options options, Events events)
    : loop_(loop),
      subject_(subject),
      options_(std::move(options)),
      events_(std::move(events)),
      conversation_(vocabulary, options_.settings) {}

Result<Done> AdapterSlot::start() {
  net::ChildEvents events;
  events.on_stdout = [this](std::string_view bytes) { obey(conversation_.on_stdout(bytes, now_ms())); };
  events.on_stderr = [this](std::string_view bytes) { conversation_.on_stderr(bytes); };
  events.on_exit = [this](const net::ExitStatus& status) { on_exit(status); };
  auto child =
      net::Child::start(loop_, {options_.command, subject_.folder, options_.environment}, std::move(events));
  if (!child) return child.error();
  child_ = std::move(*child);
  obey(conversation_.begin(now_ms()));
  return Done{};
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
      if (child_) child_->write(write->bytes);
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
      if (child_) child_->close_stdin();
    } else if (std::holds_alternative<driver::Kill>(output)) {
      if (child_) child_->kill_group();
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

void AdapterSlot::on_exit(const net::ExitStatus& status) {
  const std::weak_ptr<bool> alive = alive_;
  obey(conversation_.on_exit((status.by_signal ? "signal " : "exit status ") + std::to_string(status.code)));
  if (!alive.expired() && !child_->left_behind().empty()) {
    obey(conversation_.on_left_behind(child_->left_behind()));
  }
  if (alive.expired() || over_) return;
  over_ = true;
  timer_.cancel();
  events_.on_over(fault_ ? fault_->sentence : "");
}

// In a turn of its own, as orders are: what was ordered before goes out before.
void AdapterSlot::finish() {
  loop_.post([this, alive = std::weak_ptr<bool>(alive_)] {
    if (!alive.expired() && child_ && !over_) obey(conversation_.finish(now_ms()));
  });
}

}  // namespace ringcheck::run
