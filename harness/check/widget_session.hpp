#pragma once
// One session of the widget API as both sides have made it so far: what was asked and answered, what the
// widget may do, what each side speaks. Fed with the messages in their order; what the checks of widgets
// remember.

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "check/capability.hpp"
#include "check/recent.hpp"
#include "check/widget_schemas.hpp"
#include "trace/widget_message.hpp"

namespace ringcheck::check {

/// A request, or several with one requestId, and how often it was answered.
struct WidgetAsk {
  std::int64_t seq = 0;
  std::int64_t t_us = 0;
  std::string api;  ///< what it said of itself; empty for what was no string
  std::string action;
  std::string widget_id;
  std::size_t digest = 0;  ///< of data
  bool to_subject = false;
  bool is_envelope = false;     ///< it has what a request cannot do without
  bool is_due = false;          ///< and was right, so that it must be answered
  std::optional<bool> covered;  ///< by what was approved when it came; nothing: not known
  int asked = 0;
  int answered = 0;
};

/// What a side has said in answer to supported_api_versions.
struct Versions {
  std::set<std::string, std::less<>> listed;
  std::int64_t t_us = 0;
};

struct WidgetSession {
  using AskKey = std::pair<trace::Side, std::string>;  ///< who asked, requestId

  /// False when something may have passed unseen: nothing is said then of what is missing.
  bool whole = true;
  Recent<AskKey, WidgetAsk> asks{1000};
  std::string widget_id;                            ///< by which the host calls it
  std::array<std::optional<Versions>, 2> versions;  ///< by side
  bool established = false;                         ///< the widget has answered capabilities
  Capabilities requested;                           ///< all that the widget asked for, as it wrote them
  std::optional<Capabilities> approved;             ///< the same of what it was told to have
  Capabilities approved_stable;                     ///< with stable names
  std::int64_t approved_us = 0;
  bool more_requested = false;                        ///< request_capabilities, and no notification since
  std::optional<bool> visible;                        ///< as it was told last
  std::set<std::string, std::less<>> openid_pending;  ///< requestIds that were answered by `request`
  std::optional<std::int64_t> closed_us;

  const std::optional<Versions>& versions_of(trace::Side side) const {
    return versions[static_cast<std::size_t>(side)];
  }
  /// The request that a response answers; null when none is known.
  const WidgetAsk* ask_of(const trace::WidgetMessage& reply) const;
};

/// The members of a list that are strings.
Capabilities strings_of(const Value* list);

/// Of data: equal for what is equal as JSON.
std::size_t digest_of(const Value* data);

/// Takes a message in: what the session is after it.
void advance(WidgetSession& session, const trace::WidgetMessage& message, std::string_view subject,
             const WidgetSchemas& schemas);

}  // namespace ringcheck::check
