#pragma once
// What a Matrix client knows, of which its widgets may see a part: who it is, the rooms with their state and
// what was said there since it looked. All its widgets share it.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "value/value.hpp"

namespace ringcheck::widget {

struct KnownRoom {
  using StateKey = std::pair<std::string, std::string>;  ///< type, state key
  struct Sticky {
    Value event;
    std::int64_t until_ms = 0;
  };
  std::map<StateKey, Value> state;
  std::vector<Sticky> sticky;   ///< MSC4354
  std::vector<Value> timeline;  ///< in the order of the homeserver

  const Value* state_event(std::string_view type, std::string_view key) const;
};

struct Client {
  std::string user_id;
  std::string device_id;
  std::string display_name;    ///< empty: none
  std::string avatar_url;      ///< an mxc URI, empty: none
  std::string homeserver_url;  ///< base of the client-server API
  std::string client_id;       ///< in the style of Java packages (MSC2873)
  std::string theme = "light";
  std::string language = "en";
  std::string viewed_room;
  std::string on_screen;  ///< the widget that stays when its user goes elsewhere; one at most
  std::map<std::string, KnownRoom, std::less<>> rooms;
};

/// As clients write events: with their room.
Value client_event(std::string_view room_id, Value event);

/// Takes an event that sync brought, wherever it stood; `now_ms` is for how long it sticks. True when it is
/// the newest state of its key, and another than before.
bool take_event(Client& client, std::string_view room_id, const Value& event, bool in_timeline,
                std::int64_t now_ms);

bool is_encrypted(const Client& client, std::string_view room_id);

}  // namespace ringcheck::widget
