#include "run/server_cast.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "run/shared_secret.hpp"
#include "value/json.hpp"
#include "value/web_text.hpp"

namespace ringcheck::run {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

}  // namespace

void ServerCasting::add_accounts() {
  for (const auto& [name, device] : given_) {
    const Value account = make_object({{"user_id", device.user_id},
                                       {"device_id", device.device_id},
                                       {"access_token", device.access_token}});
    tasks_.emplace_back([this, actor = test_.actor(name), account] { take(*actor, account); });
  }
  if (!given_.empty()) return;
  for (const scenario::Actor& actor : test_.actors) {
    if (test_.has_account(actor) && actor.user.empty())
      tasks_.emplace_back([this, &actor] { actor.guest ? add_guest(actor) : add_user(actor); });
  }
  // A device may stand in the cast before its user.
  for (const scenario::Actor& actor : test_.actors) {
    if (test_.has_account(actor) && !actor.user.empty())
      tasks_.emplace_back([this, &actor] { log_in(actor); });
  }
}

void ServerCasting::begin(OnCast on_cast) {
  on_cast_ = std::move(on_cast);
  tasks_.emplace_back([this] { ask_versions(); });
  add_accounts();
  for (const scenario::Room& room : test_.rooms) {
    tasks_.emplace_back([this, &room] { add_room(room); });
    for (std::size_t i = 1; i < room.members.size(); ++i)
      tasks_.emplace_back([this, &room, i] { join(room, room.members[i]); });
  }
  next();
}

void ServerCasting::next() {
  if (done_ < tasks_.size()) return tasks_[done_++]();
  cast_.names["homeserver.url"] = instance_.url;
  std::string server_name = instance_.server_name;
  if (server_name.empty() && !cast_.members.empty()) {
    const std::string& user_id = cast_.members.begin()->second.user_id;
    server_name = user_id.substr(user_id.find(':') + 1);
  }
  cast_.names["homeserver.name"] = server_name;
  std::exchange(on_cast_, nullptr)(std::move(cast_));
}

void ServerCasting::ask(const std::string& method, const std::string& path, Value body, const std::string& as,
                        std::function<void(const Value&)> on_body) {
  ServerRequest request;
  request.method = method;
  request.target = whole_path(path);
  request.token = as.empty() ? std::string() : cast_.members.at(as).access_token;
  request.body = std::move(body);
  request.recorded = false;
  talk_.ask(request, [this, line = method + ' ' + path,
                      on_body = std::move(on_body)](const Result<ServerAnswer>& answer) {
    if (answer && answer->status == 200) return on_body(answer->body);
    const std::string came = answer ? fmt::format("was answered {} {}", answer->status, to_json(answer->body))
                                    : answer.error().text;
    std::exchange(on_cast_, nullptr)(Error{fmt::format("to prepare the test {} {}", line, came)});
  });
}

// A homeserver that does not tell them is held to all.
void ServerCasting::ask_versions() {
  ServerRequest request;
  request.method = "GET";
  request.target = "/_matrix/client/versions";
  request.recorded = false;
  talk_.ask(request, [this](const Result<ServerAnswer>& answer) {
    const Value* versions = answer ? answer->body.find("versions") : nullptr;
    if (versions != nullptr) cast_.versions = *versions;
    next();
  });
}

void ServerCasting::add_user(const scenario::Actor& actor) {
  ask("GET", register_path, {}, "",
      [this, &actor](const Value& answer) { register_user(actor, std::string(answer.string_at("nonce"))); });
}

void ServerCasting::register_user(const scenario::Actor& actor, const std::string& nonce) {
  const std::string user = fmt::format("{}-{}", actor.name, lower(random_.opaque_id()));
  const std::string password = random_.opaque_id(32);
  passwords_[actor.name] = password;
  ask("POST", register_path, registration_body(instance_.registration_secret, nonce, user, password), "",
      [this, &actor](const Value& account) { take(actor, account); });
}

