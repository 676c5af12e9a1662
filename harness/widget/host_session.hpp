#pragma once
// How a session begins and ends on the host's side: which versions both speak, when the widget has loaded,
// and that capabilities are negotiated once (MSC2764, "Initiating communication").

#include <string>
#include <vector>

#include "widget/host_core.hpp"

namespace ringcheck::widget {

/// What supported_api_versions is answered with.
std::vector<std::string> versions_of_host(const HostCore& core);

/// The frame has been made.
void frame_made(HostCore& core);
/// The frame has fired `load`.
void frame_loaded(HostCore& core);
void close_session(HostCore& core);

}  // namespace ringcheck::widget
