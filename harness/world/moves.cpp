// What the harness's own users do, and what can be asked of their progress.

#include <algorithm>
#include <utility>

#include "world/room.hpp"
#include "world/send.hpp"
#include "world/sticky_events.hpp"
#include "world/world.hpp"

namespace ringcheck::world {

namespace {

Fact queue_message(World& world, const std::string& user_id, Device& device, ToDeviceMessage message) {
  message.position = next_position(world);
  message.message_id = "to_device/" + std::to_string(message.position);
  Fact fact;
  fact.kind = Fact::Kind::to_device;
  fact.event_id = message.message_id;
  fact.sender = message.sender;
  fact.user_id = user_id;
  fact.device_id = device.device_id;
  fact.type = message.type;
  fact.content = message.content;
  device.inbox.push_back(std::move(message));
  return fact;
}

/// How much of the room the user can be told of: all, or up to the event by which it left.
std::size_t visible_end(const Room& room, std::string_view user_id) {
  const Event* member = state_now(room, "m.room.member", user_id);
  if (member == nullptr) return 0;
  const bool is_inside = member->content.string_at("membership") == "join";
  return is_inside ? room.timeline.size() : end_at(room, member->position);
}

/// Where to begin: at what was not confirmed, and for one who is only invited at the invitation.
std::size_t pending_begin(const Room& room, std::string_view user_id, std::int64_t taken) {
  const std::size_t begin = end_at(room, taken);
  const std::size_t end = visible_end(room, user_id);
  const bool was_inside =
      membership_now(room, user_id) == "join" || membership_at(room, begin, user_id) == "join";
  return was_inside || end == 0 ? begin : std::max(begin, end - 1);
}

}  // namespace

Event make_draft(const SendOptions& options, std::int64_t now_ms) {
  Event draft;
  draft.type = options.type;
  draft.sender = options.sender;
  draft.device_id = options.device_id;
  draft.state_key = options.state_key;
  draft.transaction_id = options.transaction_id;
  draft.content = options.content;
  draft.unsigned_extra = options.unsigned_extra;
  draft.after_gap = options.after_gap;
  draft.origin_server_ts_ms = options.origin_server_ts_ms.value_or(now_ms);
  if (options.sticky_duration_ms) make_sticky(draft, *options.sticky_duration_ms, now_ms);
  return draft;
}

Result<Sent> send_event(World& world, const SendOptions& options, std::int64_t now_ms) {
  Sent sent;
  auto accepted = accept_event(world, options.room_id, make_draft(options, now_ms), sent.facts);
  if (const auto* refusal = std::get_if<Refusal>(&accepted)) {
    return Error{"the homeserver refuses " + options.type + ": " + refusal->text};
  }
  sent.event_id = std::get<std::string>(std::move(accepted));
  return sent;
}

Result<Sent> repeat_event(World& world, std::string_view event_id) {
  const auto found = world.events.find(event_id);
  if (found == world.events.end()) return Error{"there is no event " + std::string(event_id)};
  Room& room = *find_room(world, found->second.room_id);
  Sent sent;
  sent.event_id = append_again(world, room, found->second.index, sent.facts).event_id;
  return sent;
}

Sent send_to_device(World& world, std::string_view sender, std::string_view user_id,
                    std::string_view device_id, std::string_view type, const Value& content) {
  Sent sent;
  User* user = find_user(world, user_id);
  if (user == nullptr) return sent;
  for (auto& [id, device] : user->devices) {
    if (device_id != "*" && device_id != id) continue;
    ToDeviceMessage message = {0, {}, std::string(sender), std::string(type), content};
    sent.facts.push_back(queue_message(world, user->user_id, device, std::move(message)));
  }
  if (!sent.facts.empty()) sent.event_id = sent.facts.front().event_id;
  return sent;
}

Fact set_account_data(World& world, std::string_view user_id, std::string_view room_id, std::string_view type,
                      Value content) {
  Fact fact;
  fact.kind = Fact::Kind::account_data;
  fact.user_id = user_id;
  fact.room_id = room_id;
  fact.type = type;
  fact.content = content;
  if (User* user = find_user(world, user_id)) {
    auto& data = room_id.empty() ? user->account_data : user->room_account_data[std::string(room_id)];
    data[std::string(type)] = {next_position(world), std::make_shared<const Value>(std::move(content))};
  }
  return fact;
}

void begin_batch(World& world) {
  ++world.open_batches;
}

void end_batch(World& world) {
  if (world.open_batches > 0) --world.open_batches;
  if (world.open_batches == 0) world.released = world.head;
}

bool device_has_taken(const World& world, std::string_view user_id, std::string_view device_id,
                      std::string_view event_id) {
  const Device* device = find_device(world, user_id, device_id);
  const auto found = world.events.find(event_id);
  if (device == nullptr || found == world.events.end()) return false;
  const Room& room = *find_room(world, found->second.room_id);
  return room.timeline[found->second.index].position <= device->taken;
}

std::vector<std::string> pending_event_ids(const World& world, std::string_view user_id,
                                           std::string_view device_id) {
  std::vector<std::string> ids;
  const Device* device = find_device(world, user_id, device_id);
  if (device == nullptr) return ids;
  for (const std::string& room_id : find_user(world, user_id)->rooms) {
    const Room& room = *find_room(world, room_id);
    const std::size_t end = visible_end(room, user_id);
    for (std::size_t index = pending_begin(room, user_id, device->taken); index < end; ++index) {
      ids.push_back(room.timeline[index].event_id);
    }
  }
  for (const ToDeviceMessage& message : device->inbox) ids.push_back(message.message_id);
  return ids;
}

}  // namespace ringcheck::world
