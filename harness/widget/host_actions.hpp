#pragma once
// The actions that a host does for its widget: one function each, in the file of its group. They are called
// when the request is well formed and its capability is approved, and answer it now or later, once.

#include <string_view>

#include "widget/host_core.hpp"

namespace ringcheck::widget {

using Handler = void (*)(HostCore& core, const Ask& ask);

struct Handled {
  std::string_view action;  ///< its stable name
  Handler handler;
  /// May come before capabilities are negotiated.
  bool at_any_time = false;
};

/// Null for what this host does not do.
const Handled* handler_of(std::string_view action);
/// Whether the host can ask the widget this.
bool is_sent_by_host(std::string_view action);

// host_session.cpp
void answer_versions(HostCore& core, const Ask& ask);
void take_content_loaded(HostCore& core, const Ask& ask);

// host_capabilities.cpp
void take_more_capabilities(HostCore& core, const Ask& ask);

}  // namespace ringcheck::widget
