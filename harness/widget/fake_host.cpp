#include "widget/fake_host.hpp"

#include <algorithm>
#include <utility>

#include "widget/host_actions.hpp"
#include "widget/host_capabilities.hpp"
#include "widget/host_message.hpp"
#include "widget/host_modal.hpp"
#include "widget/host_orders.hpp"
#include "widget/host_session.hpp"

namespace ringcheck::widget {
namespace {

Effects taken(HostCore& core) {
  return std::exchange(core.out, {});
}

}  // namespace

FakeHost::FakeHost(HostSetup setup, Client& client, const check::WidgetSchemas& schemas,
                   const HostFaults& faults)
    : core_(std::make_unique<HostCore>()) {
  core_->setup = std::move(setup);
  core_->client = &client;
  core_->schemas = &schemas;
  core_->faults = faults;
}

FakeHost::~FakeHost() = default;

Effects FakeHost::on_frame(std::int64_t now_ms) {
  core_->now_ms = now_ms;
  frame_made(*core_);
  return taken(*core_);
}

Effects FakeHost::on_load(std::int64_t now_ms) {
  core_->now_ms = now_ms;
  frame_loaded(*core_);
  return taken(*core_);
}

Effects FakeHost::on_message(const Arrival& arrival, std::int64_t now_ms) {
  core_->now_ms = now_ms;
  take_message(*core_, arrival);
  return taken(*core_);
}

Effects FakeHost::on_answer(std::string_view request_id, const Answer& answer, std::int64_t now_ms) {
  core_->now_ms = now_ms;
  const auto found = core_->asked.find(request_id);
  if (found == core_->asked.end()) return {};
  const HostCore::Asked asked = std::move(found->second);
  core_->asked.erase(found);
  asked.done(*core_, asked.request, answer);
  return taken(*core_);
}

Effects FakeHost::on_event(std::string_view room_id, const Value& event, Brought brought, bool changes_state,
                           std::int64_t now_ms) {
  core_->now_ms = now_ms;
  push_event(*core_, room_id, event, brought, changes_state);
  return taken(*core_);
}

Effects FakeHost::on_to_device(const Value& event, bool encrypted, std::int64_t now_ms) {
  core_->now_ms = now_ms;
  push_to_device(*core_, event, encrypted);
  return taken(*core_);
}

Effects FakeHost::on_modal(std::string_view failure, std::int64_t now_ms) {
  core_->now_ms = now_ms;
  modal_shown(*core_, failure);
  return taken(*core_);
}

Effects FakeHost::on_modal_end(const Value& data, std::int64_t now_ms) {
  core_->now_ms = now_ms;
  modal_ended(*core_, data);
  return taken(*core_);
}

Effects FakeHost::on_time(std::int64_t now_ms) {
  core_->now_ms = now_ms;
  time_passed(*core_);
  return taken(*core_);
}

std::optional<std::int64_t> FakeHost::next_ms() const {
  std::optional<std::int64_t> next;
  const auto take = [&](std::int64_t due) { next = std::min(next.value_or(due), due); };
  for (const auto& [id, pending] : core_->pending) take(pending.due_ms);
  for (const HostCore::Timer& timer : core_->timers) take(timer.due_ms);
  return next;
}

Result<Effects> FakeHost::order(std::string_view action, const Value& params, std::int64_t now_ms) {
  core_->now_ms = now_ms;
  const std::string failure = obey(*core_, action, params);
  if (!failure.empty()) return Error{failure};
  return taken(*core_);
}

Effects FakeHost::close(std::int64_t now_ms) {
  core_->now_ms = now_ms;
  close_session(*core_);
  return taken(*core_);
}

const std::string& FakeHost::widget_id() const {
  return core_->setup.widget_id;
}

std::string_view FakeHost::state() const {
  return phase_name(core_->phase);
}

const std::vector<std::string>& FakeHost::approved() const {
  return core_->approved;
}

const std::vector<std::string>& FakeHost::requested() const {
  return core_->requested;
}

bool FakeHost::waits_for_homeserver() const {
  return !core_->asked.empty();
}

}  // namespace ringcheck::widget
