#pragma once
// From a request to the function that answers it. Each module of the Client-Server API gives its own table.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "world/model.hpp"
#include "world/outcome.hpp"
#include "world/power_levels.hpp"
#include "world/request.hpp"

namespace ringcheck::world {

/// One request while it is answered.
struct Call {
  World& world;
  const Request& request;
  std::vector<std::string> args;  ///< the segments that met a `*`
  Session session;                ///< whose token it was; empty where none is needed
  std::int64_t now_ms = 0;
  std::vector<Fact>& facts;
};

struct Route {
  std::string_view method;
  std::string_view path;  ///< below `/_matrix/client/` unless it begins with a slash; `*` is one segment
  bool needs_token = true;
  Answer (*answer)(Call&) = nullptr;
  std::string_view feature = {};  ///< the flag of /versions without which there is no such endpoint
};

std::span<const Route> account_data_routes();
std::span<const Route> auth_routes();
std::span<const Route> create_room_routes();
std::span<const Route> cross_signing_routes();
std::span<const Route> delayed_events_routes();
std::span<const Route> devices_routes();
std::span<const Route> directory_routes();
std::span<const Route> discovery_routes();
std::span<const Route> filter_routes();
std::span<const Route> history_routes();
std::span<const Route> keys_routes();
std::span<const Route> media_routes();
std::span<const Route> membership_routes();
std::span<const Route> profile_routes();
std::span<const Route> push_rules_routes();
std::span<const Route> redaction_routes();
std::span<const Route> relations_routes();
std::span<const Route> rooms_routes();
std::span<const Route> room_summary_routes();
std::span<const Route> signs_of_life_routes();
std::span<const Route> sync_routes();
std::span<const Route> to_device_routes();
std::span<const Route> upgrade_routes();
std::span<const Route> user_directory_routes();
std::span<const Route> voip_routes();

struct Found {
  const Route* route = nullptr;  ///< null: none for this method
  std::vector<std::string> args;
  bool is_path_known = false;
};

/// A path may end in one slash more; `r0` stands for `v3`, as clients of before v1.1 say it.
Found find_route(const Request& request);

// Small answers that many modules give.

Reply ok(Value body = make_object());
Reply refuse(const Refusal& refusal);
/// An error reply unless the body is a JSON object.
std::optional<Reply> need_object(const Call& call);
/// An error reply unless the path's user, its first argument, is the one who asks.
std::optional<Reply> need_self(const Call& call);
/// The room of the path's first argument when the caller is in it, else null.
Room* joined_room(Call& call);
/// What a user may read of a room: the timeline before `end`, and the state there.
struct RoomView {
  const Room* room = nullptr;  ///< null: nothing
  std::size_t end = 0;
};
/// All of the room of the path's first argument for who is in it; up to their leaving for who was.
RoomView readable_room(const Call& call);
Reply not_in_room();
User& caller(Call& call);
/// An event as the caller's device sends it now.
Event draft_of(const Call& call, std::string type, Value content);
/// A number of the query: digits alone. None for anything else.
std::optional<std::int64_t> whole_number(std::string_view text);

/// The answer given before to the same path by the same device, or null (spec: "Transaction identifiers").
const Reply* earlier_answer(const Call& call);
Reply remember_answer(Call& call, Reply reply);

}  // namespace ringcheck::world
