#pragma once
// One entry of a trace: everything that happened in a scenario, be it on the wire, at the adapter or inside
// the harness, becomes one of these. Checks and verdicts read entries and nothing else.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "value/result.hpp"
#include "value/value.hpp"

namespace ringcheck::trace {

enum class Kind : std::uint8_t {
  start,     ///< opens the trace: scenario, cast, seed
  step,      ///< the harness began a step; body holds what it resolved
  event,     ///< an event was accepted into a room
  deliver,   ///< a sync response with events was written; head.events lists their ids
  taken,     ///< the subject's next sync carried the token of a delivery
  request,   ///< the subject made an HTTP request; its body is here unless it became an event
  response,  ///< the answer was written; cause is the request
  seen,      ///< a homeserver under test brought an event to a user of the harness by sync; head is the event
             ///< without its content
  opened,    ///< the subject has loaded a page of the harness: a widget, or a host around it
  closed,    ///< a connection went before the answer (head.drop: by the homeserver); a widget's page went
  ask,       ///< one side of the widget API sent a request
  reply,     ///< and a response; cause is the ask, where it is known
  action,    ///< the adapter was told to do something ("do" in the JSON)
  done,      ///< the adapter answered; cause is the action
  note,      ///< the adapter told what a person would see
  media,     ///< something at a media port of the harness: a STUN check, an allocation
  deadline,  ///< a step's time ran out
  late,      ///< the harness's own loop was late; head.lag_us
  log,       ///< for people only, never judged
  end,       ///< closes the trace: the verdict is derived from all before it
};

std::string_view kind_name(Kind kind);
std::optional<Kind> kind_from_name(std::string_view name);

/// The channels; time of different channels is never compared.
namespace channel {
inline constexpr std::string_view client_api = "client_api";
inline constexpr std::string_view to_device = "to_device";
inline constexpr std::string_view driver = "driver";
inline constexpr std::string_view media = "media";
inline constexpr std::string_view widget = "widget";
}  // namespace channel

struct Entry {
  std::int64_t seq = 0;   ///< identity: 1, 2, 3 … without a gap
  std::int64_t t_us = 0;  ///< since the start of the trace
  Kind kind = Kind::log;
  std::string from;  ///< actor, "harness" or "homeserver"
  std::string to;
  std::string channel;
  std::int64_t cause =
      0;             ///< seq of the request of a response, the action of a done, the ask of a reply; or 0
  int step = -1;     ///< index of the step for what the harness did; -1 for all else
  std::string type;  ///< event type, action, kind of note, "GET /voip/turnServer"
  Value head;        ///< room, event id, state key, transaction, method, path, status …
  Value body;
  std::string raw;                    ///< only when the body did not parse
  std::vector<std::string> declared;  ///< JSON pointers of faults that a scenario sends on purpose
};

/// A turn of the sync loop or a browser's preflight: how a client listens and asks for leave, not what it
/// does. Who shows a trace to people leaves it out.
bool is_background(const Entry& entry);

/// One line of JSON without a line end. Empty fields are left out.
std::string to_line(const Entry& entry);
/// The entry of such a line.
Result<Entry> from_line(std::string_view line);

}  // namespace ringcheck::trace
