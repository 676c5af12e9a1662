#pragma once
// The user's decision on OpenID credentials (MSC1960).

#include "widget/host_core.hpp"

namespace ringcheck::widget {

/// Counts for all that was asked and is asked from now on.
void decide_openid(HostCore& core, bool allowed);

}  // namespace ringcheck::widget
