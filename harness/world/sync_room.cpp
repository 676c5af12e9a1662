#include "world/sync_room.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "world/room.hpp"
#include "world/sticky_events.hpp"

namespace ringcheck::world {

namespace {

struct Timeline {
  std::vector<const Event*> events;
  std::size_t start = 0;  ///< index of the first one; the span's end if there is none
  bool is_limited = false;
};

/// The user who reads has said so in their account data ("Ignoring Users").
bool is_ignored(const Reading& reading, const Event& event) {
  if (event.state_key) return false;
  const auto& account_data = find_user(reading.world, reading.session.user_id)->account_data;
  const auto list = account_data.find("m.ignored_user_list");
  const Value* users = list == account_data.end() ? nullptr : list->second.content->find("ignored_users");
  return users != nullptr && users->find(event.sender) != nullptr;
}

Timeline pick_timeline(const Room& room, const RoomSpan& span, const Reading& reading) {
  const EventFilter& filter = reading.cursor.filter.timeline;
  Timeline timeline;
  timeline.start = span.end;
  for (std::size_t index = span.end; index > span.begin && !timeline.is_limited; --index) {
    const Event& event = room.timeline[index - 1];
    const bool is_told = may_read(room, index - 1, reading.session.user_id) && !is_ignored(reading, event);
    if (!is_told || !passes(filter, event.type, event.sender)) continue;
    timeline.is_limited = timeline.events.size() == filter.limit;
    if (timeline.is_limited) break;
    timeline.events.push_back(&event);
    timeline.start = index - 1;
    timeline.is_limited = event.after_gap && timeline.start > span.begin;
  }
  std::reverse(timeline.events.begin(), timeline.events.end());
  return timeline;
}

std::vector<const Event*> pick_state(const Room& room, const RoomSpan& span, std::size_t end) {
  return span.is_whole ? all_state_at(room, end) : state_changed_in(room, span.begin, end);
}

std::string_view state_name(StateStyle style) {
  switch (style) {
    case StateStyle::before_timeline:
      return "state";
    case StateStyle::after_timeline:
      return "state_after";
    case StateStyle::after_timeline_unstable:
      return "org.matrix.msc4222.state_after";
  }
  return "state";
}

Value stripped(const Event& event) {
  Value told = make_object({{"type", event.type}, {"state_key", *event.state_key}, {"sender", event.sender}});
  told.set("content", event.content);
  return told;
}

Value wrap(Value events) {
  Value object = make_object();
  object.set("events", std::move(events));
  return object;
}

Value count(std::size_t number) {
  return {static_cast<std::int64_t>(number)};
}

}  // namespace

std::string make_place_token(const World& world, std::size_t index) {
  return "t" + std::to_string(index) + "_" + world.tag;
}

Value room_events(const Room& room, const RoomSpan& span, const Reading& reading,
                  std::vector<std::string>& event_ids) {
  const SyncCursor& cursor = reading.cursor;
  const Timeline picked = pick_timeline(room, span, reading);

  Value events = make_array();
  for (const Event* event : picked.events) {
    events.push(client_event(room, *event, {}, reading.session, reading.now_ms));
    event_ids.push_back(event->event_id);
  }
  Value timeline = wrap(std::move(events));
  timeline.set("limited", picked.is_limited);
  timeline.set("prev_batch", make_place_token(reading.world, picked.start));

  const bool is_before = cursor.state_style == StateStyle::before_timeline;
  Value state = make_array();
  for (const Event* event : pick_state(room, span, is_before ? picked.start : span.end)) {
    if (!passes(cursor.filter.state, event->type, event->sender)) continue;
    state.push(client_event(room, *event, {}, reading.session, reading.now_ms));
  }

  Value told = make_object();
  told.set("timeline", std::move(timeline));
  told.set(state_name(cursor.state_style), wrap(std::move(state)));
  return told;
}

Value sticky_events(const Room& room, const RoomSpan& span, const Reading& reading,
                    std::vector<std::string>& told_ids) {
  Value events = make_array();
  for (std::size_t index = span.begin; index < span.end; ++index) {
    const Event& event = room.timeline[index];
    const bool is_told = std::find(told_ids.begin(), told_ids.end(), event.event_id) != told_ids.end();
    if (is_told || !sticky_left_ms(event, reading.now_ms)) continue;
    events.push(client_event(room, event, {}, reading.session, reading.now_ms));
    told_ids.push_back(event.event_id);
  }
  return events;
}

bool has_member_change(const Room& room, const RoomSpan& span) {
  return std::any_of(room.timeline.begin() + static_cast<std::ptrdiff_t>(span.begin),
                     room.timeline.begin() + static_cast<std::ptrdiff_t>(span.end),
                     [](const Event& event) { return event.state_key && event.type == "m.room.member"; });
}

Value room_summary(const Room& room, std::size_t end, std::string_view reader) {
  const auto joined = members_at(room, end, "join");
  const auto invited = members_at(room, end, "invite");
  auto present = joined;
  present.insert(present.end(), invited.begin(), invited.end());
  auto gone = members_at(room, end, "leave");
  const auto banned = members_at(room, end, "ban");
  gone.insert(gone.end(), banned.begin(), banned.end());

  Value heroes = make_array();
  const auto add = [&](const std::vector<const Event*>& members) {
    for (const Event* member : members) {
      if (*member->state_key != reader && heroes.items.size() < 5) heroes.push(*member->state_key);
    }
  };
  add(present);
  if (heroes.items.empty()) add(gone);

  Value summary = make_object();
  summary.set("m.heroes", std::move(heroes));
  summary.set("m.joined_member_count", count(joined.size()));
  summary.set("m.invited_member_count", count(invited.size()));
  return summary;
}

Value invited_room(const Room& room, std::size_t end, std::string_view user_id) {
  static constexpr std::array<std::string_view, 6> shown = {"m.room.create",     "m.room.join_rules",
                                                            "m.room.name",       "m.room.avatar",
                                                            "m.room.encryption", "m.room.canonical_alias"};
  Value events = make_array();
  for (const std::string_view type : shown) {
    if (const Event* event = state_at(room, end, type, "")) events.push(stripped(*event));
  }
  const Event* invite = state_at(room, end, "m.room.member", user_id);
  if (const Event* inviter = state_at(room, end, "m.room.member", invite->sender))
    events.push(stripped(*inviter));
  events.push(stripped(*invite));
  Value told = make_object();
  told.set("invite_state", wrap(std::move(events)));
  return told;
}

}  // namespace ringcheck::world
