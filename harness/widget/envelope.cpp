#include "widget/envelope.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace ringcheck::widget {
namespace {

bool is_text(const Value* value) {
  return value != nullptr && value->is_string() && !value->text.empty();
}

}  // namespace

bool is_envelope(const Value& message) {
  return message.is_object() && is_text(message.find("requestId")) && is_text(message.find("action"));
}

Value request_message(trace::Side side, std::string_view widget_id, std::string_view request_id,
                      std::string_view action, Value data) {
  return make_object({{"api", trace::api_of(side)},
                      {"widgetId", widget_id},
                      {"requestId", request_id},
                      {"action", action},
                      {"data", std::move(data)}});
}

std::string_view wire_name(const check::WidgetAction& action) {
  return action.unstable.empty() ? action.name : action.unstable;
}

const check::WidgetAction* action_on_wire(const check::WidgetSchemas& schemas, std::string_view name) {
  const check::WidgetAction* action = schemas.action(name);
  return action != nullptr && wire_name(*action) == name ? action : nullptr;
}

Value without_nulls(Value data) {
  std::erase_if(data.members, [](const Member& member) { return member.value.is_null(); });
  return data;
}

bool lacks_a_member(const check::WidgetSchemas& schemas, const check::WidgetAction& action, trace::Side asker,
                    const Value& data) {
  const check::JsonSchema* shape = schemas.shape(action, asker, check::Part::request);
  if (shape == nullptr) return false;
  const auto faults = shape->validate(without_nulls(data));
  return std::any_of(faults.begin(), faults.end(), [](const auto& each) { return each.came == "nothing"; });
}

std::string fault_of_request(const check::WidgetSchemas& schemas, const check::WidgetAction& action,
                             trace::Side asker, const Value* data, bool null_is_absent) {
  if (data == nullptr || !data->is_object()) return "data must be an object";
  const check::JsonSchema* shape = schemas.shape(action, asker, check::Part::request);
  if (shape == nullptr) return {};
  const auto faults = shape->validate(null_is_absent ? without_nulls(*data) : *data);
  if (faults.empty()) return {};
  return fmt::format("data{} must be {}", faults.front().pointer, faults.front().wanted);
}

}  // namespace ringcheck::widget
