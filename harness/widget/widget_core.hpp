#pragma once
// The state of one session as the widget has it. Known to the files of the widget's end alone.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "check/capability.hpp"
#include "check/widget_schemas.hpp"
#include "value/result.hpp"
#include "widget/effect.hpp"
#include "widget/fake_widget.hpp"
#include "widget/widget_fault.hpp"

namespace ringcheck::widget {

struct WidgetCore;

/// What becomes of an answer of the host: null when none came in time.
using Then = std::function<void(WidgetCore& core, const Value* response)>;

/// The call that a widget is, where it is one.
struct CallState {
  enum class Stage : std::uint8_t { loading, lobby, joining, joined, left };
  using Take = void (*)(WidgetCore& core, const Answer& answer);

  Stage stage = Stage::loading;
  bool reads = false;                                 ///< it has asked for the state of its room
  Value transport;                                    ///< by which its media would go
  bool is_member = false;                             ///< its membership has been sent
  std::string delay_id;                               ///< of the leave that is scheduled
  std::optional<std::int64_t> restart_ms;             ///< when that leave is put off again
  std::map<std::string, Take, std::less<>> requests;  ///< to the homeserver and to services
};

struct WidgetCore {
  struct Pending {
    int number = 0;  ///< in the order of asking
    std::string action;
    std::int64_t due_ms = 0;
    Then then;
  };
  struct Wish {
    std::string action;  ///< its stable name
    Value data;
    Then then;
  };
  struct OpenidWait {
    std::string id;  ///< of the request that was answered by `request`
    Then then;
  };

  WidgetSetup setup;
  const check::WidgetSchemas* schemas = nullptr;
  WidgetFaults faults;
  std::int64_t now_ms = 0;
  Effects out;

  std::optional<std::set<std::string, std::less<>>> host_versions;
  bool gave_up = false;  ///< it shares no version with its host
  bool said_loaded = false;
  bool negotiated = false;  ///< capabilities has been answered
  bool notified = false;
  check::Capabilities may;   ///< stable names of what it may do, as far as it was told
  std::vector<Wish> wishes;  ///< that wait for versions or capabilities
  std::vector<Value> held;   ///< version questions that a fault keeps back
  std::map<std::string, Pending, std::less<>> pending;
  std::map<std::string, Pending, std::less<>> answered;  ///< for a fault
  std::vector<OpenidWait> openid_waits;
  CallState call;
  Told told;
  int requests = 0;

  bool wrong(WidgetFault fault) const { return faults.on(fault); }
};

/// `message`: the request as it came.
void reply(WidgetCore& core, const Value& message, Value response);
void refuse(WidgetCore& core, const Value& message, std::string_view text);
/// `action` as it is on the wire.
void ask_host(WidgetCore& core, std::string_view action, const Value& data, Then then = {});

/// widget_message.cpp
void take_message(WidgetCore& core, const Arrival& arrival);
void time_passed(WidgetCore& core);

/// widget_asks.cpp
/// By its stable name: sent when its host can take it and the widget may do it; else it waits, or comes to
/// nothing, which is an error for `then`.
void wish(WidgetCore& core, std::string_view action, Value data, Then then = {});
void send_wishes(WidgetCore& core);
/// The host is bound to say what it approved, so that asking before would be guessing.
bool is_promised(const WidgetCore& core);
Result<Done> order_ask(WidgetCore& core, const Value& params);
void take_reply(WidgetCore& core, const Value& message);
/// What `openid_credentials` decides. False when nobody waits for it.
bool take_credentials(WidgetCore& core, const Value& data);

/// widget_call.cpp
/// Adds the capabilities of a call.
void ask_for_call(WidgetSetup& setup);
/// The lobby is there as soon as all is known that it needs.
void open_lobby(WidgetCore& core);
/// The error: no such button is there.
Result<Done> press(WidgetCore& core, std::string_view action, const Value& params);
/// A user's hang-up is told to the host.
void hang_up(WidgetCore& core, bool by_user);
/// The call is over, by anybody's wish or for want of what it needs.
void leave_call(WidgetCore& core);
Value mute_state(const WidgetCore& core);
/// Tells the host what is on, as soon as there is a lobby.
void tell_mute(WidgetCore& core);

/// widget_call_join.cpp
/// The state key of this device; `owned`: in a room where users own theirs.
std::string member_key(const CallSetup& call, bool owned);
void join_call(WidgetCore& core);
void take_served(WidgetCore& core, std::string_view id, const Answer& answer);
/// Keeps the scheduled leave from falling due.
void restart_leave(WidgetCore& core);
/// `action`: send, restart.
void update_leave(WidgetCore& core, std::string_view action, Then then = {});
/// The own state event of the call; without content: not in it.
void send_member(WidgetCore& core, Value content, std::optional<std::int64_t> delay_ms, Then then = {});

/// widget_told.cpp
std::set<std::string> own_versions(const WidgetCore& core);
/// A state event of update_state or read_events.
void keep_state(WidgetCore& core, const Value& event);
/// Answers a request of the host that is known and well formed.
void answer_host(WidgetCore& core, const Value& message, const check::WidgetAction& action,
                 const Value& data);

}  // namespace ringcheck::widget
