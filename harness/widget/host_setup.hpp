#pragma once
// What a host knows of a widget before it shows it, and how it decides for its user.

#include <cstdint>
#include <string>
#include <vector>

#include "value/value.hpp"

namespace ringcheck::widget {

/// Who decides: the person at the client, by orders, or nobody needs to.
enum class Consent : std::uint8_t { ask, grant };

struct HostSetup {
  std::string widget_id;
  std::string type = "m.custom";
  std::string room_id;  ///< empty for an account widget: it follows its user from room to room
  std::string origin;   ///< of its URL; requests from elsewhere are ignored. Empty: not looked at
  bool wait_for_load = true;
  Consent capabilities = Consent::ask;
  Consent openid = Consent::ask;
  /// For supported_api_versions; empty: all whose actions this host knows.
  std::vector<std::string> versions;
  Value modal;            ///< of a modal widget: what it was opened with; else null
  std::string id_prefix;  ///< begins requestIds and transaction ids; different for each session
};

}  // namespace ringcheck::widget
