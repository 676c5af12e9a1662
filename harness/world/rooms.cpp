// Sending events into rooms, and reading the state of a room.

#include <array>
#include <utility>

#include "world/delayed_events.hpp"
#include "world/room.hpp"
#include "world/route.hpp"
#include "world/send.hpp"
#include "world/sticky_events.hpp"

namespace ringcheck::world {

namespace {

Reply accept(Call& call, Event draft) {
  const auto accepted = accept_event(call.world, call.args[0], std::move(draft), call.facts);
  if (const auto* refusal = std::get_if<Refusal>(&accepted)) return refuse(*refusal);
  return ok(make_object({{"event_id", std::get<std::string>(accepted)}}));
}

/// Sent now; or, where the query asks for a delay and the server offers it, later. A server that does not
/// know the parameter looks at it no more than at any other.
Reply accept_as_asked(Call& call, Event draft) {
  if (auto fault = read_sticky(call, draft)) return *fault;
  const std::string* delay = query_find(call.request, "org.matrix.msc4140.delay");
  if (delay == nullptr || !offers(call.world.features, feature::delayed_events)) {
    return accept(call, std::move(draft));
  }
  const auto delay_ms = whole_number(*delay);
  if (!delay_ms || *delay_ms == 0) {
    return error_reply(400, "M_INVALID_PARAM", "delay is no number of milliseconds above 0");
  }
  draft.transaction_id.reset();
  return schedule(call, std::move(draft), *delay_ms, "org.matrix.msc4140.delay_id");
}

Answer put_send(Call& call) {
  if (const Reply* earlier = earlier_answer(call)) return *earlier;
  if (auto fault = need_object(call)) return *fault;
  Event draft = draft_of(call, call.args[1], call.request.body);
  draft.transaction_id = call.args[2];
  Reply reply = accept_as_asked(call, std::move(draft));
  return reply.status == 200 ? remember_answer(call, std::move(reply)) : reply;
}

Answer put_state(Call& call) {
  if (auto fault = need_object(call)) return *fault;
  Event draft = draft_of(call, call.args[1], call.request.body);
  draft.state_key = call.args.size() > 2 ? call.args[2] : "";
  return accept_as_asked(call, std::move(draft));
}

Answer get_state_event(Call& call) {
  const RoomView view = readable_room(call);
  if (view.room == nullptr) return not_in_room();
  const std::string* format = query_find(call.request, "format");
  const bool is_whole = format != nullptr && *format == "event";
  if (format != nullptr && !is_whole && *format != "content") {
    return error_reply(400, "M_INVALID_PARAM", "format must be content or event");
  }
  const std::string_view state_key = call.args.size() > 2 ? call.args[2] : std::string_view();
  const Event* event = state_at(*view.room, view.end, call.args[1], state_key);
  if (event == nullptr) return error_reply(404, "M_NOT_FOUND", "the room has no such state");
  if (!is_whole) return ok(event->content);
  return ok(client_event(*view.room, *event, view.room->room_id, call.session, call.now_ms));
}

Answer get_state(Call& call) {
  const RoomView view = readable_room(call);
  if (view.room == nullptr) return not_in_room();
  Value events = make_array();
  for (const Event* event : all_state_at(*view.room, view.end)) {
    events.push(client_event(*view.room, *event, view.room->room_id, call.session, call.now_ms));
  }
  return Reply{200, std::move(events), {}};
}

bool is_wanted_member(const Request& request, std::string_view membership) {
  const std::string* wanted = query_find(request, "membership");
  const std::string* unwanted = query_find(request, "not_membership");
  return (wanted == nullptr || *wanted == membership) && (unwanted == nullptr || *unwanted != membership);
}

Answer get_members(Call& call) {
  const RoomView view = readable_room(call);
  if (view.room == nullptr) return not_in_room();
  Value chunk = make_array();
  for (const std::string_view membership : {"join", "invite", "leave", "ban"}) {
    if (!is_wanted_member(call.request, membership)) continue;
    for (const Event* event : members_at(*view.room, view.end, membership)) {
      chunk.push(client_event(*view.room, *event, view.room->room_id, call.session, call.now_ms));
    }
  }
  Value body = make_object();
  body.set("chunk", std::move(chunk));
  return ok(std::move(body));
}

Answer get_joined_members(Call& call) {
  const Room* room = joined_room(call);
  if (room == nullptr) return not_in_room();
  Value joined = make_object();
  for (const Event* event : members_at(*room, room->timeline.size(), "join")) {
    Value member = make_object();
    if (const Value* name = event->content.find("displayname")) member.set("display_name", *name);
    if (const Value* avatar = event->content.find("avatar_url")) member.set("avatar_url", *avatar);
    joined.set(*event->state_key, std::move(member));
  }
  Value body = make_object();
  body.set("joined", std::move(joined));
  return ok(std::move(body));
}

constexpr std::array routes = {
    Route{"PUT", "v3/rooms/*/send/*/*", true, put_send},
    Route{"PUT", "v3/rooms/*/state/*/*", true, put_state},
    Route{"PUT", "v3/rooms/*/state/*", true, put_state},
    Route{"GET", "v3/rooms/*/state/*/*", true, get_state_event},
    Route{"GET", "v3/rooms/*/state/*", true, get_state_event},
    Route{"GET", "v3/rooms/*/state", true, get_state},
    Route{"GET", "v3/rooms/*/members", true, get_members},
    Route{"GET", "v3/rooms/*/joined_members", true, get_joined_members},
};

}  // namespace

std::span<const Route> rooms_routes() {
  return routes;
}

}  // namespace ringcheck::world
