#pragma once
// Which widgets there are: those of a room, out of its state, and those of an account, out of `m.widgets`
// (MSC2764, "Room Widgets", "Account Widgets"); and who may add one to a room.

#include <string>
#include <string_view>
#include <vector>

#include "value/value.hpp"
#include "widget/client.hpp"
#include "widget/host_fault.hpp"

namespace ringcheck::widget {

struct Definition {
  std::string id;
  std::string type;  ///< m.custom for one that is not known, or lacks what it needs
  std::string url;   ///< with its variables
  std::string name;
  std::string title;
  std::string sender;    ///< who wrote it last
  std::string event_id;  ///< of the state event; empty for an account's
  Value data;
  bool wait_for_load = true;
};

/// By their ids. Where both event types have a widget of one id, the stable type wins.
std::vector<Definition> widgets_of_room(const KnownRoom& room, const HostFaults& faults = {});
/// As though its event had this content, whatever may be missing in it.
Definition defined_by(const std::string& id, const Value& content, const HostFaults& faults = {});
/// Out of the content of the account data `m.widgets`.
std::vector<Definition> widgets_of_account(const Value& content, const HostFaults& faults = {});
/// The room for the variable of a widget: its own, and for one of the account that which the user looks at.
std::string room_for_variables(const Client& client, const std::string& room_id,
                               const HostFaults& faults = {});

/// The content of the event of a widget that the user adds, out of what they say of it: url, type, name,
/// data.
Value content_of(const std::string& id, const std::string& user_id, const Value& said,
                 const HostFaults& faults = {});
/// The account data `m.widgets` with a widget of this content, and without one, the others as they were.
Value account_with(const Value& account, const std::string& id, const std::string& user_id, Value content,
                   const HostFaults& faults = {});
Value account_without(const Value& account, const std::string& id, const HostFaults& faults = {});
/// What a client keeps of a widget that could not be written: nothing.
void take_refused(KnownRoom& room, const std::string& id, const Value& content,
                  const HostFaults& faults = {});

/// Whether a room's widget ends when the user looks at another room.
bool ends_with_view(const Client& client, const std::string& id, const HostFaults& faults = {});
/// Whether it ends when its room has it no more.
bool ends_with_removal(const Client& client, const std::string& id, const HostFaults& faults = {});

/// Whether a widget of the account is shown still when its key is gone: never.
bool outlives_account(const HostFaults& faults = {});

/// What of the browser the frame of a widget may use, of that which calls need.
std::vector<std::string> frame_features(const HostFaults& faults = {});

/// Whether the power levels of the room let this user write widgets.
bool may_add_widgets(const KnownRoom& room, std::string_view user_id);

}  // namespace ringcheck::widget
