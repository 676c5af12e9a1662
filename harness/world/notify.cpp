#include "world/notify.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "world/power_levels.hpp"
#include "world/room.hpp"

namespace ringcheck::world {

namespace {

/// An event as rules see it, for one user.
struct Noticed {
  const World& world;
  const Room& room;
  const Event& event;
  const User& user;
};

/// A key of a condition: parts between dots, of which `\.` and `\\` are none ("Conditions").
std::vector<std::string> parts_of(std::string_view key) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < key.size(); ++i) {
    const bool escapes = key[i] == '\\' && i + 1 < key.size() && (key[i + 1] == '.' || key[i + 1] == '\\');
    if (key[i] == '.') {
      parts.emplace_back();
    } else {
      parts.back() += key[escapes ? ++i : i];
    }
  }
  return parts;
}

/// What the key names: a member of the event, or, deeper, of its content. Null: it has none.
Value value_at(const Noticed& noticed, std::string_view key) {
  const std::vector<std::string> parts = parts_of(key);
  const Event& event = noticed.event;
  if (parts.size() == 1 && parts[0] == "type") return {event.type};
  if (parts.size() == 1 && parts[0] == "sender") return {event.sender};
  if (parts.size() == 1 && parts[0] == "room_id") return {noticed.room.room_id};
  if (parts.size() == 1 && parts[0] == "state_key" && event.state_key) return {*event.state_key};
  if (parts[0] != "content") return {};
  const Value* found = &event.content;
  for (std::size_t i = 1; i < parts.size() && found != nullptr; ++i) found = found->find(parts[i]);
  return found == nullptr ? Value() : *found;
}

std::string lower(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return small;
}

bool has_word(std::string_view text, std::string_view word) {
  const auto is_letter = [](char letter) { return std::isalnum(static_cast<unsigned char>(letter)) != 0; };
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || !is_letter(text[at - 1]);
    if (begins && (end == text.size() || !is_letter(text[end]))) return true;
  }
  return false;
}

bool event_matches(const Noticed& noticed, std::string_view key, std::string_view pattern) {
  const Value value = value_at(noticed, key);
  if (!value.is_string()) return false;
  if (key == "content.body") return has_word(lower(value.text), lower(pattern));
  // No rule that a user of this world can have has a wildcard.
  return lower(pattern) == lower(value.text);
}

bool contains(const Value& list, const Value& wanted) {
  return std::find(list.items.begin(), list.items.end(), wanted) != list.items.end();
}

bool may_notify_room(const Noticed& noticed) {
  const Event* levels = state_now(noticed.room, "m.room.power_levels", "");
  const Value* own = levels == nullptr ? nullptr : levels->content.find("notifications");
  const Value* needed = own == nullptr ? nullptr : own->find("room");
  const std::int64_t level = needed == nullptr ? 50 : needed->as_int().value_or(50);
  return power_of(noticed.room, noticed.event.sender) >= level;
}

bool is_met(const Noticed& noticed, const Value& condition) {
  const std::string_view kind = condition.string_at("kind");
  const std::string_view key = condition.string_at("key");
  const Value* value = condition.find("value");
  if (kind == "event_match") return event_matches(noticed, key, condition.string_at("pattern"));
  if (kind == "event_property_is") return value != nullptr && value_at(noticed, key) == *value;
  if (kind == "event_property_contains") return value != nullptr && contains(value_at(noticed, key), *value);
  if (kind == "sender_notification_permission") return may_notify_room(noticed);
  if (kind == "contains_display_name") {
    const std::string_view name = noticed.user.profile.string_at("displayname");
    return !name.empty() && event_matches(noticed, "content.body", name);
  }
  if (kind != "room_member_count") return false;
  const std::size_t members = members_at(noticed.room, noticed.room.timeline.size(), "join").size();
  return condition.string_at("is") == std::to_string(members);
}

bool is_met(const Noticed& noticed, std::string_view kind, const Value& rule) {
  const Value* enabled = rule.find("enabled");
  if (enabled == nullptr || !enabled->as_bool()) return false;
  if (kind == "content") return event_matches(noticed, "content.body", rule.string_at("pattern"));
  if (kind == "room") return rule.string_at("rule_id") == noticed.room.room_id;
  if (kind == "sender") return rule.string_at("rule_id") == noticed.event.sender;
  const Value* conditions = rule.find("conditions");
  return conditions != nullptr && std::all_of(conditions->items.begin(), conditions->items.end(),
                                              [&](const Value& each) { return is_met(noticed, each); });
}

}  // namespace

Value push_actions(const World& world, const Room& room, std::size_t index, std::string_view user_id) {
  const Event& event = room.timeline[index];
  const User& user = *find_user(world, user_id);
  if (event.sender == user_id) return make_array();
  const Noticed noticed = {world, room, event, user};
  const Value& rules = *user.account_data.find("m.push_rules")->second.content.find("global");
  for (const std::string_view kind : {"override", "content", "room", "sender", "underride"}) {
    const Value* list = rules.find(kind);
    if (list == nullptr) continue;
    for (const Value& rule : list->items) {
      if (is_met(noticed, kind, rule)) return *rule.find("actions");
    }
  }
  return make_array();
}

bool notifies(const Value& actions) {
  return contains(actions, Value("notify"));
}

bool highlights(const Value& actions) {
  return std::any_of(actions.items.begin(), actions.items.end(), [](const Value& action) {
    const Value* value = action.find("value");
    return action.string_at("set_tweak") == "highlight" && (value == nullptr || value->as_bool());
  });
}

std::size_t read_until(const Room& room, std::size_t end, const User& user) {
  const auto read = user.read.find(room.room_id);
  std::size_t until = read == user.read.end() ? 0 : read->second;
  for (std::size_t index = end; index > until; --index) {
    const Event& event = room.timeline[index - 1];
    const bool comes_in = event.type == "m.room.member" && event.state_key == user.user_id;
    if (event.sender == user.user_id || comes_in) until = index;
  }
  return std::min(until, end);
}

Value unread_counts(const World& world, const Room& room, std::size_t end, std::string_view user_id) {
  std::int64_t notified = 0;
  std::int64_t highlighted = 0;
  for (std::size_t index = read_until(room, end, *find_user(world, user_id)); index < end; ++index) {
    const Value actions = push_actions(world, room, index, user_id);
    if (notifies(actions)) ++notified;
    if (notifies(actions) && highlights(actions)) ++highlighted;
  }
  return make_object({{"notification_count", notified}, {"highlight_count", highlighted}});
}

}  // namespace ringcheck::world
