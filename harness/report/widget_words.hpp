#pragma once
// What ladders say of the widget API: who asks what, and how it was answered.

#include <string>

#include "trace/entry.hpp"

namespace ringcheck::report {

/// "asks get_openid", "answers get_openid", "refuses send_event", "loads the page"; empty for an entry that
/// has nothing to do with widgets.
std::string widget_words(const trace::Entry& entry);

/// What was asked or answered, as JSON cut short; of a refusal its message, of a page its address.
std::string widget_details(const trace::Entry& entry);

}  // namespace ringcheck::report
