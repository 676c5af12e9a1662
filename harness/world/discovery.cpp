// What the server can do: versions, capabilities, well-known, bridges to other networks.

#include <array>

#include "world/route.hpp"

namespace ringcheck::world {

namespace {

Answer get_versions(Call& call) {
  Value versions = make_array();
  for (int minor = 1; minor <= call.world.features.newest_minor; ++minor)
    versions.push("v1." + std::to_string(minor));
  Value unstable = make_object();
  for (const auto& [name, is_offered] : call.world.features.unstable) unstable.set(name, is_offered);
  return ok(make_object({{"versions", versions}, {"unstable_features", unstable}}));
}

/// MSC4140, "Delayed event limits as a capability": a limit that is not there is not named.
void add_delayed_events(Value& capabilities, const Features& features) {
  Value limits = make_object();
  if (features.max_delay_ms) limits.set("max_delay_ms", *features.max_delay_ms);
  if (features.max_scheduled) limits.set("max_scheduled", *features.max_scheduled);
  if (offers(features, feature::delayed_events)) {
    capabilities.set("org.matrix.msc4140.delayed_events", limits);
  }
  if (offers(features, feature::stable_delayed_events)) capabilities.set("m.delayed_events", limits);
}

Answer get_capabilities(Call& call) {
  Value available = make_object();
  for (int version = 1; version <= newest_room_version; ++version)
    available.set(std::to_string(version), "stable");
  const Value no = make_object({{"enabled", false}});
  const Value yes = make_object({{"enabled", true}});
  Value capabilities =
      make_object({{"m.room_versions", make_object({{"default", "10"}, {"available", available}})},
                   {"m.change_password", no},
                   {"m.set_displayname", yes},
                   {"m.set_avatar_url", yes},
                   {"m.3pid_changes", no}});
  add_delayed_events(capabilities, call.world.features);
  for (const Member& own : call.world.features.capabilities.members) {
    if (own.value.is_null()) {
      capabilities.erase(own.key);
    } else {
      capabilities.set(own.key, own.value);
    }
  }
  return ok(make_object({{"capabilities", capabilities}}));
}

/// The subject is given the base URL; there is nothing to discover.
Answer get_well_known(Call&) {
  return error_reply(404, "M_NOT_FOUND", "no well-known file here");
}

/// Logging in is by password or by a token given beforehand, not by OAuth 2.0.
Answer get_auth_metadata(Call&) {
  return error_reply(404, "M_UNRECOGNIZED", "no OAuth 2.0 here");
}

Answer get_protocols(Call&) {
  return ok();
}

constexpr std::array routes = {
    Route{"GET", "versions", false, get_versions},
    Route{"GET", "v3/capabilities", true, get_capabilities},
    Route{"GET", "/.well-known/matrix/client", false, get_well_known},
    Route{"GET", "v1/auth_metadata", false, get_auth_metadata},
    Route{"GET", "v3/thirdparty/protocols", true, get_protocols},
};

}  // namespace

std::span<const Route> discovery_routes() {
  return routes;
}

}  // namespace ringcheck::world
