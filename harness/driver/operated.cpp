#include "driver/operated.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <fmt/format.h>

#include "value/grammar.hpp"
#include "value/server_url.hpp"

namespace ringcheck::driver {
namespace {

// `{env: NAME}`, and nothing that could be the secret itself.
std::string read_secret(const Value& value, std::string_view what, YamlReader& yaml) {
  const std::string help = "write {env: NAME}, and set NAME in the environment of ringcheck";
  if (value.is_string()) {
    yaml.fault(value.place, fmt::format("{} stands in the file, where everybody may read it", what), help);
    return {};
  }
  if (!value.is_object() || value.members.size() != 1 || value.members.front().key != "env") {
    yaml.fault(value.place, fmt::format("{} is not {{env: NAME}}", what), help);
    return {};
  }
  const std::string name = yaml.text(value.members.front().value, "env");
  if (name.empty()) return {};
  const Place place = value.members.front().value.place;
  if (!fits_regex(name, "[A-Za-z_][A-Za-z0-9_]*")) {
    yaml.fault(place, fmt::format("\"{}\" is no name of an environment variable", name), help);
    return {};
  }
  const char* found = std::getenv(name.c_str());
  if (found == nullptr || *found == '\0') {
    yaml.fault(place,
               fmt::format("{} is {} in the environment", name, found == nullptr ? "not set" : "empty"),
               fmt::format("it is to hold {}", what));
    return {};
  }
  return found;
}

void read_url(const Value& value, YamlReader& yaml, Operated& server) {
  server.url = yaml.text(value, "url");
  if (server.url.empty() || parse_server_url(server.url)) return;
  const bool clear = server.url.starts_with("http://");
  yaml.fault(value.place,
             fmt::format("{} is no address of a homeserver{}", server.url,
                         clear ? ": passwords go over https, and in the clear to this machine only" : ""),
             "write https://HOST, https://HOST:PORT, or http://127.0.0.1:PORT");
}

void read_ca_file(const Value& value, const std::string& folder, YamlReader& yaml, Operated& server) {
  const std::string path = yaml.text(value, "ca_file");
  if (path.empty()) return;
  server.ca_file = path.starts_with('/') ? path : folder + '/' + path;
  if (!std::ifstream(server.ca_file)) yaml.fault(value.place, fmt::format("cannot read {}", server.ca_file));
}

std::string server_of(const std::string& user_id) {
  return user_id.substr(user_id.find(':') + 1);
}

void read_user(const Value& value, YamlReader& yaml, Operated& server) {
  if (!yaml.is_map(value, "an item of users")) return;
  yaml.only_keys(value, {"user_id", "password"});
  GivenUser user;
  if (const Value* id = yaml.need(value, "user_id")) {
    user.user_id = yaml.text(*id, "user_id");
    const bool again = std::any_of(server.users.begin(), server.users.end(),
                                   [&](const GivenUser& other) { return other.user_id == user.user_id; });
    if (!user.user_id.empty() && !is_user_id(user.user_id)) {
      yaml.fault(id->place, fmt::format("{} is no user ID", user.user_id), "write \"@name:server.example\"");
    } else if (again) {
      yaml.fault(id->place, fmt::format("{} stands here twice", user.user_id));
    } else if (!server.users.empty() && server_of(user.user_id) != server_of(server.users.front().user_id)) {
      yaml.fault(id->place, fmt::format("{} is a user of another server than {}", user.user_id,
                                        server.users.front().user_id));
    }
  }
  if (const Value* password = yaml.need(value, "password"))
    user.password = read_secret(*password, fmt::format("the password of {}", user.user_id), yaml);
  server.users.push_back(std::move(user));
}

void read_accounts(const Value& value, YamlReader& yaml, Operated& server) {
  if (!yaml.is_map(value, "accounts")) return;
  const std::vector<std::string> ways = {"registration_secret", "users", "access_tokens"};
  yaml.only_keys(value, ways);
  if (value.members.size() != 1) {
    yaml.fault(value.place, fmt::format("accounts has {} keys where one is wanted", value.members.size()),
               "registration_secret, users or access_tokens: one of the three");
    return;
  }
  const Member& way = value.members.front();
  if (way.key == "registration_secret")
    server.registration_secret = read_secret(way.value, "the registration secret", yaml);
  if (way.key != "users" && way.key != "access_tokens") return;
  if (!way.value.is_array() || way.value.items.empty()) {
    yaml.fault(way.value.place, fmt::format("{} is no list that has something in it", way.key));
    return;
  }
  for (const Value& item : way.value.items) {
    if (way.key == "users") {
      read_user(item, yaml, server);
      continue;
    }
    std::string token = read_secret(item, "an access token", yaml);
    const std::vector<std::string>& known = server.access_tokens;
    if (token.empty()) continue;
    if (std::find(known.begin(), known.end(), token) != known.end())
      yaml.fault(item.place, "this access token stands here twice");
    server.access_tokens.push_back(std::move(token));
  }
}

}  // namespace

std::vector<std::string> Operated::secrets() const {
  std::vector<std::string> all = access_tokens;
  if (!registration_secret.empty()) all.push_back(registration_secret);
  for (const GivenUser& user : users) all.push_back(user.password);
  return all;
}

Operated read_operated(const Value& root, const std::string& folder, YamlReader& yaml) {
  Operated server;
  if (const Value* url = yaml.need(root, "url")) read_url(*url, yaml, server);
  if (const Value* file = root.find("ca_file")) read_ca_file(*file, folder, yaml, server);
  if (const Value* accounts = yaml.need(root, "accounts")) read_accounts(*accounts, yaml, server);
  for (const char* key : {"adapter", "setup", "slots", "environment"}) {
    const Value* found = root.find(key);
    if (found != nullptr)
      yaml.fault(found->place, fmt::format("{} is of no use beside url: nothing is started", key));
  }
  return server;
}

}  // namespace ringcheck::driver
