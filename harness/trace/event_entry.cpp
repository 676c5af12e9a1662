#include "trace/event_entry.hpp"

#include <utility>

namespace ringcheck::trace {

bool is_event(const Value& value) {
  const Value* type = value.find("type");
  const Value* content = value.find("content");
  return type != nullptr && type->is_string() && content != nullptr && content->is_object();
}

Entry entry_of_event(Value& event, std::string_view room_id) {
  Entry entry;
  entry.kind = Kind::event;
  entry.to = "homeserver";
  entry.channel = channel::client_api;
  entry.type = event.string_at("type");
  const std::string_view own_room = event.string_at("room_id");
  entry.head = make_object({{"room_id", own_room.empty() ? room_id : own_room},
                            {"event_id", event.string_at("event_id")},
                            {"sender", event.string_at("sender")}});
  if (const Value* state_key = event.find("state_key")) entry.head.set("state_key", *state_key);
  if (const Value* more = event.find("unsigned")) {
    if (const Value* id = more->find("transaction_id")) entry.head.set("transaction_id", *id);
  }
  if (Value* content = event.find("content")) entry.body = std::move(*content);
  return entry;
}

bool is_redacted(const Value& event) {
  const Value* more = event.find("unsigned");
  return more != nullptr && more->find("redacted_because") != nullptr;
}

}  // namespace ringcheck::trace
