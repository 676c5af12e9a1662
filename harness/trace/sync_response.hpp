#pragma once
// What a recorded answer to a sync holds: of `/sync`, and of simplified sliding sync (MSC4186).

#include <functional>
#include <string>
#include <string_view>

#include "trace/har_exchange.hpp"

namespace ringcheck::trace {

bool is_sync(const HarExchange& exchange);
/// The token that the request carried, empty for an initial sync; and the one that its answer gave.
std::string_view token_asked(const HarExchange& exchange);
std::string_view token_given(const HarExchange& exchange);

using TakeEvent = std::function<void(std::string_view room_id, Value& event)>;
using LookAtEvent = std::function<void(std::string_view room_id, const Value& event)>;

/// Every event of the timelines, room by room, that is shaped like one.
void for_each_room_event(Value& body, const TakeEvent& take);
void look_at_room_events(const Value& body, const LookAtEvent& look);
/// Every message to the device.
void for_each_device_event(Value& body, const std::function<void(Value& event)>& take);
/// How many rooms leave out what came between this answer and the one before.
std::int64_t count_limited(const Value& body);

}  // namespace ringcheck::trace
