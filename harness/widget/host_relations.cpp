// read_relations: the homeserver's answer, without what the widget may not receive (MSC3869).

#include <utility>

#include <fmt/format.h>

#include "value/web_text.hpp"
#include "widget/clone_codec.hpp"
#include "widget/host_actions.hpp"

namespace ringcheck::widget {
namespace {

std::string path_of(const Value& data, std::string_view room_id) {
  std::string path = fmt::format("/_matrix/client/v1/rooms/{}/relations/{}", percent_encoded(room_id),
                                 percent_encoded(data.string_at("event_id")));
  const std::string_view relation = data.string_at("rel_type");
  const std::string_view type = data.string_at("event_type");
  if (!relation.empty()) path += "/" + percent_encoded(relation);
  if (!relation.empty() && !type.empty()) path += "/" + percent_encoded(type);
  char separator = '?';
  for (const auto& [key, name] : {std::pair<std::string_view, std::string_view>{"limit", "limit"},
                                  {"from", "from"},
                                  {"to", "to"},
                                  {"direction", "dir"}}) {
    const Value* value = data.find(key);
    if (value == nullptr) continue;
    path += fmt::format("{}{}={}", std::exchange(separator, '&'), name, percent_encoded(value->text));
  }
  return path;
}

Value response_of(const HostCore& core, const Value& body, std::string_view room_id) {
  Value chunk = make_array();
  const Value* events = body.find("chunk");
  for (const Value& each : events == nullptr ? std::vector<Value>() : events->items) {
    const Value event = client_event(room_id, each);
    const bool may = is_allowed(core, "send_event", trace::Side::host, event) ||
                     core.wrong(HostFault::relations_unfiltered);
    if (may) chunk.push(escaped(event));
  }
  Value response = make_object({{"chunk", std::move(chunk)}});
  for (const std::string_view token : {"next_batch", "prev_batch"}) {
    if (const Value* given = body.find(token)) response.set(token, *given);
  }
  return response;
}

}  // namespace

void read_relations(HostCore& core, const Ask& ask) {
  const Value* named = ask.data.find("room_id");
  const std::string room_id = named == nullptr ? core.room() : named->text;
  if (!is_in_scope(core, room_id)) return refuse(core, ask, "the capability for this room was not approved");
  const Value* limit = ask.data.find("limit");
  if (limit != nullptr && limit->as_int().value_or(-1) < 0) {
    return refuse(core, ask, "data/limit must not be less than 0");
  }
  Request request;
  request.method = "GET";
  request.path = path_of(ask.data, room_id);
  ask_homeserver(core, std::move(request),
                 [ask, room_id](HostCore& late, const Request& sent, const Answer& answer) {
                   if (answer.status != 200) return refuse(late, ask, sent, answer);
                   reply(late, ask, response_of(late, answer.body, room_id));
                 });
}

}  // namespace ringcheck::widget
