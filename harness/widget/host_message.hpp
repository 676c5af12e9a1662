#pragma once
// What a host makes of a message that came to its window: it is for this session or not, it is a response
// that was waited for, or a request that is done, refused or left unanswered (MSC2764, "Communication";
// MSC2813).

#include "widget/host_core.hpp"

namespace ringcheck::widget {

void take_message(HostCore& core, const Arrival& arrival);
/// Requests that nobody answered in time have failed, and timers run.
void time_passed(HostCore& core);

}  // namespace ringcheck::widget
