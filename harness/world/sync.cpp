#include "world/sync.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "world/notify.hpp"
#include "world/room.hpp"
#include "world/sync_room.hpp"

namespace ringcheck::world {

namespace {

Value wrap(Value events) {
  Value object = make_object();
  object.set("events", std::move(events));
  return object;
}

/// A response while it is built. `since` and `until` bound the positions that are new: (since, until].
struct Builder {
  const User& user;
  const Device& device;
  Reading reading;
  std::int64_t since;
  std::int64_t until;
  bool is_initial;
  SyncBody built = {};
  Value joined = make_object();
  Value invited = make_object();
  Value left = make_object();
  std::set<std::string, std::less<>> changed_devices = {};

  bool is_new(std::int64_t position) const { return position > since && position <= until; }
};

Value new_account_data(Builder& sync, const ByName<AccountDatum>& data, const EventFilter& filter,
                       bool is_whole) {
  Value events = make_array();
  for (const auto& [type, datum] : data) {
    const bool is_wanted = is_whole ? datum.position <= sync.until : sync.is_new(datum.position);
    if (!is_wanted || !passes(filter, type, sync.user.user_id)) continue;
    Value event = make_object({{"type", type}});
    event.set("content", *datum.content);
    events.push(std::move(event));
  }
  return events;
}

Value new_room_account_data(Builder& sync, const Room& room, bool is_whole) {
  const auto found = sync.user.room_account_data.find(room.room_id);
  if (found == sync.user.room_account_data.end()) return make_array();
  return new_account_data(sync, found->second, sync.reading.cursor.filter.room_account_data, is_whole);
}

void note_members_devices(Builder& sync, const Room& room, std::size_t end) {
  for (const Event* member : members_at(room, end, "join")) sync.changed_devices.insert(*member->state_key);
}

void add_joined(Builder& sync, const Room& room, std::size_t end) {
  const std::size_t before = end_at(room, sync.since);
  const bool is_new = membership_at(room, before, sync.user.user_id) != "join";
  const bool is_whole = is_new || sync.reading.cursor.full_state;
  const RoomSpan span = {is_new ? 0 : before, end, is_whole};
  Value account_data = new_room_account_data(sync, room, is_whole);
  if (!is_whole && span.begin == span.end && account_data.items.empty()) return;

  std::vector<std::string> told_ids;
  Value told = room_events(room, span, sync.reading, told_ids);
  Value sticky = sticky_events(room, span, sync.reading, told_ids);
  const bool has_members = is_whole || has_member_change(room, span);
  const bool has_state = std::any_of(told.members.begin(), told.members.end(), [](const Member& member) {
    return member.key != "timeline" && !member.value.find("events")->items.empty();
  });
  const bool is_limited = told.find("timeline")->find("limited")->as_bool();
  // All that came may have been filtered out; then there is nothing to tell of this room.
  if (!is_whole && told_ids.empty() && !has_state && !is_limited && account_data.items.empty()) return;

  // The stable name is not in use before MSC4354 is merged.
  if (!sticky.items.empty()) told.set("msc4354_sticky", wrap(std::move(sticky)));
  if (has_members) told.set("summary", room_summary(room, end, sync.user.user_id));
  told.set("account_data", wrap(std::move(account_data)));
  told.set("ephemeral", wrap(make_array()));
  told.set("unread_notifications", unread_counts(room, end, sync.user));
  if (is_new && !sync.is_initial) note_members_devices(sync, room, end);
  sync.built.event_ids.insert(sync.built.event_ids.end(), told_ids.begin(), told_ids.end());
  sync.built.has_news = true;
  sync.joined.set(room.room_id, std::move(told));
}

void add_invited(Builder& sync, const Room& room, std::size_t end, const Event& member) {
  if (!sync.is_initial && !sync.is_new(member.position)) return;
  sync.built.event_ids.push_back(member.event_id);
  sync.built.has_news = true;
  sync.invited.set(room.room_id, invited_room(room, end, sync.user.user_id));
}

void add_left(Builder& sync, const Room& room, const Event& member) {
  const bool is_wanted =
      sync.is_initial ? sync.reading.cursor.filter.include_leave : sync.is_new(member.position);
  if (!is_wanted) return;
  const std::size_t end = end_at(room, member.position);
  const std::size_t before = end_at(room, sync.since);
  const bool was_joined = membership_at(room, before, sync.user.user_id) == "join";
  const RoomSpan span = {was_joined ? before : end - 1, end, false};
  sync.built.has_news = true;
  sync.left.set(room.room_id, room_events(room, span, sync.reading, sync.built.event_ids));
}

void add_room_news(Builder& sync, const Room& room) {
  const Filter& filter = sync.reading.cursor.filter;
  if (!passes_room(filter, room.room_id) || !passes_room(filter.timeline, room.room_id)) return;
  const std::size_t end = end_at(room, sync.until);
  const Event* member = state_at(room, end, "m.room.member", sync.user.user_id);
  if (member == nullptr) return;
  const std::string_view membership = member->content.string_at("membership");
  if (membership == "join") add_joined(sync, room, end);
  if (membership == "invite") add_invited(sync, room, end, *member);
  if (membership == "leave" || membership == "ban") add_left(sync, room, *member);
}

/// Of a long queue a sync brings the begin, and ends there: what else is newer waits for the next.
void end_at_part_of_queue(Builder& sync) {
  std::size_t waiting = 0;
  for (const ToDeviceMessage& message : sync.device.inbox) {
    if (!sync.is_new(message.position) || ++waiting < sync.reading.world.features.to_device_at_once) continue;
    sync.until = message.position;
    return;
  }
}

Value inbox_events(Builder& sync) {
  Value events = make_array();
  for (const ToDeviceMessage& message : sync.device.inbox) {
    if (!sync.is_new(message.position)) continue;
    Value event = make_object({{"type", message.type}, {"sender", message.sender}});
    event.set("content", message.content);
    events.push(std::move(event));
    sync.built.event_ids.push_back(message.message_id);
    sync.built.has_news = true;
  }
  return events;
}

Value device_lists(Builder& sync) {
  const World& world = sync.reading.world;
  for (const auto& [user_id, other] : world.users) {
    if (sync.is_initial || !sync.is_new(other.device_list_position)) continue;
    const bool is_watched = user_id == sync.user.user_id || shares_room(world, sync.user, other);
    if (is_watched) sync.changed_devices.insert(user_id);
  }
  Value changed = make_array();
  for (const std::string& user_id : sync.changed_devices) changed.push(user_id);
  if (!changed.items.empty()) sync.built.has_news = true;
  Value lists = make_object();
  lists.set("changed", std::move(changed));
  lists.set("left", make_array());
  return lists;
}

Value key_counts(const Device& device) {
  // Told even when it is zero: some clients upload keys for ever when the count is missing.
  Value counts = make_object({{"signed_curve25519", 0}});
  for (const auto& [algorithm, keys] : device.one_time_keys) {
    counts.set(algorithm, static_cast<std::int64_t>(keys.size()));
  }
  return counts;
}

Value unused_fallback_keys(const Device& device) {
  Value types = make_array();
  for (const auto& [algorithm, key] : device.fallback_keys) {
    if (!device.fallback_used.contains(algorithm)) types.push(algorithm);
  }
  return types;
}

Value rooms_told(Builder& sync) {
  Value rooms = make_object();
  rooms.set("join", std::move(sync.joined));
  rooms.set("invite", std::move(sync.invited));
  rooms.set("leave", std::move(sync.left));
  return rooms;
}

}  // namespace

SyncBody build_sync(const World& world, const Session& session, const SyncCursor& cursor,
                    std::int64_t now_ms) {
  const std::int64_t since = cursor.since.value_or(-1);
  Builder sync = {.user = *find_user(world, session.user_id),
                  .device = *find_device(world, session.user_id, session.device_id),
                  .reading = {world, session, cursor, now_ms},
                  .since = since,
                  .until = std::max(world.released, since),
                  .is_initial = !cursor.since};
  end_at_part_of_queue(sync);
  for (const std::string& room_id : sync.user.rooms) add_room_news(sync, *find_room(world, room_id));

  Value account_data =
      new_account_data(sync, sync.user.account_data, cursor.filter.account_data, sync.is_initial);
  if (!account_data.items.empty()) sync.built.has_news = true;
  Value& body = sync.built.body;
  body.set("next_batch", make_sync_token(world, sync.until));
  body.set("account_data", wrap(std::move(account_data)));
  body.set("presence", wrap(make_array()));
  body.set("to_device", wrap(inbox_events(sync)));
  body.set("device_lists", device_lists(sync));
  body.set("device_one_time_keys_count", key_counts(sync.device));
  body.set("device_unused_fallback_key_types", unused_fallback_keys(sync.device));
  body.set("rooms", rooms_told(sync));
  sync.built.position = sync.until;
  return std::move(sync.built);
}

Outcome deliver_sync(World& world, const Session& session, const SyncCursor& cursor, SyncBody built) {
  Device& device = *find_device(world, session.user_id, session.device_id);
  if (!built.event_ids.empty()) device.unconfirmed.push_back({built.position, built.event_ids});
  Fact fact;
  fact.kind = Fact::Kind::deliver;
  fact.user_id = session.user_id;
  fact.device_id = session.device_id;
  fact.event_ids = std::move(built.event_ids);
  fact.token = make_sync_token(world, built.position);
  fact.is_initial = !cursor.since;
  Outcome outcome = {Reply{200, std::move(built.body), {}}, {}};
  outcome.facts.push_back(std::move(fact));
  return outcome;
}

}  // namespace ringcheck::world
