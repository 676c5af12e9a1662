// Who is asking: login by password, logout, whoami, and OpenID tokens to prove it to others.

#include <array>
#include <utility>

#include "world/route.hpp"
#include "world/world.hpp"

namespace ringcheck::world {

namespace {

constexpr std::int64_t openid_lifetime_s = 3600;

Answer get_login(Call&) {
  return ok(make_object({{"flows", make_array({make_object({{"type", "m.login.password"}})})}}));
}

/// The full id of the user that the body names, by identifier or, as old clients do, by `user`.
std::string user_id_of(const World& world, const Value& body) {
  const Value* identifier = body.find("identifier");
  const std::string name(identifier == nullptr ? body.string_at("user") : identifier->string_at("user"));
  return name.starts_with('@') ? name : "@" + name + ":" + world.server_name;
}

Answer post_login(Call& call) {
  if (auto fault = need_object(call)) return *fault;
  const Value& body = call.request.body;
  if (body.string_at("type") != "m.login.password") {
    return error_reply(400, "M_UNKNOWN", "only m.login.password is offered");
  }
  const User* user = find_user(std::as_const(call.world), user_id_of(call.world, body));
  const bool is_right =
      user != nullptr && !user->password.empty() && body.string_at("password") == user->password;
  if (!is_right) return error_reply(403, "M_FORBIDDEN", "wrong user or password");
  if (const auto known = user->devices.find(user->login_device); known != user->devices.end())
    return ok(make_object({{"user_id", user->user_id},
                           {"access_token", known->second.access_token},
                           {"device_id", user->login_device}}));
  std::string device_id(body.string_at("device_id"));
  if (device_id.empty()) device_id = make_id(call.world, 10);
  Device& device = add_device(call.world, user->user_id, device_id, make_id(call.world, 32));
  device.display_name = body.string_at("initial_device_display_name");
  return ok(make_object(
      {{"user_id", user->user_id}, {"access_token", device.access_token}, {"device_id", device_id}}));
}

/// A logged-out device is gone, with all that waited for it.
void drop_device(Call& call, const std::string& device_id) {
  User& user = caller(call);
  call.world.sessions.erase(user.devices[device_id].access_token);
  user.devices.erase(device_id);
  user.device_list_position = next_position(call.world);
}

Answer post_logout(Call& call) {
  drop_device(call, call.session.device_id);
  return ok();
}

Answer post_logout_all(Call& call) {
  while (!caller(call).devices.empty()) drop_device(call, std::string(caller(call).devices.begin()->first));
  return ok();
}

/// Asks for the password once more, as User-Interactive Authentication does, and then nobody is this user any
/// more.
Answer post_deactivate(Call& call) {
  if (auto fault = need_object(call)) return *fault;
  User& user = caller(call);
  const Value* auth = call.request.body.find("auth");
  const bool is_right = auth != nullptr && auth->string_at("type") == "m.login.password" &&
                        !user.password.empty() && auth->string_at("password") == user.password;
  if (!is_right) {
    const Value flow = make_object({{"stages", make_array({Value("m.login.password")})}});
    const Value flows = make_array({flow});
    return Reply{
        401, make_object({{"flows", flows}, {"params", make_object()}, {"session", make_id(call.world, 16)}}),
        cors_headers()};
  }
  user.password.clear();
  while (!user.devices.empty()) drop_device(call, std::string(user.devices.begin()->first));
  return ok(make_object({{"id_server_unbind_result", "no-support"}}));
}

Answer get_whoami(Call& call) {
  return ok(make_object(
      {{"user_id", call.session.user_id}, {"device_id", call.session.device_id}, {"is_guest", false}}));
}

Answer post_openid_token(Call& call) {
  if (auto fault = need_self(call)) return *fault;
  if (auto fault = need_object(call)) return *fault;
  const std::string token = make_id(call.world, 32);
  call.world.openid_grants[token] = {call.session.user_id, call.now_ms + openid_lifetime_s * 1000};
  return ok(make_object({{"access_token", token},
                         {"token_type", "Bearer"},
                         {"matrix_server_name", call.world.server_name},
                         {"expires_in", openid_lifetime_s}}));
}

/// What others ask to learn who is behind such a token (Server-Server API, "OpenID").
Answer get_openid_userinfo(Call& call) {
  const std::string* token = query_find(call.request, "access_token");
  if (token == nullptr) return error_reply(401, "M_MISSING_TOKEN", "the access token is missing");
  const auto grant = call.world.openid_grants.find(*token);
  const bool is_known = grant != call.world.openid_grants.end() && call.now_ms < grant->second.expires_ms;
  if (!is_known) return error_reply(401, "M_UNKNOWN_TOKEN", "the access token is unknown or has expired");
  return ok(make_object({{"sub", grant->second.user_id}}));
}

constexpr std::array routes = {
    Route{"GET", "v3/login", false, get_login},
    Route{"POST", "v3/login", false, post_login},
    Route{"POST", "v3/logout", true, post_logout},
    Route{"POST", "v3/logout/all", true, post_logout_all},
    Route{"GET", "v3/account/whoami", true, get_whoami},
    Route{"POST", "v3/account/deactivate", true, post_deactivate},
    Route{"POST", "v3/user/*/openid/request_token", true, post_openid_token},
    Route{"GET", "/_matrix/federation/v1/openid/userinfo", false, get_openid_userinfo},
};

}  // namespace

std::span<const Route> auth_routes() {
  return routes;
}

}  // namespace ringcheck::world
