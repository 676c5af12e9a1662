#pragma once
// What both ends of the widget API make of a message before they look at what it asks (MSC2764,
// "Communication"; MSC2813).

#include <string>
#include <string_view>

#include "check/widget_schemas.hpp"
#include "trace/widget_message.hpp"
#include "value/value.hpp"

namespace ringcheck::widget {

/// It has a requestId and an action, so that somebody could be answered. What has not is of others.
bool is_envelope(const Value& message);

/// A request as it is posted. `data` is in the form of trace/clone_form.hpp.
Value request_message(trace::Side side, std::string_view widget_id, std::string_view request_id,
                      std::string_view action, Value data);

/// By the name that is in use: of an action whose MSC is not stable, the unstable one alone.
const check::WidgetAction* action_on_wire(const check::WidgetSchemas& schemas, std::string_view name);
std::string_view wire_name(const check::WidgetAction& action);

/// MSC2813: where a field is optional, null says the same as its absence.
Value without_nulls(Value data);

/// Whether a member is missing that such a request must have, whatever the types of the others are.
bool lacks_a_member(const check::WidgetSchemas& schemas, const check::WidgetAction& action, trace::Side asker,
                    const Value& data);

/// Why `data` cannot be that of a request of the `asker`; empty when it can.
std::string fault_of_request(const check::WidgetSchemas& schemas, const check::WidgetAction& action,
                             trace::Side asker, const Value* data, bool null_is_absent = true);

}  // namespace ringcheck::widget
