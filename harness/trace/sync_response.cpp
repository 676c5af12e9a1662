#include "trace/sync_response.hpp"

#include "trace/event_entry.hpp"

namespace ringcheck::trace {
namespace {

constexpr std::string_view sliding = "org.matrix.simplified_msc3575";

bool is_sliding(const HarExchange& exchange) {
  const auto& segments = exchange.address.segments;
  return exchange.method == "POST" && segments.size() == 2 && segments[0] == sliding && segments[1] == "sync";
}

template <typename AnyValue>  // Value, or const Value
AnyValue* list_of(AnyValue* timeline) {
  if (timeline == nullptr || timeline->is_array()) return timeline;
  return timeline->find("events");
}

/// Calls with each room that was joined or left, and its object.
template <typename AnyValue, typename Take>
void for_each_room(AnyValue& body, Take take) {
  AnyValue* rooms = body.find("rooms");
  if (rooms == nullptr) return;
  for (const std::string_view kind : {"join", "leave"}) {
    if (AnyValue* group = rooms->find(kind)) {
      for (auto& room : group->members) take(room.key, room.value);
    }
  }
  for (auto& room : rooms->members) {
    if (room.key.starts_with('!')) take(room.key, room.value);
  }
}

template <typename AnyValue, typename Take>
void for_each_event_of_rooms(AnyValue& body, const Take& take) {
  for_each_room(body, [&](const std::string& room_id, AnyValue& room) {
    AnyValue* events = list_of(room.find("timeline"));
    if (events == nullptr) return;
    for (AnyValue& event : events->items) {
      if (is_event(event)) take(room_id, event);
    }
  });
}

}  // namespace

bool is_sync(const HarExchange& exchange) {
  const auto& segments = exchange.address.segments;
  return is_sliding(exchange) || (exchange.method == "GET" && segments.size() == 1 && segments[0] == "sync");
}

std::string_view token_asked(const HarExchange& exchange) {
  return query_of(exchange, is_sliding(exchange) ? "pos" : "since");
}

std::string_view token_given(const HarExchange& exchange) {
  return exchange.response_body.value.string_at(is_sliding(exchange) ? "pos" : "next_batch");
}

void for_each_room_event(Value& body, const TakeEvent& take) {
  for_each_event_of_rooms(body, take);
}

void look_at_room_events(const Value& body, const LookAtEvent& look) {
  for_each_event_of_rooms(body, look);
}

void for_each_device_event(Value& body, const std::function<void(Value& event)>& take) {
  Value* extensions = body.find("extensions");
  Value* holder = extensions == nullptr ? body.find("to_device") : extensions->find("to_device");
  Value* events = holder == nullptr ? nullptr : holder->find("events");
  if (events == nullptr) return;
  for (Value& event : events->items) {
    if (is_event(event)) take(event);
  }
}

std::int64_t count_limited(const Value& body) {
  std::int64_t count = 0;
  for_each_room(body, [&](const std::string&, const Value& room) {
    const Value* timeline = room.find("timeline");
    const Value* limited = timeline == nullptr ? nullptr : timeline->find("limited");
    if (limited == nullptr) limited = room.find("limited");
    if (limited != nullptr && limited->as_bool()) ++count;
  });
  return count;
}

}  // namespace ringcheck::trace
