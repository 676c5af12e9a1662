#pragma once
// The fake homeserver's door: set it up, move its users, and ask it. Pure: no sockets, no clock, no globals;
// the same calls on the same seed give the same bytes.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "value/result.hpp"
#include "world/model.hpp"
#include "world/outcome.hpp"
#include "world/request.hpp"

namespace ringcheck::world {

/// Answers a request of the Client-Server API, or gives the wait of a sync that has nothing to tell yet.
Outcome handle(World& world, const Request& request, std::int64_t now_ms);

/// Finishes a wait when there is something for it or its deadline has passed; else none. Call it after every
/// change of the world and at the deadline. Never gives another wait.
std::optional<Outcome> try_finish(World& world, const Wait& wait, std::int64_t now_ms);

World make_world(std::string server_name, std::uint64_t seed);

/// `@localpart:server`, made with the localpart as display name. Without a password login is refused.
User& add_user(World& world, std::string_view localpart, std::string password = {});
/// Makes a user's device, or changes the token of the one it has. A user that does not exist is made.
Device& add_device(World& world, std::string_view user_id, std::string_view device_id,
                   std::string_view access_token);

struct RoomOptions {
  std::string name;                  ///< m.room.name; empty: none
  std::vector<std::string> members;  ///< user ids that have joined, in this order
  std::vector<std::string> invited;  ///< user ids
  std::string creator;               ///< user id; empty: the first member
  std::string join_rule = "invite";
  bool encrypted = false;
  std::string version = "10";
  Value power_levels;  ///< object: its members replace those of the default m.room.power_levels
  std::map<std::string, std::int64_t>
      powers;                ///< by user id, over power_levels; when empty the creator has 100
  std::string guest_access;  ///< of m.room.guest_access; empty: none
  std::string topic;         ///< of m.room.topic; empty: none
  std::string alias;         ///< whole, of m.room.canonical_alias; empty: none
  Value creation_content;    ///< object: laid under what m.room.create says by itself
  Value initial_state;       ///< list of state events, sent after what the fields above make
  bool is_direct = false;    ///< said in the invitations
};

/// Makes a room with its first events and gives its id. Members and creator must be user ids; unknown ones
/// are made. `facts`, if given, receives the events for the trace.
std::string add_room(World& world, const RoomOptions& options, std::int64_t now_ms,
                     std::vector<Fact>* facts = nullptr);

struct SendOptions {
  std::string room_id;
  std::string sender;     ///< user id
  std::string device_id;  ///< the only device that sees the transaction id in the echo
  std::string type;
  std::optional<std::string> state_key;
  Value content;
  Value unsigned_extra;  ///< object: laid over `unsigned`; `age` given here is told as it is, `null` takes it
                         ///< away
  std::optional<std::string> transaction_id;
  std::optional<std::int64_t> origin_server_ts_ms;  ///< none: now
  std::optional<std::int64_t> sticky_duration_ms;   ///< MSC4354: it is sticky for that long
  bool after_gap = false;  ///< no sync response holds this event and one before it: its timeline is limited
};

struct Sent {
  std::string event_id;
  std::vector<Fact> facts;
};

/// Sends as a user of this server would, under the room's rules: the error says which one forbids it.
Result<Sent> send_event(World& world, const SendOptions& options, std::int64_t now_ms);

/// Schedules a delayed event as a user of this server would (MSC4140), and gives its delay id. The rules are
/// asked when it is due. Its own time and its transaction are not kept.
std::string schedule_event(World& world, const SendOptions& options, std::int64_t delay_ms,
                           std::int64_t now_ms);

/// When the next delayed event is due, on the clock of `now_ms`, or none.
std::optional<std::int64_t> next_due_ms(const World& world);

/// Sends the delayed events whose time has come, in the order of their times. Call it at `next_due_ms`, and
/// before anything else that happens at `now_ms`.
std::vector<Fact> pass_time(World& world, std::int64_t now_ms);

/// Tells an event once more, with its id and all else as it was. The error: there is no such event.
Result<Sent> repeat_event(World& world, std::string_view event_id);

/// Queues a to-device message for one device, or for all of the user's with `*`: one fact for each device,
/// whose `event_id` is the message's id in the trace. Without such a device there is no fact, and `event_id`
/// is empty.
Sent send_to_device(World& world, std::string_view sender, std::string_view user_id,
                    std::string_view device_id, std::string_view type, const Value& content);

/// Sets a user's account data; an empty room id means the global one.
Fact set_account_data(World& world, std::string_view user_id, std::string_view room_id, std::string_view type,
                      Value content);

/// Between the two no sync is told anything new, so that all of it arrives in one response. They nest.
void begin_batch(World& world);
void end_batch(World& world);

/// Whether the device's newest sync carried a token at or after this event.
bool device_has_taken(const World& world, std::string_view user_id, std::string_view device_id,
                      std::string_view event_id);
/// Events of the user's joined rooms, and to-device messages by our ids, that the device has not confirmed.
std::vector<std::string> pending_event_ids(const World& world, std::string_view user_id,
                                           std::string_view device_id);

/// The headers that every answer carries ("Web Browser Clients"); `handle` adds them by itself, an answer
/// made elsewhere must be given them.
const Headers& cors_headers();

}  // namespace ringcheck::world
