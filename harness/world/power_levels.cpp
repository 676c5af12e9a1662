#include "world/power_levels.hpp"

#include <limits>

#include "world/room.hpp"

namespace ringcheck::world {

namespace {

const Value* levels_of(const Room& room) {
  const Event* event = state_now(room, "m.room.power_levels", "");
  return event == nullptr ? nullptr : &event->content;
}

std::optional<std::int64_t> level_at(const Value* levels, std::string_view key) {
  const Value* level = levels == nullptr ? nullptr : levels->find(key);
  return level == nullptr ? std::nullopt : level->as_int();
}

bool is_creator(const Room& room, std::string_view user_id) {
  const Event* create = state_now(room, "m.room.create", "");
  if (create == nullptr) return false;
  if (create->sender == user_id) return true;
  const Value* others = room.version == "12" ? create->content.find("additional_creators") : nullptr;
  if (others == nullptr) return false;
  for (const Value& other : others->items) {
    if (other.as_string() == user_id) return true;
  }
  return false;
}

Refusal forbidden(std::string text) {
  return {403, "M_FORBIDDEN", std::move(text)};
}

std::optional<Refusal> need_power(const Room& room, const Event& draft, std::int64_t needed) {
  const std::int64_t power = power_of(room, draft.sender);
  if (power >= needed) return std::nullopt;
  return forbidden(draft.sender + " has power " + std::to_string(power) + ", " + draft.type + " needs " +
                   std::to_string(needed));
}

std::optional<Refusal> need_joined(const Room& room, const Event& draft) {
  if (membership_now(room, draft.sender) == "join") return std::nullopt;
  return forbidden(draft.sender + " is not in the room");
}

std::optional<Refusal> check_join(const Room& room, const Event& draft) {
  if (draft.sender != *draft.state_key) return forbidden("nobody can join for someone else");
  const std::string_view before = membership_now(room, draft.sender);
  if (before == "ban") return forbidden(draft.sender + " is banned from the room");
  if (before == "join" || before == "invite") return std::nullopt;
  const Event* rules = state_now(room, "m.room.join_rules", "");
  if (rules != nullptr && rules->content.string_at("join_rule") == "public") return std::nullopt;
  return forbidden(draft.sender + " is not invited to the room");
}

std::optional<Refusal> check_invite(const Room& room, const Event& draft) {
  if (auto refusal = need_joined(room, draft)) return refusal;
  const std::string_view before = membership_now(room, *draft.state_key);
  if (before == "join") return forbidden(*draft.state_key + " is in the room already");
  if (before == "ban") return forbidden(*draft.state_key + " is banned from the room");
  return need_power(room, draft, power_for(room, "invite"));
}

std::optional<Refusal> check_removal(const Room& room, const Event& draft, std::string_view action) {
  if (auto refusal = need_joined(room, draft)) return refusal;
  if (auto refusal = need_power(room, draft, power_for(room, action))) return refusal;
  if (power_of(room, draft.sender) > power_of(room, *draft.state_key)) return std::nullopt;
  return forbidden(draft.sender + " has no more power than " + *draft.state_key);
}

std::optional<Refusal> check_leave(const Room& room, const Event& draft) {
  const std::string_view before = membership_now(room, *draft.state_key);
  if (draft.sender != *draft.state_key) return check_removal(room, draft, before == "ban" ? "ban" : "kick");
  if (before == "join" || before == "invite") return std::nullopt;
  return forbidden(draft.sender + " is neither in the room nor invited");
}

std::optional<Refusal> check_member(const Room& room, const Event& draft) {
  const std::string_view wanted = draft.content.string_at("membership");
  if (wanted == "join") return check_join(room, draft);
  if (wanted == "invite") return check_invite(room, draft);
  if (wanted == "leave") return check_leave(room, draft);
  if (wanted == "ban") return check_removal(room, draft, "ban");
  return Refusal{400, "M_BAD_JSON", "membership must be join, invite, leave or ban"};
}

/// From version 12 nobody can be given a level who has made the room (MSC4289).
std::optional<Refusal> check_levels(const Room& room, const Event& draft) {
  const Value* users = room.version == "12" ? draft.content.find("users") : nullptr;
  if (users == nullptr) return std::nullopt;
  for (const Member& user : users->members) {
    if (is_creator(room, user.key)) return forbidden(user.key + " has made the room and stands above levels");
  }
  return std::nullopt;
}

}  // namespace

std::int64_t power_of(const Room& room, std::string_view user_id) {
  if (room.version == "12" && is_creator(room, user_id)) return std::numeric_limits<std::int64_t>::max();
  const Value* levels = levels_of(room);
  if (levels == nullptr) return is_creator(room, user_id) ? 100 : 0;
  if (const auto own = level_at(levels->find("users"), user_id)) return *own;
  return level_at(levels, "users_default").value_or(0);
}

std::int64_t power_for(const Room& room, std::string_view action) {
  return level_at(levels_of(room), action).value_or(action == "invite" ? 0 : 50);
}

std::int64_t power_to_send(const Room& room, std::string_view type, bool is_state) {
  const Value* levels = levels_of(room);
  if (levels == nullptr) return 0;
  if (const auto own = level_at(levels->find("events"), type)) return *own;
  return level_at(levels, is_state ? "state_default" : "events_default").value_or(is_state ? 50 : 0);
}

std::optional<Refusal> check_draft(const Room& room, const Event& draft) {
  if (draft.type == "m.room.create") return forbidden("the room is created already");
  if (draft.state_key && draft.type == "m.room.member") return check_member(room, draft);
  if (auto refusal = need_joined(room, draft)) return refusal;
  if (auto refusal = need_power(room, draft, power_to_send(room, draft.type, draft.state_key.has_value()))) {
    return refusal;
  }
  const bool is_someone_elses =
      draft.state_key && draft.state_key->starts_with('@') && *draft.state_key != draft.sender;
  if (is_someone_elses) return forbidden("a state key that is a user id belongs to that user");
  const bool sets_levels = draft.type == "m.room.power_levels" && draft.state_key == "";
  return sets_levels ? check_levels(room, draft) : std::nullopt;
}

}  // namespace ringcheck::world
