#pragma once
// The state of one session as the widget has it. Known to the files of the widget's end alone.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "check/capability.hpp"
#include "check/widget_schemas.hpp"
#include "widget/effect.hpp"
#include "widget/fake_widget.hpp"
#include "widget/widget_fault.hpp"

namespace ringcheck::widget {

struct WidgetCore {
  struct Pending {
    int number = 0;  ///< in the order of asking
    std::string action;
    std::int64_t due_ms = 0;
    std::string told_as;  ///< the action as a person ordered it; empty: nobody wants to know
  };
  struct Wish {
    std::string action;  ///< its stable name
    Value data;
  };

  WidgetSetup setup;
  const check::WidgetSchemas* schemas = nullptr;
  WidgetFaults faults;
  std::int64_t now_ms = 0;
  Effects out;

  std::optional<std::set<std::string, std::less<>>> host_versions;
  bool negotiated = false;  ///< capabilities has been answered
  bool notified = false;
  check::Capabilities may;   ///< stable names of what it may do, as far as it was told
  std::vector<Wish> wishes;  ///< that wait for versions or capabilities
  std::vector<Value> held;   ///< version questions that a fault keeps back
  std::map<std::string, Pending, std::less<>> pending;
  std::map<std::string, Pending, std::less<>> answered;  ///< for a fault
  std::vector<std::string> openid_waits;                 ///< requestIds that were answered by `request`
  Told told;
  int requests = 0;

  bool wrong(WidgetFault fault) const { return faults.on(fault); }
};

/// `message`: the request as it came.
void reply(WidgetCore& core, const Value& message, Value response);
void refuse(WidgetCore& core, const Value& message, std::string_view text);
/// `action` as it is on the wire.
void ask_host(WidgetCore& core, std::string_view action, Value data, std::string told_as = {});
void tell_answer(WidgetCore& core, std::string_view action, std::string_view key, Value value);

/// widget_message.cpp
void take_message(WidgetCore& core, const Arrival& arrival);
void time_passed(WidgetCore& core);

/// widget_asks.cpp: sends what its host can take and the widget may do; the rest waits, or comes to nothing.
void send_wishes(WidgetCore& core);
void take_reply(WidgetCore& core, const Value& message);
/// What `openid_credentials` decides. False when nobody waits for it.
bool take_credentials(WidgetCore& core, const Value& data);

/// widget_told.cpp: answers a request of the host that is known and well formed.
void answer_host(WidgetCore& core, const Value& message, const check::WidgetAction& action,
                 const Value& data);

}  // namespace ringcheck::widget
