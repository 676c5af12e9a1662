#pragma once
// What the two ends of the widget API want done. They do nothing themselves: whoever feeds them carries the
// effects out, in their order.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "value/value.hpp"

namespace ringcheck::widget {

/// Say this to the other side, by postMessage; it is in the form of trace/clone_form.hpp.
struct Say {
  Value message;
};

/// Ask the homeserver. What it answers is given to `on_answer` with the same id.
struct Request {
  std::string id;
  std::string method;
  std::string path;  ///< of the homeserver from /_matrix/ on; percent-encoded, with its query
  Value body;        ///< JSON; null: none
  /// A body that is no JSON, in place of `body`.
  std::optional<std::string> bytes;
  std::string content_type;  ///< of `bytes`
  std::string server;        ///< the URL that `path` is below, of a service; empty: the homeserver
};

/// Tell the person at the client: a note of the driver protocol (schemas/driver/protocol.yaml).
struct Note {
  std::string kind;
  Value data;
};

/// Show this widget over the one that asked for it (MSC2790). How it went is told by `on_modal`.
struct ShowModal {
  std::string request_id;
  std::string url;
  Value definition;
};

/// Take the modal of this widget away; `data` is what the widget that asked for it is told, null: nothing.
struct EndModal {
  Value data;
};

using Effect = std::variant<Say, Request, Note, ShowModal, EndModal>;
using Effects = std::vector<Effect>;

/// What a homeserver answered. `status` 0: no answer was to be had.
struct Answer {
  int status = 0;
  Value body;         ///< null when it was no JSON
  std::string bytes;  ///< as they came
  std::string content_type;
};

/// A message that came to a window.
struct Arrival {
  Value message;             ///< in the form of trace/clone_form.hpp
  std::string origin;        ///< of who posted it; empty where nobody knows
  bool from_partner = true;  ///< the window that posted it is the other side's
};

}  // namespace ringcheck::widget
