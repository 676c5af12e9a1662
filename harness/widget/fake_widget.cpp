#include "widget/fake_widget.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "widget/clone_codec.hpp"
#include "widget/widget_core.hpp"

namespace ringcheck::widget {

FakeWidget::FakeWidget(WidgetSetup setup, const check::WidgetSchemas& schemas, const WidgetFaults& faults)
    : core_(std::make_unique<WidgetCore>()) {
  core_->setup = std::move(setup);
  core_->schemas = &schemas;
  core_->faults = faults;
  if (core_->setup.call) ask_for_call(core_->setup);
}

FakeWidget::~FakeWidget() = default;

Effects FakeWidget::on_load(std::int64_t now_ms) {
  core_->now_ms = now_ms;
  if (!core_->setup.starts) return {};
  core_->said_loaded = core_->wrong(WidgetFault::content_loaded_first);
  if (core_->said_loaded) ask_host(*core_, "content_loaded", make_object());
  ask_host(*core_, "supported_api_versions", make_object());
  return std::exchange(core_->out, {});
}

Effects FakeWidget::on_message(const Arrival& arrival, std::int64_t now_ms) {
  core_->now_ms = now_ms;
  take_message(*core_, arrival);
  if (core_->setup.call) open_lobby(*core_);
  return std::exchange(core_->out, {});
}

Effects FakeWidget::on_answer(std::string_view id, const Answer& answer, std::int64_t now_ms) {
  core_->now_ms = now_ms;
  take_served(*core_, id, answer);
  return std::exchange(core_->out, {});
}

Effects FakeWidget::on_time(std::int64_t now_ms) {
  core_->now_ms = now_ms;
  time_passed(*core_);
  return std::exchange(core_->out, {});
}

std::optional<std::int64_t> FakeWidget::next_ms() const {
  std::optional<std::int64_t> next = core_->call.restart_ms;
  for (const auto& [id, pending] : core_->pending) {
    next = std::min(next.value_or(pending.due_ms), pending.due_ms);
  }
  return next;
}

Result<Effects> FakeWidget::order(std::string_view action, const Value& params, std::int64_t now_ms) {
  core_->now_ms = now_ms;
  const auto done = action == "ask_host" ? order_ask(*core_, params) : press(*core_, action, params);
  if (!done) return done.error();
  return std::exchange(core_->out, {});
}

const Told& FakeWidget::told() const {
  return core_->told;
}

bool FakeWidget::is_negotiated() const {
  return core_->negotiated;
}

bool FakeWidget::waits_for_host() const {
  return !core_->pending.empty();
}

}  // namespace ringcheck::widget
