#include "widget/client.hpp"

namespace ringcheck::widget {
namespace {

std::int64_t sticks_for_ms(const Value& event) {
  const Value* unsigned_part = event.find("unsigned");
  const Value* left =
      unsigned_part == nullptr ? nullptr : unsigned_part->find("msc4354_sticky_duration_ttl_ms");
  if (left != nullptr) return left->as_int().value_or(0);
  const Value* sticky = event.find("msc4354_sticky");
  const Value* duration = sticky == nullptr ? nullptr : sticky->find("duration_ms");
  return duration == nullptr ? 0 : duration->as_int().value_or(0);
}

/// The same event may stand in the timeline and among the sticky ones.
void take_sticky(KnownRoom& room, const Value& known, std::int64_t now_ms) {
  const std::int64_t lasts_ms = sticks_for_ms(known);
  if (lasts_ms <= 0) return;
  std::erase_if(room.sticky, [&](const KnownRoom::Sticky& each) {
    return each.event.string_at("event_id") == known.string_at("event_id") || each.until_ms <= now_ms;
  });
  room.sticky.push_back({known, now_ms + lasts_ms});
}

}  // namespace

const Value* KnownRoom::state_event(std::string_view type, std::string_view key) const {
  const auto found = state.find({std::string(type), std::string(key)});
  return found == state.end() ? nullptr : &found->second;
}

Value client_event(std::string_view room_id, Value event) {
  event.set("room_id", room_id);
  if (event.find("unsigned") == nullptr) event.set("unsigned", make_object());
  return event;
}

bool take_event(Client& client, std::string_view room_id, const Value& event, bool in_timeline,
                std::int64_t now_ms) {
  KnownRoom& room = client.rooms[std::string(room_id)];
  const Value known = client_event(room_id, event);
  if (in_timeline) room.timeline.push_back(known);
  take_sticky(room, known, now_ms);
  const Value* key = event.find("state_key");
  if (key == nullptr || !key->is_string()) return false;
  Value& current = room.state[{std::string(event.string_at("type")), key->text}];
  const bool is_new = current.string_at("event_id") != event.string_at("event_id");
  current = known;
  return is_new;
}

bool is_encrypted(const Client& client, std::string_view room_id) {
  const auto room = client.rooms.find(room_id);
  return room != client.rooms.end() && room->second.state_event("m.room.encryption", "") != nullptr;
}

}  // namespace ringcheck::widget
