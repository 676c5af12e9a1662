#pragma once
// Integration managers (MSC1957): those of the user, out of the account's widgets, and those that the
// homeserver suggests in the client document of .well-known.

#include <string>
#include <string_view>
#include <vector>

#include "value/value.hpp"
#include "widget/definition.hpp"
#include "widget/host_fault.hpp"

namespace ringcheck::widget {

struct Manager {
  std::string api_url;
  Definition widget;  ///< as which it is shown; its url has the variables
  bool is_users = false;
};

/// In the order in which they are shown. `account` is the content of m.widgets.
std::vector<Manager> managers_of(const Value& well_known, const Value& account,
                                 const HostFaults& faults = {});
/// The address at which a manager is opened, out of its URL with the variables filled in.
std::string manager_address(std::string_view filled, const HostFaults& faults = {});

/// When a client asks .well-known again, counted from the last time; 0: never. It asks when it starts.
std::int64_t well_known_again_ms(const HostFaults& faults = {});
bool asks_well_known_at_start(const HostFaults& faults = {});

}  // namespace ringcheck::widget
