#include "world/notify.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

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

/// The member of the content that the key names, or null: parts between dots, of which `\.` and `\\` are none
/// ("Conditions").
const Value* content_at(const Event& event, std::string_view key) {
  constexpr std::string_view prefix = "content.";
  if (!key.starts_with(prefix)) return nullptr;
  const Value* found = &event.content;
  std::string part;
  for (std::size_t i = prefix.size(); i <= key.size() && found != nullptr; ++i) {
    const bool escapes = i + 1 < key.size() && key[i] == '\\' && (key[i + 1] == '.' || key[i + 1] == '\\');
    if (i == key.size() || (key[i] == '.' && !escapes)) {
      found = found->find(part);
      part.clear();
    } else {
      part += key[escapes ? ++i : i];
    }
  }
  return found;
}

/// The text that the key names: of a member of the event, or, deeper, of its content.
std::optional<std::string_view> text_at(const Noticed& noticed, std::string_view key) {
  const Event& event = noticed.event;
  if (key == "type") return event.type;
  if (key == "sender") return event.sender;
  if (key == "room_id") return noticed.room.room_id;
  if (key == "state_key")
    return event.state_key ? std::optional<std::string_view>(*event.state_key) : std::nullopt;
  const Value* value = content_at(event, key);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return value->text;
}

/// In either case of its letters.
bool same_letter(unsigned char a, unsigned char b) {
  return std::tolower(a) == std::tolower(b);
}

bool has_word(std::string_view text, std::string_view word) {
  const auto is_letter = [](char letter) { return std::isalnum(static_cast<unsigned char>(letter)) != 0; };
  for (auto at = text.begin();; ++at) {
    at = std::search(at, text.end(), word.begin(), word.end(), same_letter);
    if (at == text.end()) return false;
    const auto end = at + static_cast<std::ptrdiff_t>(word.size());
    const bool begins = at == text.begin() || !is_letter(at[-1]);
    if (begins && (end == text.end() || !is_letter(*end))) return true;
  }
}

bool event_matches(const Noticed& noticed, std::string_view key, std::string_view pattern) {
  const auto text = text_at(noticed, key);
  if (!text) return false;
  if (key == "content.body") return has_word(*text, pattern);
  // No rule that a user of this world can have has a wildcard.
  return std::equal(text->begin(), text->end(), pattern.begin(), pattern.end(), same_letter);
}

bool property_is(const Noticed& noticed, std::string_view key, const Value& wanted) {
  const Value* value = content_at(noticed.event, key);
  return value != nullptr ? *value == wanted : wanted.is_string() && text_at(noticed, key) == wanted.text;
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
  if (kind == "event_property_is") return value != nullptr && property_is(noticed, key, *value);
  if (kind == "event_property_contains") {
    const Value* list = content_at(noticed.event, key);
    return value != nullptr && list != nullptr && contains(*list, *value);
  }
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

/// The actions of the first rule that is met, a list; empty when there is none.
Value actions_of(const Noticed& noticed) {
  const auto rules = noticed.user.account_data.find("m.push_rules");
  const Value* all =
      rules == noticed.user.account_data.end() ? nullptr : rules->second.content->find("global");
  if (all == nullptr) return make_array();
  for (const std::string_view kind : {"override", "content", "room", "sender", "underride"}) {
    const Value* list = all->find(kind);
    if (list == nullptr) continue;
    for (const Value& rule : list->items) {
      if (is_met(noticed, kind, rule)) return *rule.find("actions");
    }
  }
  return make_array();
}

bool highlights(const Value& actions) {
  return std::any_of(actions.items.begin(), actions.items.end(), [](const Value& action) {
    const Value* value = action.find("value");
    return action.string_at("set_tweak") == "highlight" && (value == nullptr || value->as_bool());
  });
}

}  // namespace

void notify_of(World& world, const Room& room, std::size_t index) {
  const Event& event = room.timeline[index];
  for (auto& [user_id, user] : world.users) {
    const std::string_view membership = membership_now(room, user_id);
    const bool comes_in = event.type == "m.room.member" && event.state_key == user_id;
    if (event.sender == user_id || comes_in) user.read[room.room_id] = index + 1;
    if (event.sender == user_id || (membership != "join" && membership != "invite")) continue;
    Value actions = actions_of({world, room, event, user});
    if (!contains(actions, Value("notify"))) continue;
    const bool is_highlighted = highlights(actions);
    user.notices[room.room_id].push_back({index, std::move(actions), is_highlighted});
  }
}

std::size_t read_until(const Room& room, const User& user) {
  const auto read = user.read.find(room.room_id);
  return read == user.read.end() ? 0 : read->second;
}

Value unread_counts(const Room& room, std::size_t end, const User& user) {
  std::int64_t notified = 0;
  std::int64_t highlighted = 0;
  const std::size_t read = read_until(room, user);
  if (const auto notices = user.notices.find(room.room_id); notices != user.notices.end()) {
    for (const Notice& notice : notices->second) {
      if (notice.index < read || notice.index >= end) continue;
      ++notified;
      if (notice.is_highlighted) ++highlighted;
    }
  }
  return make_object({{"notification_count", notified}, {"highlight_count", highlighted}});
}

}  // namespace ringcheck::world
