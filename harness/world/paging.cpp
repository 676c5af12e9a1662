#include "world/paging.hpp"

#include <algorithm>
#include <charconv>

#include "value/json.hpp"
#include "world/room.hpp"
#include "world/sync_room.hpp"

namespace ringcheck::world {

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

std::optional<EventFilter> event_filter_of(const Request& request) {
  const std::string* text = query_find(request, "filter");
  if (text == nullptr || text->empty()) return EventFilter();
  const Result<ParsedJson> parsed = parse_json(*text);
  if (!parsed || !parsed->value.is_object()) return std::nullopt;
  return parse_event_filter(&parsed->value);
}

std::optional<std::size_t> event_index(const Call& call, const RoomView& view) {
  const auto found = call.world.events.find(call.args[1]);
  if (found == call.world.events.end() || found->second.room_id != view.room->room_id) return std::nullopt;
  const std::size_t index = found->second.index;
  const bool is_told = index < view.end && may_read(*view.room, index, call.session.user_id);
  return is_told ? std::optional(index) : std::nullopt;
}

Reply no_such_event() {
  return error_reply(404, "M_NOT_FOUND", "the room has no such event");
}

std::variant<Page, Reply> page_of(const Call& call, const RoomView& view, bool needs_direction) {
  const std::string* direction = query_find(call.request, "dir");
  const bool is_direction = direction == nullptr ? !needs_direction : *direction == "b" || *direction == "f";
  if (!is_direction) return error_reply(400, "M_INVALID_PARAM", "dir must be b or f");
  Page page = {0, view.end, direction == nullptr || *direction == "b"};
  for (const std::string_view side : {"from", "to"}) {
    const std::string* token = query_find(call.request, side);
    if (token == nullptr) continue;
    const auto place = place_of(call, *view.room, *token);
    if (!place) return error_reply(400, "M_INVALID_PARAM", std::string(side) + " is no token of this server");
    const bool is_end = (side == "from") == page.is_backwards;
    (is_end ? page.end : page.begin) = std::min(*place, view.end);
  }
  page.begin = std::min(page.begin, page.end);
  return page;
}

}  // namespace ringcheck::world