void ServerCasting::add_guest(const scenario::Actor& actor) {
  ask("POST", "/register?kind=guest", make_object(), "",
      [this, &actor](const Value& account) { take(actor, account); });
}

void ServerCasting::log_in(const scenario::Actor& actor) {
  const auto user = cast_.members.find(actor.user);
  const std::string user_id = user == cast_.members.end() ? std::string() : user->second.user_id;
  const Value identifier = make_object({{"type", "m.id.user"}, {"user", user_id}});
  ask("POST", "/login",
      make_object({{"type", "m.login.password"},
                   {"identifier", identifier},
                   {"password", passwords_[actor.user]},
                   {"device_id", random_.opaque_id(10)}}),
      "", [this, &actor](const Value& account) { take(actor, account); });
}

void ServerCasting::take(const scenario::Actor& actor, const Value& account) {
  ServerMember member;
  member.user_id = account.string_at("user_id");
  member.device_id = account.string_at("device_id");
  member.access_token = account.string_at("access_token");
  member.password = passwords_[actor.user.empty() ? actor.name : actor.user];
  member.party_id = actor.party_id.empty() ? random_.opaque_id() : actor.party_id;
  cast_.names[actor.name + ".user_id"] = member.user_id;
  cast_.names[actor.name + ".device_id"] = member.device_id;
  cast_.names[actor.name + ".party_id"] = member.party_id;
  // The trace shows tokens as the names of their owners, and so do scenarios.
  cast_.names[actor.name + ".access_token"] = fmt::format("<token of {}>", actor.name);
  if (!member.password.empty())
    cast_.names[actor.name + ".password"] = fmt::format("<password of {}>", actor.name);
  cast_.names[actor.name + ".authorization"] = fmt::format("Bearer <token of {}>", actor.name);
  cast_.members.insert_or_assign(actor.name, std::move(member));
  next();
}

Value ServerCasting::room_options(const scenario::Room& room) const {
  const bool is_public = room.join_rule == "public";
  Value options = make_object({{"preset", is_public ? "public_chat" : "private_chat"}});
  Value invited = make_array();
  for (std::size_t i = 1; i < room.members.size(); ++i)
    invited.push(cast_.members.at(room.members[i]).user_id);
  options.set("invite", std::move(invited)).set("room_version", room.version);
  Value state = make_array();
  if (!is_public && room.join_rule != "invite") {
    state.push(make_object({{"type", "m.room.join_rules"},
                            {"state_key", ""},
                            {"content", make_object({{"join_rule", room.join_rule}})}}));
  }
  if (room.encrypted) {
    state.push(make_object({{"type", "m.room.encryption"},
                            {"state_key", ""},
                            {"content", make_object({{"algorithm", "m.megolm.v1.aes-sha2"}})}}));
  }
  options.set("initial_state", std::move(state));
  Value levels = room.power_levels.is_object() ? room.power_levels : make_object();
  Value users = make_object();
  for (const scenario::Actor& actor : test_.actors) {
    const auto member = cast_.members.find(actor.name);
    if (actor.power && member != cast_.members.end()) users.set(member->second.user_id, *actor.power);
  }
  if (!users.members.empty()) {
    const std::string& creator = cast_.members.at(room.members.front()).user_id;
    if (users.find(creator) == nullptr) users.set(creator, 100);
    levels.set("users", std::move(users));
  }
  if (!levels.members.empty()) options.set("power_level_content_override", std::move(levels));
  return options;
}

void ServerCasting::add_room(const scenario::Room& room) {
  ask("POST", "/createRoom", room_options(room), room.members.front(), [this, &room](const Value& made) {
    cast_.room_ids[room.name] = made.string_at("room_id");
    cast_.names[room.name + ".room_id"] = std::string(made.string_at("room_id"));
    next();
  });
}

void ServerCasting::join(const scenario::Room& room, const std::string& member) {
  ask("POST", fmt::format("/rooms/{}/join", percent_encoded(cast_.room_ids.at(room.name))), make_object(),
      member, [this](const Value&) { next(); });
}

}  // namespace ringcheck::run
