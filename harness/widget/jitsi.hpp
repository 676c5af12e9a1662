#pragma once
// Conferences of Jitsi Meet as widgets of a room (MSC2764, "Jitsi Meet Conferences"): the one that a client
// begins, and which conference it joins when it renders one itself.

#include <string>
#include <string_view>

#include "value/value.hpp"
#include "widget/definition.hpp"
#include "widget/host_fault.hpp"

namespace ringcheck::widget {

struct Conference {
  std::string domain;
  std::string id;
};

/// The domain for conferences of its own, as the client document of .well-known may say.
std::string preferred_domain(const Value& well_known);
/// What the user says of a widget that is a new conference.
Value conference_widget(const Conference& conference, bool is_audio_only, const HostFaults& faults = {});
/// Where a client goes that shows such a widget, whatever domain it prefers.
Conference joined_conference(const Definition& widget, std::string_view preferred,
                             const HostFaults& faults = {});

}  // namespace ringcheck::widget
