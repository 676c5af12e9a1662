#pragma once
// A small world for the tests of this folder: bob with two devices, alice with one, both in a room.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "value/json.hpp"
#include "value/pointer.hpp"
#include "world/world.hpp"

namespace ringcheck::world {

struct TestWorld {
  World world = make_world("hs.test", 7);
  std::int64_t now_ms = 1'000'000;
  std::string room_id;
  std::vector<Fact> facts;  ///< of the last request

  TestWorld() {
    add_user(world, "alice");
    add_user(world, "bob", "s3cret");
    add_device(world, "@alice:hs.test", "ALICE", "alice-token");
    add_device(world, "@bob:hs.test", "BOB", "bob-token");
    add_device(world, "@bob:hs.test", "BOB2", "bob2-token");
    RoomOptions options;
    options.members = {"@alice:hs.test", "@bob:hs.test"};
    room_id = add_room(world, options, now_ms);
  }

  Answer answer(std::string method, std::string_view target, std::string_view body, std::string_view token) {
    Headers headers;
    if (!token.empty()) headers = {{"authorization", "Bearer " + std::string(token)}};
    Result<Request> request = parse_target(std::move(method), target, headers);
    if (!request) return Reply{};
    read_body(*request, body);
    Outcome outcome = handle(world, *request, now_ms);
    facts = std::move(outcome.facts);
    return std::move(outcome.answer);
  }

  /// The reply; a wait is status 0.
  Reply ask(std::string method, std::string_view target, std::string_view body = {},
            std::string_view token = "bob-token") {
    Answer answered = answer(std::move(method), target, body, token);
    if (Reply* reply = std::get_if<Reply>(&answered)) return std::move(*reply);
    return {0, {}, {}};
  }

  Reply sync(std::string_view since = {}, std::string_view more = {}, std::string_view token = "bob-token") {
    std::string target = "/_matrix/client/v3/sync?timeout=0";
    if (!since.empty()) target += "&since=" + std::string(since);
    target += more;
    return ask("GET", target, {}, token);
  }

  std::string send(std::string_view type, Value content = make_object(), Value unsigned_extra = {}) {
    SendOptions options;
    options.room_id = room_id;
    options.sender = "@alice:hs.test";
    options.device_id = "ALICE";
    options.type = type;
    options.content = std::move(content);
    options.unsigned_extra = std::move(unsigned_extra);
    Result<Sent> sent = send_event(world, options, now_ms);
    return sent ? sent->event_id : sent.error().text;
  }

  std::string in_room(std::string_view rest) const {
    return "/_matrix/client/v3/rooms/" + room_id + std::string(rest);
  }

  /// A part of the room in a sync response, by a pointer below it; null when it is absent.
  Value joined(const Reply& reply, std::string_view pointer) const {
    const std::string place = pointer_join("/rooms/join", room_id) + std::string(pointer);
    const Value* value = pointer_find(reply.body, place);
    return value == nullptr ? Value() : *value;
  }

  std::vector<std::string> timeline_ids(const Reply& reply) const {
    std::vector<std::string> ids;
    for (const Value& event : joined(reply, "/timeline/events").items)
      ids.emplace_back(event.string_at("event_id"));
    return ids;
  }
};

inline std::string token_of(const Reply& reply) {
  return std::string(reply.body.string_at("next_batch"));
}
inline std::string errcode_of(const Reply& reply) {
  return std::string(reply.body.string_at("errcode"));
}

}  // namespace ringcheck::world
