#include "widget/host_message.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "trace/clone_form.hpp"
#include "widget/envelope.hpp"
#include "widget/host_actions.hpp"

namespace ringcheck::widget {
namespace {

using trace::Side;

/// What tells requests of this widget from all else that windows post to each other. Of what is none, nobody
/// may be told anything.
bool is_for_us(const HostCore& core, const Arrival& arrival, const Value& message) {
  if (!arrival.from_partner && !core.wrong(HostFault::heeds_other_frames)) return false;
  const bool elsewhere = !core.setup.origin.empty() && !arrival.origin.empty() && arrival.from_partner &&
                         arrival.origin != core.setup.origin;
  if (elsewhere && !core.wrong(HostFault::heeds_other_origin)) return false;
  return is_envelope(message) && (message.string_at("widgetId") == core.setup.widget_id ||
                                  core.wrong(HostFault::heeds_wrong_widget_id));
}

/// The first one counts; what nobody waits for is passed over.
void take_reply(HostCore& core, const Value& message) {
  const auto found = core.pending.find(message.string_at("requestId"));
  if (found == core.pending.end() || found->second.action != message.string_at("action")) return;
  const HostCore::OnReply done = std::move(found->second.done);
  core.pending.erase(found);
  if (!done) return;
  const Value* response = message.find("response");
  done(core, response->find("error") != nullptr ? nullptr : response);
}

/// Why the data is no data of this action; empty when it is.
std::string fault_of_data(const HostCore& core, const check::WidgetAction& action, const Value* data) {
  if (core.wrong(HostFault::takes_wrong_data) && data != nullptr && data->is_object() &&
      !lacks_a_member(*core.schemas, action, Side::widget, *data))
    return {};
  const bool null_is_absent = !core.wrong(HostFault::null_is_a_value);
  return fault_of_request(*core.schemas, action, Side::widget, data, null_is_absent);
}

void take_request(HostCore& core, const Value& posted, const Value& message) {
  Ask ask{posted,
          {},
          std::string(message.string_at("requestId")),
          action_on_wire(*core.schemas, message.string_at("action"))};
  const Handled* handled = ask.action == nullptr ? nullptr : handler_of(ask.action->name);
  if (message.string_at("action") == "set_button_enabled" && core.wrong(HostFault::promises_too_much)) {
    handled = nullptr;
  }
  if (handled == nullptr) {
    if (core.wrong(HostFault::silent_on_unknown)) return;
    return refuse(core, ask, fmt::format("unknown action {}", message.string_at("action")));
  }
  const std::string fault = fault_of_data(core, *ask.action, message.find("data"));
  if (!fault.empty()) {
    if (core.wrong(HostFault::silent_on_invalid)) return;
    return refuse(core, ask, fault);
  }
  ask.data = without_nulls(*message.find("data"));
  if (!core.established && !handled->at_any_time && !core.wrong(HostFault::obeys_before_start)) {
    return refuse(core, ask, "capabilities are not negotiated yet");
  }
  if (!is_allowed(core, ask.action->name, Side::widget, ask.data) &&
      !core.wrong(HostFault::forwards_without_capability)) {
    return refuse(core, ask, "the capability for this was not approved");
  }
  handled->handler(core, ask);
}

}  // namespace

void take_message(HostCore& core, const Arrival& arrival) {
  const Value message = trace::as_json(arrival.message);
  if (!is_open(core) || !is_for_us(core, arrival, message)) return;
  if (const Value* response = message.find("response"); response != nullptr) {
    if (response->is_object()) take_reply(core, message);
    return;
  }
  const bool right_api = message.string_at("api") == trace::api_of(Side::widget);
  if (right_api || core.wrong(HostFault::heeds_wrong_api)) take_request(core, arrival.message, message);
}

void time_passed(HostCore& core) {
  std::vector<HostCore::OnReply> late;
  for (auto each = core.pending.begin(); each != core.pending.end();) {
    const bool due = each->second.due_ms <= core.now_ms;
    if (due && each->second.done) late.push_back(std::move(each->second.done));
    each = due ? core.pending.erase(each) : std::next(each);
  }
  for (const HostCore::OnReply& done : late) done(core, nullptr);
  std::vector<HostCore::Timer> timers = std::exchange(core.timers, {});
  for (HostCore::Timer& timer : timers) {
    if (timer.due_ms <= core.now_ms) {
      timer.run(core);
    } else {
      core.timers.push_back(std::move(timer));
    }
  }
}

}  // namespace ringcheck::widget
