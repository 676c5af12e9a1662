// send_event: a widget sends to a room, now, later (MSC4157) or for others to come (MSC4407); redactions have
// an endpoint of their own (MSC2762, "Sending events").

#include <utility>

#include <fmt/format.h>

#include "value/web_text.hpp"
#include "widget/host_actions.hpp"

namespace ringcheck::widget {
namespace {

constexpr std::string_view api = "/_matrix/client/v3/rooms/";

std::optional<std::int64_t> number_at(const Value& data, std::string_view key) {
  const Value* found = data.find(key);
  return found == nullptr ? std::nullopt : found->as_int();
}

/// Why the event cannot be sent; empty when it can.
std::string_view fault_of_event(const HostCore& core, const Value& data, std::string_view room_id) {
  if (room_id.empty()) return "no room is viewed";
  if (!is_in_scope(core, room_id) && !core.wrong(HostFault::sends_to_any_room)) {
    return "the capability for this room was not approved";
  }
  const bool has_key = data.find("state_key") != nullptr;  // state is never encrypted
  if (!has_key && is_encrypted(*core.client, room_id) && !core.wrong(HostFault::sends_in_clear)) {
    return "the room is encrypted, and this client cannot encrypt";
  }
  const auto delay = number_at(data, "delay");
  if (delay && *delay < 1) return "data/delay must be more than 0";
  const auto sticks = number_at(data, "sticky_duration_ms");
  if (!sticks) return {};
  if (*sticks < 0) return "data/sticky_duration_ms must not be less than 0";
  const bool is_state = has_key && !core.wrong(HostFault::sticky_state);
  return is_state ? "state cannot be sticky" : std::string_view();
}

std::string query_of(const HostCore& core, const Value& data) {
  std::string query;
  const auto add = [&](std::string_view name, std::optional<std::int64_t> value) {
    if (value) query += fmt::format("{}{}={}", query.empty() ? '?' : '&', name, *value);
  };
  if (!core.wrong(HostFault::sends_delayed_at_once))
    add("org.matrix.msc4140.delay", number_at(data, "delay"));
  if (!core.wrong(HostFault::forgets_stickiness)) {
    add("org.matrix.msc4354.sticky_duration_ms", number_at(data, "sticky_duration_ms"));
  }
  return query;
}

Request request_of(HostCore& core, const Value& data, std::string_view room_id) {
  const std::string_view type = data.string_at("type");
  const std::string room = fmt::format("{}{}", api, percent_encoded(room_id));
  const Value* content = data.find("content");
  Request request;
  request.method = "PUT";
  const Value* key = data.find("state_key");
  if (key != nullptr && (!key->text.empty() || !core.wrong(HostFault::empty_state_key_is_none))) {
    request.path = fmt::format("{}/state/{}/{}", room, percent_encoded(type), percent_encoded(key->text));
  } else if (type == "m.room.redaction" && !core.wrong(HostFault::redacts_by_event)) {
    request.path = fmt::format("{}/redact/{}/{}", room, percent_encoded(content->string_at("redacts")),
                               new_transaction(core));
    request.body = make_object();
    if (const Value* reason = content->find("reason")) request.body.set("reason", *reason);
  } else if (core.wrong(HostFault::sends_as_state)) {
    request.path = fmt::format("{}/state/{}/", room, percent_encoded(type));
  } else {
    request.path = fmt::format("{}/send/{}/{}", room, percent_encoded(type), new_transaction(core));
  }
  request.path += query_of(core, data);
  if (request.body.is_null()) request.body = *content;
  if (core.wrong(HostFault::adds_to_content)) request.body.set("org.example.widget", core.setup.widget_id);
  return request;
}

void answer_sent(HostCore& core, const Ask& ask, std::string_view room_id, const Value& body) {
  Value response = make_object({{"room_id", room_id}});
  const std::string_view delay_id = body.string_at("delay_id");
  if (delay_id.empty()) {
    response.set("event_id", body.string_at("event_id"));
  } else {
    response.set("delay_id", delay_id);
  }
  if (core.wrong(HostFault::no_room_in_answer)) response.erase("room_id");
  reply(core, ask, std::move(response));
}

}  // namespace

void send_event(HostCore& core, const Ask& ask) {
  const Value* named = ask.data.find("room_id");
  const std::string room_id = named == nullptr ? core.room() : named->text;
  const std::string_view fault = fault_of_event(core, ask.data, room_id);
  if (!fault.empty()) return refuse(core, ask, fault);
  const bool is_redaction =
      ask.data.string_at("type") == "m.room.redaction" && ask.data.find("state_key") == nullptr;
  if (is_redaction && ask.data.find("content")->string_at("redacts").empty()) {
    return refuse(core, ask, "data/content/redacts must be an event id");
  }
  ask_homeserver(core, request_of(core, ask.data, room_id),
                 [ask, room_id](HostCore& late, const Request& request, const Answer& answer) {
                   const bool refused = answer.status != 200 && !late.wrong(HostFault::hides_refusals);
                   if (refused) return refuse(late, ask, request, answer);
                   answer_sent(late, ask, room_id, answer.body);
                 });
}

}  // namespace ringcheck::widget
