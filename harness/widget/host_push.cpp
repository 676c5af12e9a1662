#include "widget/host_push.hpp"

#include <algorithm>
#include <utility>

#include "widget/clone_codec.hpp"

namespace ringcheck::widget {
namespace {

using trace::Side;

/// The widget's versions tell of the action.
bool is_spoken(const HostCore& core, std::string_view name) {
  const auto& versions = core.schemas->action(name)->versions;
  return std::any_of(versions.begin(), versions.end(),
                     [&](const std::string& version) { return core.widget_knows(version); });
}

bool sees(const HostCore& core, std::string_view room_id) {
  return is_in_scope(core, room_id) || core.wrong(HostFault::leaks_other_rooms);
}

bool may_receive(const HostCore& core, const Value& event) {
  return is_allowed(core, "send_event", Side::host, event) ||
         core.wrong(HostFault::pushes_without_capability);
}

bool is_state_capability(const std::string& capability) {
  return capability.starts_with("m.receive.state_event:");
}

Value visible_state(const HostCore& core, const check::Capabilities& before) {
  const check::WidgetAction& action = *core.schemas->action("send_event");
  Value state = make_array();
  for (const auto& [room_id, room] : core.client->rooms) {
    if (!sees(core, room_id)) continue;
    for (const auto& [key, event] : room.state) {
      const bool was_seen = check::is_covered(action, Side::host, event, before).value_or(true);
      if (!was_seen && is_allowed(core, "send_event", Side::host, event)) state.push(escaped(event));
    }
  }
  return state;
}

void tell_state(HostCore& core, Value state) {
  const std::size_t once = core.wrong(HostFault::entries_twice) ? state.items.size() : 0;
  for (std::size_t i = 0; i < once; ++i) state.push(Value(state.items[i]));
  ask_widget(core, "update_state", make_object({{"state", std::move(state)}}));
}

void tell_event(HostCore& core, std::string_view room_id, const Value& event) {
  Value told = client_event(room_id, event);
  if (core.wrong(HostFault::pushes_without_room)) told.erase("room_id");
  ask_widget(core, "send_event", escaped(told));
}

/// Nobody asked for it.
void push_the_past(HostCore& core) {
  for (const auto& [room_id, room] : core.client->rooms) {
    for (const Value& event : room.timeline) {
      if (sees(core, room_id) && may_receive(core, event)) tell_event(core, room_id, event);
    }
  }
}

}  // namespace

void push_initial(HostCore& core) {
  const check::Capabilities before = std::exchange(core.told_of, core.approved_stable);
  const bool more_state = std::any_of(
      core.approved_stable.begin(), core.approved_stable.end(),
      [&](const std::string& each) { return is_state_capability(each) && !before.contains(each); });
  if (more_state && is_spoken(core, "update_state") && !core.wrong(HostFault::no_initial_state)) {
    tell_state(core, visible_state(core, before));
  }
  if (core.wrong(HostFault::pushes_the_past)) push_the_past(core);
  push_sticky(core);
}

void push_sticky(HostCore& core) {
  if (!core.approved_stable.contains("m.receive.sticky_event") || !is_spoken(core, "send_event")) return;
  for (const auto& [room_id, room] : core.client->rooms) {
    if (!sees(core, room_id)) continue;
    for (const KnownRoom::Sticky& each : room.sticky) {
      const bool live = each.until_ms > core.now_ms || core.wrong(HostFault::sends_expired_sticky);
      if (!live || !may_receive(core, each.event)) continue;
      if (!core.pushed_sticky.insert(std::string(each.event.string_at("event_id"))).second) continue;
      ask_widget(core, "send_event", escaped(each.event));
    }
  }
}

void push_event(HostCore& core, std::string_view room_id, const Value& event, Brought brought,
                bool changes_state) {
  if (core.phase != HostPhase::ready || !sees(core, room_id) || !may_receive(core, event)) return;
  // A sticky event may stand in the timeline and among the sticky ones.
  const bool sticks = brought == Brought::sticky || event.find("msc4354_sticky") != nullptr;
  if (sticks && !core.pushed_sticky.insert(std::string(event.string_at("event_id"))).second) return;
  if (brought != Brought::state && is_spoken(core, "send_event")) {
    tell_event(core, room_id, event);
  }
  if (!changes_state || !is_spoken(core, "update_state")) return;
  Value changed = make_array({escaped(client_event(room_id, event))});
  if (core.wrong(HostFault::whole_state_on_change)) changed = visible_state(core, {});
  tell_state(core, std::move(changed));
}

}  // namespace ringcheck::widget
