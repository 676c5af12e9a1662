// What a widget makes of a message that came to its window.

#include <utility>

#include <fmt/format.h>

#include "trace/clone_form.hpp"
#include "widget/clone_codec.hpp"
#include "widget/envelope.hpp"
#include "widget/widget_core.hpp"

namespace ringcheck::widget {
namespace {

using trace::Side;

void take_request(WidgetCore& core, const Value& posted, const Value& message) {
  const check::WidgetAction* action = action_on_wire(*core.schemas, message.string_at("action"));
  if (action == nullptr || !action->by_host) {
    if (core.wrong(WidgetFault::silent_on_unknown)) return;
    return refuse(core, posted, fmt::format("unknown action {}", message.string_at("action")));
  }
  const Value* data = message.find("data");
  const std::string fault = fault_of_request(*core.schemas, *action, Side::host, data);
  if (!fault.empty()) {
    if (core.wrong(WidgetFault::silent_on_invalid)) return;
    return refuse(core, posted, fault);
  }
  answer_host(core, posted, *action, *data);
}

}  // namespace

void reply(WidgetCore& core, const Value& request, Value response) {
  Value message = request;
  if (core.wrong(WidgetFault::sends_undefined)) response.set("detail", make_undefined());
  message.set("response", std::move(response));
  if (core.wrong(WidgetFault::drops_request_id)) message.erase("requestId");
  if (core.wrong(WidgetFault::turns_api_around)) message.set("api", trace::api_of(Side::widget));
  if (core.wrong(WidgetFault::answers_twice)) core.out.emplace_back(Say{message});
  core.out.emplace_back(Say{std::move(message)});
}

void refuse(WidgetCore& core, const Value& request, std::string_view text) {
  const Value error = core.wrong(WidgetFault::error_as_text) ? Value(text) : make_object({{"message", text}});
  reply(core, request, make_object({{"error", error}}));
}

void take_message(WidgetCore& core, const Arrival& arrival) {
  if (!arrival.from_partner && !core.wrong(WidgetFault::heeds_other_frames)) return;
  const Value message = trace::as_json(arrival.message);
  if (!is_envelope(message) || message.string_at("widgetId") != core.setup.widget_id) return;
  if (const Value* response = message.find("response"); response != nullptr) {
    if (response->is_object()) take_reply(core, message);
    return;
  }
  const bool right_api = message.string_at("api") == trace::api_of(Side::host);
  if (right_api || core.wrong(WidgetFault::heeds_wrong_api)) take_request(core, arrival.message, message);
}

}  // namespace ringcheck::widget
