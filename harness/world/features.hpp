#pragma once
// What the fake homeserver offers beyond the released specification, and its limits: data of the world, so
// that a run can take any of it away. What is not offered is answered as by a server that never heard of it.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "value/result.hpp"
#include "value/value.hpp"

namespace ringcheck::world {

namespace feature {
/// Delayed events under their unstable names, and the query parameter that drafts of before July 2026 had.
inline constexpr std::string_view delayed_events = "org.matrix.msc4140";
/// Delayed events under the names that MSC4140 gives them for good.
inline constexpr std::string_view stable_delayed_events = "org.matrix.msc4140.stable";
inline constexpr std::string_view rtc_transports = "org.matrix.msc4143";
inline constexpr std::string_view sticky_events = "org.matrix.msc4354";
}  // namespace feature

struct Features {
  int newest_minor = 15;  ///< of the releases v1.1 … that GET /versions lists
  /// `unstable_features` of GET /versions. A name that nothing here knows is only told.
  std::map<std::string, bool, std::less<>> unstable = {{std::string(feature::delayed_events), true},
                                                       {std::string(feature::sticky_events), true}};
  Value capabilities;  ///< object: its members replace those of GET /capabilities, null takes one away
  std::optional<std::int64_t> max_delay_ms;   ///< of a delayed event
  std::optional<std::int64_t> max_scheduled;  ///< delayed events of one user at once; 0: none are taken
  Value rtc_transports = make_array();        ///< of GET /rtc/transports (MSC4143)
  std::size_t to_device_at_once = 100;  ///< messages to a device that one sync brings; no run changes it
  std::int64_t upload_limit_bytes = std::int64_t{1024} * 1024;  ///< `m.upload.size`
};

bool offers(const Features& features, std::string_view name);

/// Reads `{unstable_features, capabilities, max_delay_ms, max_scheduled, rtc_transports,
/// upload_limit_bytes}`, each laid over the defaults; RTC transports are offered where they are given. The
/// error says which member is unknown, or what it should have been.
Result<Features> read_features(const Value& map);

}  // namespace ringcheck::world
