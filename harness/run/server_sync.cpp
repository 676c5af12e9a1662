#include "run/server_sync.hpp"

#include <utility>

#include <fmt/format.h>

#include "value/json.hpp"
#include "value/web_text.hpp"

namespace ringcheck::run {
namespace {

constexpr std::int64_t long_poll_ms = 30'000;
constexpr std::int64_t answer_ms = 30'000;  // beyond the time that a poll may wait
constexpr std::string_view filter = R"({"presence":{"types":[]},"room":{"timeline":{"limit":100}}})";

const Value& at(const Value& value, std::string_view key) {
  static const Value nothing;
  const Value* found = value.find(key);
  return found == nullptr ? nothing : *found;
}

}  // namespace

ServerSync::ServerSync(std::string actor, std::string server, std::string token, ServerTalk& talk,
                       Recorder& recorder, Events events)
    : actor_(std::move(actor)),
      server_(std::move(server)),
      token_(std::move(token)),
      talk_(talk),
      recorder_(recorder),
      events_(std::move(events)) {}

void ServerSync::poll(std::int64_t wait_ms) {
  ServerRequest request;
  request.actor = actor_;
  request.method = "GET";
  request.target =
      fmt::format("/_matrix/client/v3/sync?timeout={}&filter={}", wait_ms, percent_encoded(filter));
  if (!since_.empty()) request.target += "&since=" + percent_encoded(since_);
  request.token = token_;
  request.timeout_ms = wait_ms + answer_ms;
  request.recorded = false;
  talk_.ask(request, [this](const Result<ServerAnswer>& answer) {
    if (!answer) return events_.on_broken(answer.error().text);
    const std::string_view token = answer->body.string_at("next_batch");
    if (answer->status != 200 || token.empty())
      return events_.on_broken(fmt::format("GET /sync of {} was answered {} {}", actor_, answer->status,
                                           to_json(answer->body).substr(0, 200)));
    const bool first = since_.empty();
    const bool rests = rests_;
    since_ = token;
    take(answer->body);
    if (first) {
      events_.on_first();
    } else {
      events_.on_news();
    }
    if (!rests) poll(long_poll_ms);
  });
}

void ServerSync::go_on() {
  rests_ = false;
  begin();
}

void ServerSync::take(const Value& response) {
  const Value& rooms = at(response, "rooms");
  for (const Member& room : at(rooms, "join").members) {
    const bool at_first = recorder_.trace().entries().empty();
    if (looked_at_ && at_first && !looked_at_->contains(room.key)) foreign_.insert(room.key);
    rooms_.insert(room.key);
    take_room(room.key, room.value);
  }
  for (const Member& room : at(rooms, "leave").members) {
    rooms_.erase(room.key);
    take_room(room.key, room.value);
  }
  for (const Value& event : at(at(response, "to_device"), "events").items) record(event, "", "to_device");
}

void ServerSync::take_room(const std::string& room_id, const Value& room) {
  if (foreign_.contains(room_id)) return;
  for (const Value& event : at(at(room, "state"), "events").items) record(event, room_id, "state");
  for (const Value& event : at(at(room, "timeline"), "events").items) record(event, room_id, "timeline");
}

// What was there before the test began is known and no news.
void ServerSync::record(const Value& event, const std::string& room_id, std::string_view where) {
  seen_.insert(std::string(event.string_at("event_id")));
  if (recorder_.trace().entries().empty()) return;
  trace::Entry entry;
  entry.kind = trace::Kind::seen;
  entry.channel = room_id.empty() ? trace::channel::to_device : trace::channel::client_api;
  entry.from = server_;
  entry.to = actor_;
  entry.type = event.string_at("type");
  entry.head = make_object();
  for (const Member& member : event.members) {
    if (member.key != "content" && member.key != "type") entry.head.set(member.key, member.value);
  }
  if (!room_id.empty()) entry.head.set("room_id", room_id).set("where", std::string(where));
  entry.body = at(event, "content");
  recorder_.append(std::move(entry));
}

}  // namespace ringcheck::run
