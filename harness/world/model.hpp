#pragma once
// The state of the fake homeserver: plain data. One stream of positions counts everything that a sync can
// tell (events, to-device messages, account data, device lists), so a token is one number.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "value/value.hpp"
#include "world/features.hpp"
#include "world/request.hpp"

namespace ringcheck::world {

template <typename T>
using ByName = std::map<std::string, T, std::less<>>;

/// What a sent delayed event says to its sender in `unsigned` (MSC4140).
struct DelayMark {
  std::string key;  ///< `delay_id`, or its unstable name
  std::string delay_id;
};

struct Event {
  std::string event_id;
  std::string type;
  std::string sender;
  std::string device_id;  ///< of the sender; empty: unknown
  std::optional<std::string> state_key;
  std::optional<std::string> transaction_id;
  Value content;
  Value unsigned_extra;  ///< laid over what the server would say, so `age` here is fixed
  std::int64_t origin_server_ts_ms = 0;
  std::int64_t position = 0;
  bool after_gap = false;                  ///< a timeline that has this event begins with it, and is limited
  std::optional<std::size_t> replaces;     ///< state: index of the event before it with the same key
  std::string redacts;                     ///< a redaction: the id of the event that it takes from
  std::optional<std::size_t> redacted_by;  ///< index of the redaction that took its content
  std::optional<DelayMark> delay_mark;     ///< it was a delayed event
  std::optional<std::int64_t> sticky_duration_ms;  ///< as its sender said (MSC4354)
  std::int64_t sticky_until_ms = 0;                ///< meaningful when it has a duration
};

using StateKey = std::pair<std::string, std::string>;  ///< type and state key

struct Room {
  std::string room_id;
  std::string version;
  std::vector<Event> timeline;                         ///< positions rise
  std::map<StateKey, std::vector<std::size_t>> state;  ///< indices into the timeline, newest last
};

struct ToDeviceMessage {
  std::int64_t position = 0;
  std::string message_id;  ///< ours, for the trace
  std::string sender;
  std::string type;
  Value content;
};

/// What a sync response told a device, until its next sync confirms it.
struct Delivery {
  std::int64_t position = 0;
  std::vector<std::string> event_ids;
};

struct Device {
  std::string device_id;
  std::string access_token;
  std::string display_name;
  std::vector<ToDeviceMessage> inbox;
  std::int64_t taken = -1;  ///< position that its newest sync confirmed; -1 after an initial sync
  std::vector<Delivery> unconfirmed;
  ByName<Reply> transactions;  ///< by request path: what was answered, for a request that is sent again
  Value keys;                  ///< device_keys as uploaded; null: none
  ByName<ByName<Value>> one_time_keys;                  ///< by algorithm, then key id
  ByName<std::pair<std::string, Value>> fallback_keys;  ///< by algorithm: key id and key
  ByName<bool> fallback_used;
};

struct AccountDatum {
  std::int64_t position = 0;
  std::shared_ptr<const Value>
      content;  ///< replaced whole; users of many worlds share their first push rules
};

/// An event that the push rules of a user notified them of when it came.
struct Notice {
  std::size_t index = 0;  ///< of the event in its room
  Value actions;          ///< of the rule that it met
  bool is_highlighted = false;
};

struct User {
  std::string user_id;
  std::string password;      ///< empty: nobody can log in by password
  std::string login_device;  ///< who logs in by password is this device, with its token; empty: a new one
  Value profile;             ///< displayname, avatar_url
  ByName<Device> devices;
  ByName<AccountDatum> account_data;
  ByName<ByName<AccountDatum>> room_account_data;  ///< by room, then type
  Value cross_signing_keys;                        ///< master_key, self_signing_key, user_signing_key
  ByName<std::size_t>
      read;  ///< by room: index behind the newest event that they read or wrote, or by which they came
  ByName<std::vector<Notice>> notices;    ///< by room, the oldest first
  std::vector<Value> filters;             ///< a filter's id is its index
  std::vector<std::string> rooms;         ///< every room that ever had a membership of this user
  std::int64_t device_list_position = 0;  ///< when the devices or their keys changed last
};

struct Session {
  std::string user_id;
  std::string device_id;
};

/// An event to be sent later (MSC4140); kept when it is finalised, so that it can be asked for.
struct DelayedEvent {
  std::string delay_id;
  std::string room_id;
  Event draft;  ///< sender and device are those who scheduled it
  std::int64_t delay_ms = 0;
  std::int64_t since_ms = 0;  ///< when it was scheduled, or restarted last
  std::optional<std::int64_t> finalised_ms;
  std::string event_id;  ///< once it is sent
  Value error;           ///< why it could not be sent: a standard error response; null: none

  std::int64_t due_ms() const { return since_ms + delay_ms; }
};

/// A file of the content repository, at `mxc://server/media_id`.
struct Media {
  std::string owner;  ///< user id
  std::string content_type;
  std::string filename;  ///< empty: none was given
  std::string bytes;
  bool is_uploaded = false;  ///< false: only its URI was made
};

/// A token by which a user shows to others who they are, and nothing more.
struct OpenIdGrant {
  std::string user_id;
  std::int64_t expires_ms = 0;
};

struct EventPlace {
  std::string room_id;
  std::size_t index = 0;
};

struct World {
  std::string server_name;
  std::uint64_t seed = 0;
  Features features;
  std::uint64_t ids_made = 0;
  std::string tag;            ///< in every token, so that another world's token is refused
  std::int64_t head = 0;      ///< newest position
  std::int64_t released = 0;  ///< newest position that a sync may tell
  int open_batches = 0;
  ByName<User> users;                        ///< by user id
  ByName<Room> rooms;                        ///< by room id
  ByName<Session> sessions;                  ///< by access token
  ByName<EventPlace> events;                 ///< by event id
  ByName<Media> media;                       ///< by media id
  ByName<std::string> aliases;               ///< room id by alias
  ByName<OpenIdGrant> openid_grants;         ///< by token
  std::vector<DelayedEvent> delayed_events;  ///< in the order of their scheduling
};

inline constexpr int newest_room_version = 12;

/// `length` characters of `A-Z a-z 0-9`, the next ones of the world's seed: never the same twice.
std::string make_id(World& world, std::size_t length);
/// Takes the next position of the stream; released at once unless a batch is open.
std::int64_t next_position(World& world);

std::string make_sync_token(const World& world, std::int64_t position);
/// The position of a token that this world gave out, else none.
std::optional<std::int64_t> parse_sync_token(const World& world, std::string_view token);

User* find_user(World& world, std::string_view user_id);
const User* find_user(const World& world, std::string_view user_id);
Device* find_device(World& world, std::string_view user_id, std::string_view device_id);
const Device* find_device(const World& world, std::string_view user_id, std::string_view device_id);
Room* find_room(World& world, std::string_view room_id);
const Room* find_room(const World& world, std::string_view room_id);

}  // namespace ringcheck::world
