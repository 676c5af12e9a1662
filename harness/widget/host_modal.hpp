#pragma once
// Modal widgets (MSC2790), from both sides: the widget that opens one and the modal itself, which is a
// session of its own.

#include <string_view>

#include "widget/host_core.hpp"

namespace ringcheck::widget {

/// How it went to show what open_modal asked for; empty: it is shown.
void modal_shown(HostCore& core, std::string_view failure);
/// The modal that this widget opened is gone.
void modal_ended(HostCore& core, const Value& data);
/// Of a modal: tells it what it was opened with, once its session is up.
void configure_modal(HostCore& core);
/// Of a modal: its user presses a button. False when there is none of this id that can be pressed.
bool press_button(HostCore& core, std::string_view id);
/// Of a modal: its user goes away from it.
void dismiss_modal(HostCore& core);

}  // namespace ringcheck::widget
