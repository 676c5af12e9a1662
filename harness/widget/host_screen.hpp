#pragma once
// What a person changes in how a widget is seen, or the client looks (MSC2764; MSC2873).

#include <string_view>

#include "widget/host_core.hpp"

namespace ringcheck::widget {

/// The widget is told when it is another than before.
void set_visible(HostCore& core, bool visible);
/// False when the widget did not ask for it, or was denied it.
bool take_screenshot(HostCore& core);
/// `theme_change` or `language_change`, for widgets that know them.
void change_looks(HostCore& core, std::string_view action, Value data);

}  // namespace ringcheck::widget
