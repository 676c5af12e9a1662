// What the server can do: versions, capabilities, well-known, media limits.

#include <array>

#include "world/route.hpp"

namespace ringcheck::world {

namespace {

constexpr int newest_minor = 15;
constexpr int newest_room_version = 12;
constexpr int upload_limit_bytes = 50 * 1024 * 1024;

Answer get_versions(Call&) {
  Value versions = make_array();
  for (int minor = 1; minor <= newest_minor; ++minor) versions.push("v1." + std::to_string(minor));
  return ok(make_object({{"versions", versions}, {"unstable_features", make_object()}}));
}

Answer get_capabilities(Call&) {
  Value available = make_object();
  for (int version = 1; version <= newest_room_version; ++version)
    available.set(std::to_string(version), "stable");
  const Value no = make_object({{"enabled", false}});
  const Value yes = make_object({{"enabled", true}});
  const Value capabilities =
      make_object({{"m.room_versions", make_object({{"default", "10"}, {"available", available}})},
                   {"m.change_password", no},
                   {"m.set_displayname", yes},
                   {"m.set_avatar_url", yes},
                   {"m.3pid_changes", no}});
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

Answer get_media_config(Call&) {
  return ok(make_object({{"m.upload.size", upload_limit_bytes}}));
}

constexpr std::array routes = {
    Route{"GET", "versions", false, get_versions},
    Route{"GET", "v3/capabilities", true, get_capabilities},
    Route{"GET", "/.well-known/matrix/client", false, get_well_known},
    Route{"GET", "v1/auth_metadata", false, get_auth_metadata},
    Route{"GET", "v1/media/config", true, get_media_config},
    Route{"GET", "/_matrix/media/v3/config", true, get_media_config},
};

}  // namespace

std::span<const Route> discovery_routes() {
  return routes;
}

}  // namespace ringcheck::world
