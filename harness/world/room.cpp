#include "world/room.hpp"

#include <algorithm>
#include <utility>

#include "world/notify.hpp"
#include "world/sticky_events.hpp"

namespace ringcheck::world {

namespace {

Fact event_fact(const Room& room, const Event& event) {
  Fact fact;
  fact.kind = Fact::Kind::event;
  fact.room_id = room.room_id;
  fact.event_id = event.event_id;
  fact.type = event.type;
  fact.sender = event.sender;
  fact.device_id = event.device_id;
  fact.state_key = event.state_key;
  fact.transaction_id = event.transaction_id;
  fact.content = event.content;
  fact.origin_server_ts_ms = event.origin_server_ts_ms;
  fact.redacts = event.redacts;
  if (event.delay_mark) fact.delay_id = event.delay_mark->delay_id;
  return fact;
}

/// A change of membership concerns the user's list of rooms, and who must know of whose devices.
void note_member(World& world, const Room& room, const Event& event) {
  User* user = find_user(world, *event.state_key);
  if (user == nullptr) return;
  if (std::find(user->rooms.begin(), user->rooms.end(), room.room_id) == user->rooms.end()) {
    user->rooms.push_back(room.room_id);
  }
  if (event.content.string_at("membership") == "join") user->device_list_position = event.position;
}

std::string event_id_for(World& world, const Room& room, const Event& draft) {
  // From room version 12 the room's id is that of its create event, with another sigil (MSC4291).
  if (draft.type == "m.room.create" && room.version == "12") return "$" + room.room_id.substr(1);
  return "$" + make_id(world, 43);
}

const Event* newest_before(const Room& room, const std::vector<std::size_t>& indices, std::size_t end) {
  const auto after = std::lower_bound(indices.begin(), indices.end(), end);
  return after == indices.begin() ? nullptr : &room.timeline[*std::prev(after)];
}

void sort_by_position(std::vector<const Event*>& events) {
  std::sort(events.begin(), events.end(),
            [](const Event* one, const Event* other) { return one->position < other->position; });
}

}  // namespace

const Event& append_event(World& world, Room& room, Event draft, std::vector<Fact>& facts) {
  const std::size_t index = room.timeline.size();
  draft.event_id = event_id_for(world, room, draft);
  draft.position = next_position(world);
  if (draft.state_key) {
    std::vector<std::size_t>& indices = room.state[{draft.type, *draft.state_key}];
    if (!indices.empty()) draft.replaces = indices.back();
    indices.push_back(index);
  }
  room.timeline.push_back(std::move(draft));
  const Event& event = room.timeline.back();
  world.events[event.event_id] = {room.room_id, index};
  if (event.state_key && event.type == "m.room.member") note_member(world, room, event);
  notify_of(world, room, index);
  facts.push_back(event_fact(room, event));
  return event;
}

const Event& append_again(World& world, Room& room, std::size_t index, std::vector<Fact>& facts) {
  Event again = room.timeline[index];
  again.position = next_position(world);
  world.events[again.event_id].index = room.timeline.size();
  room.timeline.push_back(std::move(again));
  facts.push_back(event_fact(room, room.timeline.back()));
  return room.timeline.back();
}

std::size_t end_at(const Room& room, std::int64_t position) {
  const auto end =
      std::upper_bound(room.timeline.begin(), room.timeline.end(), position,
                       [](std::int64_t wanted, const Event& event) { return wanted < event.position; });
  return static_cast<std::size_t>(end - room.timeline.begin());
}

const Event* state_at(const Room& room, std::size_t end, std::string_view type, std::string_view state_key) {
  const auto found = room.state.find(StateKey(type, state_key));
  return found == room.state.end() ? nullptr : newest_before(room, found->second, end);
}

const Event* state_now(const Room& room, std::string_view type, std::string_view state_key) {
  return state_at(room, room.timeline.size(), type, state_key);
}

std::vector<const Event*> all_state_at(const Room& room, std::size_t end) {
  std::vector<const Event*> events;
  for (const auto& [key, indices] : room.state) {
    if (const Event* event = newest_before(room, indices, end)) events.push_back(event);
  }
  return events;
}

std::vector<const Event*> state_changed_in(const Room& room, std::size_t begin, std::size_t end) {
  std::vector<const Event*> events;
  for (std::size_t index = begin; index < end; ++index) {
    const Event& event = room.timeline[index];
    if (event.state_key && state_at(room, end, event.type, *event.state_key) == &event)
      events.push_back(&event);
  }
  return events;
}

std::string_view membership_at(const Room& room, std::size_t end, std::string_view user_id) {
  const Event* event = state_at(room, end, "m.room.member", user_id);
  return event == nullptr ? std::string_view() : event->content.string_at("membership");
}

std::string_view membership_now(const Room& room, std::string_view user_id) {
  return membership_at(room, room.timeline.size(), user_id);
}

bool may_read(const Room& room, std::size_t index, std::string_view user_id) {
  const Event* visibility = state_at(room, index, "m.room.history_visibility", "");
  const std::string_view whose =
      visibility == nullptr ? std::string_view() : visibility->content.string_at("history_visibility");
  if (whose != "joined" && whose != "invited") return true;
  // Who comes in by this event may read it.
  const auto is_inside = [&](std::size_t end) {
    const std::string_view membership = membership_at(room, end, user_id);
    return membership == "join" || (whose == "invited" && membership == "invite");
  };
  return is_inside(index) || is_inside(index + 1);
}

std::vector<const Event*> members_at(const Room& room, std::size_t end, std::string_view membership) {
  std::vector<const Event*> members;
  for (auto at = room.state.lower_bound(StateKey("m.room.member", ""));
       at != room.state.end() && at->first.first == "m.room.member"; ++at) {
    const Event* event = newest_before(room, at->second, end);
    if (event != nullptr && event->content.string_at("membership") == membership) members.push_back(event);
  }
  sort_by_position(members);
  return members;
}

bool shares_room(const World& world, const User& one, const User& other) {
  return std::any_of(one.rooms.begin(), one.rooms.end(), [&](const std::string& room_id) {
    const Room& room = *find_room(world, room_id);
    return membership_now(room, one.user_id) == "join" && membership_now(room, other.user_id) == "join";
  });
}

Value client_event(const Room& room, const Event& event, std::string_view room_id, const Session& reader,
                   std::int64_t now_ms) {
  Value known = make_object({{"age", now_ms - event.origin_server_ts_ms}});
  const auto index = static_cast<std::size_t>(&event - room.timeline.data());
  const std::string_view membership = membership_at(room, index + 1, reader.user_id);
  known.set("membership", membership.empty() ? "leave" : membership);
  if (event.transaction_id && event.sender == reader.user_id && event.device_id == reader.device_id) {
    known.set("transaction_id", *event.transaction_id);
  }
  if (event.delay_mark && event.sender == reader.user_id) {
    known.set(event.delay_mark->key, event.delay_mark->delay_id);
  }
  const auto sticky_for_ms = sticky_left_ms(event, now_ms);
  if (sticky_for_ms) known.set("msc4354_sticky_duration_ttl_ms", *sticky_for_ms);
  if (event.replaces) {
    const Event& before = room.timeline[*event.replaces];
    known.set("replaces_state", before.event_id).set("prev_content", before.content);
  }
  if (event.redacted_by) {
    known.set("redacted_because",
              client_event(room, room.timeline[*event.redacted_by], room_id, reader, now_ms));
  }
  for (const Member& extra : event.unsigned_extra.members) {
    if (extra.value.is_null()) {
      std::erase_if(known.members, [&](const Member& each) { return each.key == extra.key; });
    } else {
      known.set(extra.key, extra.value);
    }
  }

  Value told = make_object({{"type", event.type},
                            {"event_id", event.event_id},
                            {"sender", event.sender},
                            {"origin_server_ts", event.origin_server_ts_ms}});
  if (event.state_key) told.set("state_key", *event.state_key);
  if (!room_id.empty()) told.set("room_id", room_id);
  told.set("content", event.content);
  if (!event.redacts.empty()) told.set("redacts", event.redacts);
  if (event.sticky_duration_ms) {
    told.set("msc4354_sticky", make_object({{"duration_ms", *event.sticky_duration_ms}}));
  }
  told.set("unsigned", std::move(known));
  return told;
}

}  // namespace ringcheck::world
