// Looking back in a room: /messages, /event and /context.

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "world/room.hpp"
#include "world/route.hpp"
#include "world/sync_room.hpp"

namespace ringcheck::world {

namespace {

/// The index that a pagination token, or a sync's token, stands before.
std::optional<std::size_t> place_of(const Call& call, const Room& room, std::string_view token) {
  if (const auto position = parse_sync_token(call.world, token)) return end_at(room, *position);
  if (!token.starts_with('t')) return std::nullopt;
  std::size_t index = 0;
  const auto [end, fault] = std::from_chars(token.data() + 1, token.data() + token.size(), index);
  const bool is_ours =
      fault == std::errc() && index <= room.timeline.size() && make_place_token(call.world, index) == token;
  return is_ours ? std::optional(index) : std::nullopt;
}

std::size_t limit_of(const Request& request) {
  std::size_t limit = 10;
  if (const std::string* text = query_find(request, "limit")) {
    std::from_chars(text->data(), text->data() + text->size(), limit);
  }
  return std::min<std::size_t>(limit, 1000);
}

/// The events of [begin, end), newest first if backwards.
Value told(const Call& call, const Room& room, std::size_t begin, std::size_t end, bool is_backwards) {
  Value events = make_array();
  for (std::size_t index = begin; index < end; ++index) {
    events.push(client_event(room, room.timeline[index], room.room_id, call.session, call.now_ms));
  }
  if (is_backwards) std::reverse(events.items.begin(), events.items.end());
  return events;
}

Answer get_messages(Call& call) {
  const Room* room = joined_room(call);
  if (room == nullptr) return not_in_room();
  const std::string* direction = query_find(call.request, "dir");
  const bool is_direction = direction != nullptr && (*direction == "b" || *direction == "f");
  if (!is_direction) return error_reply(400, "M_INVALID_PARAM", "dir must be b or f");
  const bool is_backwards = *direction == "b";
  const std::size_t newest = end_at(*room, call.world.released);
  const std::string* from = query_find(call.request, "from");
  const auto asked =
      from == nullptr ? std::optional(is_backwards ? newest : 0) : place_of(call, *room, *from);
  if (!asked) return error_reply(400, "M_INVALID_PARAM", "from is no token of this server");
  const std::size_t start = std::min(*asked, newest);

  const std::size_t limit = limit_of(call.request);
  const std::size_t begin = is_backwards ? start - std::min(start, limit) : start;
  const std::size_t end = is_backwards ? start : std::min(newest, start + limit);
  Value body = make_object({{"start", make_place_token(call.world, start)}});
  body.set("chunk", told(call, *room, begin, end, is_backwards));
  const bool has_more = is_backwards ? begin > 0 : end < newest;
  if (has_more) body.set("end", make_place_token(call.world, is_backwards ? begin : end));
  return ok(std::move(body));
}

/// The event that the second argument names, when it stands in this room and is released.
std::optional<std::size_t> event_index(const Call& call, const Room& room) {
  const auto found = call.world.events.find(call.args[1]);
  if (found == call.world.events.end() || found->second.room_id != room.room_id) return std::nullopt;
  const bool is_released = room.timeline[found->second.index].position <= call.world.released;
  return is_released ? std::optional(found->second.index) : std::nullopt;
}

Reply no_such_event() {
  return error_reply(404, "M_NOT_FOUND", "the room has no such event");
}

Answer get_event(Call& call) {
  const Room* room = joined_room(call);
  if (room == nullptr) return not_in_room();
  const auto index = event_index(call, *room);
  if (!index) return no_such_event();
  return ok(client_event(*room, room->timeline[*index], room->room_id, call.session, call.now_ms));
}

Answer get_context(Call& call) {
  const Room* room = joined_room(call);
  if (room == nullptr) return not_in_room();
  const auto index = event_index(call, *room);
  if (!index) return no_such_event();
  const std::size_t limit = limit_of(call.request);
  const std::size_t begin = *index - std::min(*index, limit / 2);
  const std::size_t end = std::min(end_at(*room, call.world.released), *index + 1 + (limit - limit / 2));
  Value state = make_array();
  for (const Event* event : all_state_at(*room, end)) {
    state.push(client_event(*room, *event, room->room_id, call.session, call.now_ms));
  }
  Value body = make_object(
      {{"start", make_place_token(call.world, begin)}, {"end", make_place_token(call.world, end)}});
  body.set("event", client_event(*room, room->timeline[*index], room->room_id, call.session, call.now_ms));
  body.set("events_before", told(call, *room, begin, *index, true));
  body.set("events_after", told(call, *room, *index + 1, end, false));
  body.set("state", std::move(state));
  return ok(std::move(body));
}

constexpr std::array routes = {
    Route{"GET", "v3/rooms/*/messages", true, get_messages},
    Route{"GET", "v3/rooms/*/event/*", true, get_event},
    Route{"GET", "v3/rooms/*/context/*", true, get_context},
};

}  // namespace

std::span<const Route> history_routes() {
  return routes;
}

}  // namespace ringcheck::world
