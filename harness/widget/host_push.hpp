#pragma once
// What a host sends its widget unasked: events and state of the rooms that it may see (MSC2762, "Receiving
// events"; MSC4407).

#include <string_view>

#include "widget/host_core.hpp"

namespace ringcheck::widget {

/// How an event came with sync.
enum class Brought : std::uint8_t { timeline, state, sticky };

/// After capabilities were decided: the current state, and the sticky events, that the widget may see since.
void push_initial(HostCore& core);
/// The sticky events that the widget may see and has not seen.
void push_sticky(HostCore& core);
/// An event that sync brought, which the client has taken in already. `changes_state`: it is the new state of
/// its key.
void push_event(HostCore& core, std::string_view room_id, const Value& event, Brought brought,
                bool changes_state);

/// A message to this device, which came decrypted if it was encrypted.
void push_to_device(HostCore& core, const Value& event, bool encrypted);

}  // namespace ringcheck::widget
