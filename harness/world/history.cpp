// Looking back in a room: /messages, /event and /context.

#include <algorithm>
#include <array>
#include <utility>

#include "world/paging.hpp"
#include "world/room.hpp"
#include "world/route.hpp"
#include "world/sync_room.hpp"

namespace ringcheck::world {

namespace {

Value told(const Call& call, const RoomView& view, std::size_t index) {
  return client_event(*view.room, view.room->timeline[index], view.room->room_id, call.session, call.now_ms);
}

/// How far a page reaches when it holds no more than `limit` events that pass: the place behind the last one.
struct Chunk {
  Value events = make_array();
  std::size_t reached = 0;
};

Chunk read_chunk(const Call& call, const RoomView& view, const Page& page, const EventFilter& filter,
                 std::size_t limit) {
  Chunk chunk;
  chunk.reached = page.is_backwards ? page.end : page.begin;
  const std::size_t last = page.is_backwards ? page.begin : page.end;
  while (chunk.reached != last && chunk.events.items.size() < limit) {
    const std::size_t index = page.is_backwards ? --chunk.reached : chunk.reached++;
    const Event& event = view.room->timeline[index];
    const bool is_told = may_read(*view.room, index, call.session.user_id);
    if (is_told && passes(filter, event.type, event.sender)) chunk.events.push(told(call, view, index));
  }
  return chunk;
}

Answer get_messages(Call& call) {
  const RoomView view = readable_room(call);
  if (view.room == nullptr) return not_in_room();
  const auto asked = page_of(call, view, true);
  if (const Reply* fault = std::get_if<Reply>(&asked)) return *fault;
  const Page page = std::get<Page>(asked);
  const auto filter = event_filter_of(call.request);
  if (!filter) return error_reply(400, "M_INVALID_PARAM", "filter is no JSON object");
  Chunk chunk = read_chunk(call, view, page, *filter, limit_of(call.request));
  Value body =
      make_object({{"start", make_place_token(call.world, page.is_backwards ? page.end : page.begin)}});
  body.set("chunk", std::move(chunk.events));
  const bool has_more = chunk.reached != (page.is_backwards ? page.begin : page.end);
  if (has_more) body.set("end", make_place_token(call.world, chunk.reached));
  return ok(std::move(body));
}

Answer get_event(Call& call) {
  const RoomView view = readable_room(call);
  if (view.room == nullptr) return not_in_room();
  const auto index = event_index(call, view);
  if (!index) return no_such_event();
  return ok(told(call, view, *index));
}

Answer get_context(Call& call) {
  const RoomView view = readable_room(call);
  if (view.room == nullptr) return not_in_room();
  const auto index = event_index(call, view);
  if (!index) return no_such_event();
  const auto filter = event_filter_of(call.request);
  if (!filter) return error_reply(400, "M_INVALID_PARAM", "filter is no JSON object");
  const std::size_t limit = limit_of(call.request);
  Chunk before = read_chunk(call, view, {0, *index, true}, *filter, limit / 2);
  Chunk after = read_chunk(call, view, {*index + 1, view.end, false}, *filter, limit - limit / 2);
  Value state = make_array();
  for (const Event* event : all_state_at(*view.room, after.reached)) {
    state.push(client_event(*view.room, *event, view.room->room_id, call.session, call.now_ms));
  }
  Value body = make_object({{"start", make_place_token(call.world, before.reached)},
                            {"end", make_place_token(call.world, after.reached)}});
  body.set("event", told(call, view, *index));
  body.set("events_before", std::move(before.events));
  body.set("events_after", std::move(after.events));
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
