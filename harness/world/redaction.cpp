#include "world/redaction.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string>
#include <utility>

#include "world/room.hpp"
#include "world/route.hpp"
#include "world/send.hpp"

namespace ringcheck::world {

namespace {

using Names = std::span<const std::string_view>;

int version_number(const Room& room) {
  int number = 0;
  std::from_chars(room.version.data(), room.version.data() + room.version.size(), number);
  return number;
}

Value only(const Value& content, Names names) {
  Value kept = make_object();
  for (const Member& member : content.members) {
    if (std::find(names.begin(), names.end(), member.key) != names.end()) kept.set(member.key, member.value);
  }
  return kept;
}

Value kept_of_member(const Value& content, int version) {
  static constexpr std::array<std::string_view, 2> names = {"membership", "join_authorised_via_users_server"};
  Value kept = only(content, Names(names).first(version >= 9 ? 2 : 1));
  const Value* invite = version >= 11 ? content.find("third_party_invite") : nullptr;
  if (const Value* signed_part = invite == nullptr ? nullptr : invite->find("signed")) {
    kept["third_party_invite"].set("signed", *signed_part);
  }
  return kept;
}

/// "Redactions" of the room versions: what each type of event keeps of its content.
Value kept_content(const Event& event, int version) {
  static constexpr std::array<std::string_view, 1> creator = {"creator"};
  static constexpr std::array<std::string_view, 2> join_rules = {"join_rule", "allow"};
  static constexpr std::array<std::string_view, 9> levels = {"ban",   "events",        "events_default",
                                                             "kick",  "redact",        "state_default",
                                                             "users", "users_default", "invite"};
  static constexpr std::array<std::string_view, 1> visibility = {"history_visibility"};
  static constexpr std::array<std::string_view, 1> redacts = {"redacts"};
  const Value& content = event.content;
  if (event.type == "m.room.member") return kept_of_member(content, version);
  if (event.type == "m.room.create") return version >= 11 ? content : only(content, creator);
  if (event.type == "m.room.join_rules") return only(content, Names(join_rules).first(version >= 8 ? 2 : 1));
  if (event.type == "m.room.power_levels") return only(content, Names(levels).first(version >= 11 ? 9 : 8));
  if (event.type == "m.room.history_visibility") return only(content, visibility);
  if (event.type == "m.room.redaction" && version >= 11) return only(content, redacts);
  return make_object();
}

const Event* find_event(const Room& room, std::string_view event_id) {
  const auto found = std::find_if(room.timeline.begin(), room.timeline.end(),
                                  [&](const Event& event) { return event.event_id == event_id; });
  return found == room.timeline.end() ? nullptr : &*found;
}

Answer put_redact(Call& call) {
  if (const Reply* earlier = earlier_answer(call)) return *earlier;
  if (auto fault = need_object(call)) return *fault;
  const Room* room = joined_room(call);
  if (room == nullptr) return not_in_room();
  const std::string& target = call.args[1];
  if (find_event(*room, target) == nullptr)
    return error_reply(404, "M_NOT_FOUND", "the room has no such event");
  Event draft = draft_of(call, "m.room.redaction", make_object());
  const Value* reason = call.request.body.find("reason");
  if (reason != nullptr) draft.content.set("reason", *reason);
  if (version_number(*room) >= 11) draft.content.set("redacts", target);
  draft.redacts = target;
  draft.transaction_id = call.args[2];
  const auto accepted = accept_event(call.world, call.args[0], std::move(draft), call.facts);
  if (const auto* refusal = std::get_if<Refusal>(&accepted)) return refuse(*refusal);
  return remember_answer(call, ok(make_object({{"event_id", std::get<std::string>(accepted)}})));
}

constexpr std::array routes = {Route{"PUT", "v3/rooms/*/redact/*/*", true, put_redact}};

}  // namespace

std::optional<Refusal> check_redaction(const Room& room, const Event& draft) {
  const Event* target = find_event(room, draft.redacts);
  if (target == nullptr || target->sender == draft.sender) return std::nullopt;
  const std::int64_t needed = power_for(room, "redact");
  if (power_of(room, draft.sender) >= needed) return std::nullopt;
  return Refusal{403, "M_FORBIDDEN", "to redact the events of others needs " + std::to_string(needed)};
}

void apply_redaction(Room& room, std::size_t index) {
  const std::string& target = room.timeline[index].redacts;
  const int version = version_number(room);
  for (Event& event : room.timeline) {
    if (event.event_id != target) continue;
    event.content = kept_content(event, version);
    event.sticky_duration_ms.reset();
    event.redacted_by = index;
  }
}

std::span<const Route> redaction_routes() {
  return routes;
}

}  // namespace ringcheck::world
