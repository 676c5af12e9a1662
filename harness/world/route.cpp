#include "world/route.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "world/room.hpp"

namespace ringcheck::world {

namespace {

constexpr std::array tables = {
    sync_routes,    rooms_routes,      history_routes,        membership_routes,    to_device_routes,
    voip_routes,    push_rules_routes, filter_routes,         account_data_routes,  keys_routes,
    profile_routes, auth_routes,       discovery_routes,      signs_of_life_routes, delayed_events_routes,
    media_routes,   redaction_routes,  relations_routes,      create_room_routes,   cross_signing_routes,
    devices_routes, directory_routes,  user_directory_routes, room_summary_routes,  upgrade_routes,
};

/// Takes the part before the next slash off `rest`.
std::string_view next_part(std::string_view& rest) {
  const std::size_t at = rest.find('/');
  const std::string_view part = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
  return part;
}

bool is_same_part(std::string_view wanted, std::string_view given) {
  return wanted == given || (wanted == "v3" && given == "r0");
}

using Segments = std::span<const std::string>;

/// The arguments when the segments are those of the pattern.
std::optional<std::vector<std::string>> match(std::string_view pattern, Segments segments) {
  std::vector<std::string> args;
  for (const std::string& segment : segments) {
    if (pattern.empty()) return std::nullopt;
    const std::string_view part = next_part(pattern);
    if (part == "*") {
      args.push_back(segment);
    } else if (!is_same_part(part, segment)) {
      return std::nullopt;
    }
  }
  if (!pattern.empty()) return std::nullopt;
  return args;
}

std::optional<std::vector<std::string>> match(const Route& route, Segments segments, bool is_client_api) {
  if (route.path.starts_with('/')) return match(route.path.substr(1), segments);
  if (!is_client_api) return std::nullopt;
  return match(route.path, segments.subspan(2));
}

}  // namespace

Found find_route(const Request& request) {
  Segments segments(request.segments);
  if (segments.size() > 1 && segments.back().empty()) segments = segments.first(segments.size() - 1);
  const bool is_client_api = segments.size() > 2 && segments[0] == "_matrix" && segments[1] == "client";
  Found found;
  for (const auto table : tables) {
    for (const Route& route : table()) {
      auto args = match(route, segments, is_client_api);
      if (!args) continue;
      found.is_path_known = true;
      if (route.method != request.method) continue;
      found.route = &route;
      found.args = std::move(*args);
      return found;
    }
  }
  return found;
}

Reply ok(Value body) {
  return {200, std::move(body), {}};
}

Reply refuse(const Refusal& refusal) {
  return error_reply(refusal.status, refusal.errcode, refusal.text);
}

std::optional<Reply> need_object(const Call& call) {
  if (!call.request.body_is_json) return error_reply(400, "M_NOT_JSON", "the body is not JSON");
  if (!call.request.body.is_object()) return error_reply(400, "M_BAD_JSON", "the body is no JSON object");
  return std::nullopt;
}

std::optional<Reply> need_self(const Call& call) {
  if (call.args.front() == call.session.user_id) return std::nullopt;
  return error_reply(403, "M_FORBIDDEN", "this belongs to another user");
}

Room* joined_room(Call& call) {
  Room* room = find_room(call.world, call.args.front());
  const bool is_joined = room != nullptr && membership_now(*room, call.session.user_id) == "join";
  return is_joined ? room : nullptr;
}

RoomView readable_room(const Call& call) {
  const Room* room = find_room(std::as_const(call.world), call.args.front());
  if (room == nullptr) return {};
  const auto member = room->state.find(StateKey("m.room.member", call.session.user_id));
  if (member == room->state.end()) return {};
  const std::vector<std::size_t>& changes = member->second;
  std::size_t end = end_at(*room, call.world.released);
  for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
    if (room->timeline[*change].content.string_at("membership") == "join") return {room, end};
    end = *change + 1;
  }
  return {};
}

Reply not_in_room() {
  return error_reply(403, "M_FORBIDDEN", "you are not in this room");
}

User& caller(Call& call) {
  return *find_user(call.world, call.session.user_id);
}

Event draft_of(const Call& call, std::string type, Value content) {
  Event draft;
  draft.type = std::move(type);
  draft.sender = call.session.user_id;
  draft.device_id = call.session.device_id;
  draft.content = std::move(content);
  draft.origin_server_ts_ms = call.now_ms;
  return draft;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

const Reply* earlier_answer(const Call& call) {
  const Device* device = find_device(std::as_const(call.world), call.session.user_id, call.session.device_id);
  const auto found = device->transactions.find(call.request.path);
  return found == device->transactions.end() ? nullptr : &found->second;
}

Reply remember_answer(Call& call, Reply reply) {
  find_device(call.world, call.session.user_id, call.session.device_id)->transactions[call.request.path] =
      reply;
  return reply;
}

}  // namespace ringcheck::world
