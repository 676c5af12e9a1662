#pragma once
// The URL of a widget: which variables stand for what, how they are filled in, and what may be shown at all
// (MSC2764, "Widget URLs"; MSC2774, MSC2873, MSC3819, MSC4039). For hosts, ours and the harness's.

#include <map>
#include <string>
#include <string_view>

#include "value/value.hpp"
#include "widget/client.hpp"
#include "widget/host_fault.hpp"

namespace ringcheck::widget {

using Variables = std::map<std::string, std::string, std::less<>>;  ///< name without its $ -> value

/// Those of the client, and the members of the widget's `data`, which may not take the name of one of them.
/// `room_id` is empty where no room is viewed.
Variables variables_of(const Client& client, std::string_view widget_id, std::string_view room_id,
                       const Value& data, const HostFaults& faults = {});

/// Each `$name` replaced by its value, percent-encoded; the longest name that is known counts, what is not
/// known stays, and values are not looked at again.
std::string fill_in(std::string_view url, const Variables& variables, const HostFaults& faults = {});

/// With widgetId and parentUrl in its query, whatever the URL said of them.
std::string with_host_query(std::string_view url, std::string_view widget_id, std::string_view parent_url,
                            const HostFaults& faults = {});

/// Http or https with a host, and nothing in it that no URL has.
bool may_be_shown(std::string_view url, const HostFaults& faults = {});

/// `http://host:port`; empty for what may not be shown.
std::string origin_of(std::string_view url);

}  // namespace ringcheck::widget
