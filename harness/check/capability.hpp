#pragma once
// Capabilities of widgets: what one covers, and whether a request is covered by those that were approved
// (MSC2764, "Capabilities"; MSC2762 for events; MSC3819, MSC4157, MSC4407).

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "check/widget_schemas.hpp"
#include "trace/widget_message.hpp"

namespace ringcheck::check {

/// `m.send.event:m.room.message#m.text`, taken apart.
struct Capability {
  std::string name;                ///< m.send.event
  std::string type;                ///< of events or to-device messages; empty where the capability has none
  std::optional<std::string> key;  ///< state key, or msgtype of m.room.message; nothing: any
};

/// The text has a stable name. Of state events the first # that no backslash precedes parts type and key, of
/// m.room.message the first one; elsewhere it belongs to the type.
Capability parse_capability(std::string_view text);

using Capabilities = std::set<std::string, std::less<>>;  ///< stable texts

/// Whether these capabilities let the action be asked with this data. Nothing when the action needs none, or
/// when it is not to be seen which: the room that a widget may not name, the parent of a relation.
std::optional<bool> is_covered(const WidgetAction& action, trace::Side asker, const Value& data,
                               const Capabilities& approved);

}  // namespace ringcheck::check
