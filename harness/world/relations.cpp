// GET /relations and /threads: the events that relate to one, by kind and type, also by more than one step;
// and those from which threads hang.

#include <array>
#include <set>
#include <utility>

#include "world/paging.hpp"
#include "world/room.hpp"
#include "world/route.hpp"
#include "world/sync_room.hpp"

namespace ringcheck::world {

namespace {

/// "Homeservers SHOULD traverse at least 3 levels of relationships."
constexpr int deepest = 3;

std::string_view relation_at(const Event& event, std::string_view key) {
  const Value* relation = event.content.find("m.relates_to");
  return relation == nullptr ? std::string_view() : relation->string_at(key);
}

/// The ids of what relates to the event, over no more steps than `depth`. An event can only relate to one
/// that was there before it, so one walk finds them all.
std::set<std::string, std::less<>> relatives(const RoomView& view, const std::string& event_id, int depth) {
  ByName<int> steps = {{event_id, 0}};
  std::set<std::string, std::less<>> found;
  for (std::size_t index = 0; index < view.end; ++index) {
    const Event& event = view.room->timeline[index];
    const auto parent = steps.find(relation_at(event, "event_id"));
    const bool is_relative = parent != steps.end() && !relation_at(event, "rel_type").empty();
    if (!is_relative || parent->second >= depth) continue;
    steps.emplace(event.event_id, parent->second + 1);
    found.insert(event.event_id);
  }
  return found;
}

bool is_wanted(const Call& call, const Event& event) {
  const bool is_kind = call.args.size() < 3 || relation_at(event, "rel_type") == call.args[2];
  return is_kind && (call.args.size() < 4 || event.type == call.args[3]);
}

Answer get_relations(Call& call) {
  const RoomView view = readable_room(call);
  if (view.room == nullptr || !event_index(call, view)) return no_such_event();
  const auto asked = page_of(call, view, false);
  if (const Reply* fault = std::get_if<Reply>(&asked)) return *fault;
  const Page page = std::get<Page>(asked);
  const std::string* recurse = query_find(call.request, "recurse");
  const bool is_deep = recurse != nullptr && *recurse == "true";
  const auto related = relatives(view, call.args[1], is_deep ? deepest : 1);

  Value chunk = make_array();
  const std::size_t limit = limit_of(call.request);
  std::size_t place = page.is_backwards ? page.end : page.begin;
  const std::size_t last = page.is_backwards ? page.begin : page.end;
  while (place != last) {
    const Event& event = view.room->timeline[page.is_backwards ? place - 1 : place];
    if (related.contains(event.event_id) && is_wanted(call, event)) {
      if (chunk.items.size() == limit) break;
      chunk.push(client_event(*view.room, event, view.room->room_id, call.session, call.now_ms));
    }
    place = page.is_backwards ? place - 1 : place + 1;
  }
  Value body = make_object();
  body.set("chunk", std::move(chunk));
  if (place != last) body.set("next_batch", make_place_token(call.world, place));
  if (const std::string* from = query_find(call.request, "from")) body.set("prev_batch", *from);
  if (recurse != nullptr) body.set("recursion_depth", is_deep ? deepest : 1);
  return ok(std::move(body));
}

/// Where the caller looks for threads: all of them, or those in which they wrote or that hang from their
/// event.
bool is_wanted_thread(const Call& call, const RoomView& view, const Event& root) {
  bool has_thread = false;
  bool is_mine = root.sender == call.session.user_id;
  for (std::size_t index = 0; index < view.end; ++index) {
    const Event& event = view.room->timeline[index];
    const bool is_inside =
        relation_at(event, "rel_type") == "m.thread" && relation_at(event, "event_id") == root.event_id;
    has_thread = has_thread || is_inside;
    is_mine = is_mine || (is_inside && event.sender == call.session.user_id);
  }
  const std::string* include = query_find(call.request, "include");
  return has_thread && (is_mine || include == nullptr || *include != "participated");
}

Answer get_threads(Call& call) {
  const RoomView view = readable_room(call);
  if (view.room == nullptr) return not_in_room();
  Value chunk = make_array();
  for (std::size_t index = view.end; index > 0; --index) {
    const Event& root = view.room->timeline[index - 1];
    if (!is_wanted_thread(call, view, root)) continue;
    chunk.push(client_event(*view.room, root, view.room->room_id, call.session, call.now_ms));
  }
  return ok(make_object({{"chunk", chunk}}));
}

constexpr std::array routes = {
    Route{"GET", "v1/rooms/*/relations/*", true, get_relations},
    Route{"GET", "v1/rooms/*/relations/*/*", true, get_relations},
    Route{"GET", "v1/rooms/*/relations/*/*/*", true, get_relations},
    Route{"GET", "v1/rooms/*/threads", true, get_threads},
};

}  // namespace

std::span<const Route> relations_routes() {
  return routes;
}

}  // namespace ringcheck::world
