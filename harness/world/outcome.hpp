#pragma once
// What handling a request gives: an answer, or a wait that is a value too, and the facts for the trace.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "value/value.hpp"
#include "world/filter.hpp"
#include "world/request.hpp"

namespace ringcheck::world {

/// Something that happened and that the trace must know. Only the fields named beside a kind are filled.
struct Fact {
  enum class Kind {
    event,  ///< an event was accepted: room_id, event_id, type, sender, device_id, state_key, transaction_id,
            ///< content, origin_server_ts_ms, delay_id, redacts
    deliver,    ///< a sync response was written: user_id, device_id, event_ids, token (its next_batch),
                ///< is_initial
    taken,      ///< a sync came with a newer since: user_id, device_id, event_ids (delivered before), token
    to_device,  ///< accepted for one device: event_id (ours, not on the wire), sender, user_id, device_id
                ///< (both of the target), type, content
    account_data,      ///< set: user_id, room_id (empty: global), type, content
    unknown_endpoint,  ///< no such path (404) or method (405): method, path
    delay_failed  ///< a delayed event could not be sent: room_id, type, sender, device_id, delay_id, content
                  ///< (the error response)
  };
  Kind kind = Kind::event;
  std::string room_id;
  std::string event_id;
  std::string type;
  std::string sender;
  std::string user_id;
  std::string device_id;  ///< event: the sending device, empty if unknown
  std::optional<std::string> state_key;
  std::optional<std::string> transaction_id;
  Value content;
  std::int64_t origin_server_ts_ms = 0;
  std::vector<std::string> event_ids;  ///< in the order of the response; to-device messages by our own ids
  std::string token;
  bool is_initial = false;
  std::string method;
  std::string path;
  std::string redacts;   ///< event id; empty: it is no redaction
  std::string delay_id;  ///< empty: it was no delayed event
};

/// How the state of a room is told (spec: GET /sync, `use_state_after`; MSC4222 before it).
enum class StateStyle { before_timeline, after_timeline, after_timeline_unstable };

/// What a sync asks for.
struct SyncCursor {
  std::optional<std::int64_t> since;  ///< stream position; none: an initial sync
  bool full_state = false;
  StateStyle state_style = StateStyle::before_timeline;
  Filter filter;
};

/// A sync that found nothing new. Finished by `try_finish`.
struct Wait {
  std::string user_id;
  std::string device_id;
  SyncCursor cursor;
  std::int64_t deadline_ms = 0;  ///< on the clock of `now_ms`
};

using Answer = std::variant<Reply, Wait>;

struct Outcome {
  Answer answer;
  std::vector<Fact> facts;  ///< in order
};

}  // namespace ringcheck::world
