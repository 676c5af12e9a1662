#include "world/send.hpp"

#include <utility>

#include "value/json.hpp"
#include "world/redaction.hpp"
#include "world/room.hpp"

namespace ringcheck::world {

namespace {

constexpr std::size_t event_limit_bytes = 65536;
constexpr std::size_t field_limit_bytes = 255;
/// What a server adds to an event before others get it: id, hashes, a signature, references to earlier
/// events.
constexpr std::size_t overhead_bytes = 600;

bool is_too_large(const Event& draft) {
  if (draft.type.size() > field_limit_bytes) return true;
  if (draft.state_key && draft.state_key->size() > field_limit_bytes) return true;
  return to_json(draft.content).size() + draft.type.size() + overhead_bytes > event_limit_bytes;
}

}  // namespace

std::variant<std::string, Refusal> accept_event(World& world, std::string_view room_id, Event draft,
                                                std::vector<Fact>& facts) {
  Room* room = find_room(world, room_id);
  if (room == nullptr) return Refusal{403, "M_FORBIDDEN", draft.sender + " is not in the room"};
  if (auto refusal = check_draft(*room, draft)) return *refusal;
  const bool is_redaction = draft.type == "m.room.redaction" && !draft.state_key;
  // Room version 11 moved the key into the content; there it is understood in every version.
  if (is_redaction && draft.redacts.empty()) draft.redacts = draft.content.string_at("redacts");
  if (is_redaction) {
    if (auto refusal = check_redaction(*room, draft)) return *refusal;
  }
  if (is_too_large(draft)) return Refusal{413, "M_TOO_LARGE", "the event is too large"};
  std::string event_id = append_event(world, *room, std::move(draft), facts).event_id;
  if (is_redaction) apply_redaction(*room, room->timeline.size() - 1);
  return event_id;
}

}  // namespace ringcheck::world
