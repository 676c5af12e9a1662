// read_events: what the client has of the timelines that the widget may see (MSC2762, "Reading events";
// stance: state events are those of the timeline, and of the state where that has none).

#include <algorithm>
#include <optional>
#include <vector>

#include "widget/clone_codec.hpp"
#include "widget/host_actions.hpp"

namespace ringcheck::widget {
namespace {

using trace::Side;

/// Nothing when one of the rooms is not the widget's to see.
std::optional<std::vector<std::string>> rooms_of(const HostCore& core, const Value& data) {
  const Value* ids = data.find("room_ids");
  if (ids == nullptr) return std::vector<std::string>{core.room()};
  std::vector<std::string> rooms;
  if (ids->is_string()) {
    for (const auto& [room_id, room] : core.client->rooms) {
      if (is_in_scope(core, room_id)) rooms.push_back(room_id);
    }
    return rooms;
  }
  for (const Value& each : ids->items) {
    if (!is_in_scope(core, each.text) && !core.wrong(HostFault::reads_any_room)) return std::nullopt;
    rooms.push_back(each.text);
  }
  return rooms;
}

bool is_wanted(const HostCore& core, const Value& data, const Value& event) {
  if (event.string_at("type") != data.string_at("type")) return false;
  const Value* wanted = data.find("state_key");
  const Value* key = event.find("state_key");
  if (wanted == nullptr && key != nullptr && core.wrong(HostFault::state_among_messages)) return true;
  if ((wanted == nullptr) != (key == nullptr)) return false;
  const bool any_key = wanted != nullptr && !wanted->is_string();
  if (any_key && core.wrong(HostFault::true_is_empty_key) && !key->text.empty()) return false;
  if (wanted != nullptr && !any_key && wanted->text != key->text) return false;
  const Value* msgtype = data.find("msgtype");
  const Value* content = event.find("content");
  const bool other =
      msgtype != nullptr && (content == nullptr || content->string_at("msgtype") != msgtype->text);
  if (other && !core.wrong(HostFault::ignores_msgtypes)) return false;
  // What covers the request may cover less than all that it asks for.
  return is_allowed(core, "send_event", Side::host, event);
}

/// Newest first; not past the event that `since` names.
void read_timeline(const HostCore& core, const Value& data, const KnownRoom& room,
                   std::vector<Value>& found) {
  const std::string_view since = data.string_at("since");
  for (auto event = room.timeline.rbegin(); event != room.timeline.rend(); ++event) {
    if (!since.empty() && event->string_at("event_id") == since) return;
    if (is_wanted(core, data, *event)) found.push_back(*event);
  }
}

void read_state(const HostCore& core, const Value& data, const KnownRoom& room, std::vector<Value>& found) {
  for (const auto& [key, event] : room.state) {
    const auto same = [&, &current = event](const Value& each) {
      return each.string_at("event_id") == current.string_at("event_id");
    };
    if (is_wanted(core, data, event) && std::none_of(found.begin(), found.end(), same))
      found.push_back(event);
  }
}

}  // namespace

void read_events(HostCore& core, const Ask& ask) {
  const Value* limit = ask.data.find("limit");
  const auto most = limit == nullptr ? std::nullopt : limit->as_int();
  if (most && *most < 0) return refuse(core, ask, "data/limit must not be less than 0");
  const auto rooms = rooms_of(core, ask.data);
  if (!rooms) return refuse(core, ask, "the capability for this room was not approved");
  std::vector<Value> found;
  for (const std::string& room_id : *rooms) {
    const auto room = core.client->rooms.find(room_id);
    if (room == core.client->rooms.end()) continue;
    std::vector<Value> here;
    read_timeline(core, ask.data, room->second, here);
    if (ask.data.find("state_key") != nullptr) read_state(core, ask.data, room->second, here);
    found.insert(found.end(), here.begin(), here.end());
  }
  if (most && !core.wrong(HostFault::ignores_limits)) {
    found.resize(std::min(found.size(), static_cast<std::size_t>(*most)));
  }
  Value events = make_array();
  for (const Value& event : found) events.push(escaped(event));
  reply(core, ask, make_object({{"events", std::move(events)}}));
}

}  // namespace ringcheck::widget
