#include "world/filter.hpp"

#include <algorithm>

namespace ringcheck::world {

namespace {

using Names = std::vector<std::string>;

std::optional<Names> names_at(const Value& json, std::string_view key) {
  const Value* list = json.find(key);
  if (list == nullptr || !list->is_array()) return std::nullopt;
  Names names;
  for (const Value& item : list->items) {
    if (item.is_string()) names.push_back(item.text);
  }
  return names;
}

bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// `*` stands for any text, also none.
bool matches_glob(std::string_view pattern, std::string_view text) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  pattern.remove_prefix(star);
  text.remove_prefix(star);
  // Each part between two stars is taken where it comes first; the last one must end the text.
  while (true) {
    pattern.remove_prefix(1);
    const std::size_t next = pattern.find('*');
    const std::string_view part = pattern.substr(0, next);
    if (next == std::string_view::npos) return text.ends_with(part);
    const std::size_t at = text.find(part);
    if (at == std::string_view::npos) return false;
    text.remove_prefix(at + part.size());
    pattern.remove_prefix(next);
  }
}

bool matches_any(const Names& patterns, std::string_view text) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return matches_glob(pattern, text); });
}

}  // namespace

EventFilter parse_event_filter(const Value* json) {
  EventFilter filter;
  if (json == nullptr || !json->is_object()) return filter;
  filter.types = names_at(*json, "types");
  filter.not_types = names_at(*json, "not_types").value_or(Names());
  filter.senders = names_at(*json, "senders");
  filter.not_senders = names_at(*json, "not_senders").value_or(Names());
  filter.rooms = names_at(*json, "rooms");
  filter.not_rooms = names_at(*json, "not_rooms").value_or(Names());
  const Value* limit = json->find("limit");
  const std::int64_t asked = limit == nullptr ? 10 : limit->as_int().value_or(10);
  filter.limit = static_cast<std::size_t>(std::clamp<std::int64_t>(asked, 0, 1000));
  return filter;
}

Filter parse_filter(const Value& json) {
  Filter filter;
  filter.account_data = parse_event_filter(json.find("account_data"));
  const Value* room = json.find("room");
  if (room == nullptr || !room->is_object()) return filter;
  filter.timeline = parse_event_filter(room->find("timeline"));
  filter.state = parse_event_filter(room->find("state"));
  filter.room_account_data = parse_event_filter(room->find("account_data"));
  filter.rooms = names_at(*room, "rooms");
  filter.not_rooms = names_at(*room, "not_rooms").value_or(Names());
  const Value* include_leave = room->find("include_leave");
  filter.include_leave = include_leave != nullptr && include_leave->as_bool();
  return filter;
}

bool passes(const EventFilter& filter, std::string_view type, std::string_view sender) {
  if (matches_any(filter.not_types, type) || contains(filter.not_senders, sender)) return false;
  return (!filter.types || matches_any(*filter.types, type)) &&
         (!filter.senders || contains(*filter.senders, sender));
}

bool passes_room(const EventFilter& filter, std::string_view room_id) {
  return !contains(filter.not_rooms, room_id) && (!filter.rooms || contains(*filter.rooms, room_id));
}

bool passes_room(const Filter& filter, std::string_view room_id) {
  return !contains(filter.not_rooms, room_id) && (!filter.rooms || contains(*filter.rooms, room_id));
}

}  // namespace ringcheck::world
