#pragma once
// What a person does at a host, as far as a widget is concerned by it.

#include <string>
#include <string_view>

#include "widget/host_core.hpp"

namespace ringcheck::widget {

/// Empty when it was done, else why it cannot be. The names are in fake_host.hpp.
std::string obey(HostCore& core, std::string_view order, const Value& params);

}  // namespace ringcheck::widget
