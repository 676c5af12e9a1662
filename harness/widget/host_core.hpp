#pragma once
// The state of one session as its host has it, and what all actions need: to answer, to refuse, to ask the
// widget or the homeserver. The actions are functions on it, one file for each group (host_*.cpp). Known to
// them and to FakeHost alone.

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
#include "widget/client.hpp"
#include "widget/effect.hpp"
#include "widget/host_fault.hpp"
#include "widget/host_setup.hpp"

namespace ringcheck::widget {

/// How long a request to the widget may take (MSC2764, "Timeouts").
inline constexpr std::int64_t widget_timeout_ms = 10000;

enum class HostPhase : std::uint8_t { waiting, preparing, ready, failed, closed };

/// A request of the widget.
struct Ask {
  Value message;  ///< as it came
  Value data;     ///< as JSON; members that are null are absent (MSC2813)
  std::string request_id;
  const check::WidgetAction* action = nullptr;
};

struct HostCore {
  /// Given the response; null when none came in time, or the widget was closed.
  using OnReply = std::function<void(HostCore&, const Value* response)>;
  using OnAnswer = std::function<void(HostCore&, const Request&, const Answer&)>;
  struct Pending {
    std::string action;
    std::int64_t due_ms = 0;
    OnReply done;
  };
  struct Asked {
    Request request;
    OnAnswer done;
  };
  struct Timer {
    std::int64_t due_ms = 0;
    std::function<void(HostCore&)> run;
  };

  HostSetup setup;
  Client* client = nullptr;
  const check::WidgetSchemas* schemas = nullptr;
  HostFaults faults;
  std::int64_t now_ms = 0;
  Effects out;

  HostPhase phase = HostPhase::waiting;
  bool loaded = false;
  bool established = false;  ///< the widget has answered capabilities
  std::optional<std::set<std::string, std::less<>>> widget_versions;
  std::vector<Ask> held;  ///< version questions that a fault keeps back

  std::vector<std::string> requested;  ///< in this session, each once, as the widget writes them
  std::vector<std::string> approved;   ///< of these
  check::Capabilities approved_stable;
  check::Capabilities told_of;         ///< of these, what was approved when state was pushed last
  std::vector<std::string> undecided;  ///< the user has been asked
  bool owes_notification = false;
  std::set<std::string, std::less<>> user_approves;  ///< stable names
  std::set<std::string, std::less<>> user_denies;

  std::optional<bool> openid_allowed;     ///< what the user decided
  std::vector<std::string> openid_asked;  ///< requestIds that wait for it
  bool turn_watched = false;
  int turn_watch = 0;                                ///< counts them: what is of another is late
  std::optional<bool> visible;                       ///< as the widget was told last
  std::set<std::string, std::less<>> pushed_sticky;  ///< event ids
  std::set<std::string, std::less<>> modal_buttons;  ///< ids
  std::set<std::string, std::less<>> modal_enabled;  ///< of these and m.close
  std::optional<Ask> modal_asked;                    ///< open_modal that is not decided
  bool modal_open = false;                           ///< one that this widget opened
  bool modal_configured = false;                     ///< this one has been told what it was opened with
  bool modal_ended = false;                          ///< this one

  std::map<std::string, Pending, std::less<>> pending;
  std::map<std::string, Asked, std::less<>> asked;
  std::vector<Timer> timers;
  int requests = 0;
  int transactions = 0;

  bool wrong(HostFault fault) const { return faults.on(fault); }
  bool widget_knows(std::string_view version) const {
    return widget_versions && widget_versions->contains(version);
  }
  /// The room that the widget belongs to now; empty for an account widget while no room is viewed.
  const std::string& room() const { return setup.room_id.empty() ? client->viewed_room : setup.room_id; }
};

void reply(HostCore& core, const Ask& ask, Value response);
/// An error response (MSC2764, "Error responses").
void refuse(HostCore& core, const Ask& ask, std::string_view text);
/// An error response that tells what the homeserver said.
void refuse(HostCore& core, const Ask& ask, const Request& request, const Answer& answer);

void ask_widget(HostCore& core, std::string_view action, Value data, HostCore::OnReply done = {});
/// `request` gets its id here.
void ask_homeserver(HostCore& core, Request request, HostCore::OnAnswer done);
void note(HostCore& core, std::string_view kind, Value data);
void change_phase(HostCore& core, HostPhase phase);
void start_timer(HostCore& core, std::int64_t due_ms, std::function<void(HostCore&)> run);
std::string new_transaction(HostCore& core);
std::string_view phase_name(HostPhase phase);

/// Whether what was approved covers the action with this data; true where it needs nothing.
bool is_allowed(const HostCore& core, std::string_view action, trace::Side asker, const Value& data);
/// Whether the widget may see and do things in this room (MSC2762, "Accessing other rooms").
bool is_in_scope(const HostCore& core, std::string_view room_id);

}  // namespace ringcheck::widget
