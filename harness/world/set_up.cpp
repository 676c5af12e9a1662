// Making a world: its users, devices and rooms.

#include <algorithm>
#include <utility>

#include "world/profile.hpp"
#include "world/push_rules.hpp"
#include "world/room.hpp"
#include "world/world.hpp"

namespace ringcheck::world {

namespace {

User& ensure_user(World& world, std::string_view user_id, std::string password = {}) {
  if (User* known = find_user(world, user_id)) return *known;
  User& user = world.users[std::string(user_id)];
  user.user_id = user_id;
  user.password = std::move(password);
  user.profile = make_object({{"displayname", user_id.substr(1, user_id.find(':') - 1)}});
  user.account_data["m.push_rules"] = {next_position(world), default_push_rules(user_id)};
  return user;
}

/// The room's first events, one after the other.
struct RoomMaker {
  World& world;
  Room& room;
  std::string creator;
  std::int64_t now_ms = 0;
  std::vector<Fact>& facts;

  void state(std::string_view type, std::string_view state_key, std::string_view sender, Value content) {
    Event draft;
    draft.type = type;
    draft.state_key = std::string(state_key);
    draft.sender = sender;
    draft.content = std::move(content);
    draft.origin_server_ts_ms = now_ms;
    append_event(world, room, std::move(draft), facts);
  }

  void setting(std::string_view type, Value content) { state(type, "", creator, std::move(content)); }

  void member(std::string_view user_id, std::string_view sender, std::string_view membership) {
    state("m.room.member", user_id, sender, member_content(world, user_id, membership));
  }
};

Value levels_for(const RoomOptions& options, const std::string& creator) {
  Value users = make_object();
  // Version 12 forbids to name creators here: they stand above all levels.
  if (options.powers.empty() && options.version != "12") users.set(creator, 100);
  Value levels = make_object({{"users_default", 0},
                              {"events_default", 0},
                              {"state_default", 50},
                              {"ban", 50},
                              {"kick", 50},
                              {"redact", 50},
                              {"invite", 0}});
  levels.set("users", std::move(users));
  for (const Member& own : options.power_levels.members) levels.set(own.key, own.value);
  for (const auto& [user_id, level] : options.powers) levels["users"].set(user_id, level);
  return levels;
}

Value create_content(const RoomOptions& options, const std::string& creator) {
  Value content = options.creation_content.is_object() ? options.creation_content : make_object();
  content.set("room_version", options.version);
  // Room version 11 took the creator out of the content: the sender says it.
  const bool names_creator = options.version.size() == 1 || options.version == "10";
  content.erase("creator");
  if (names_creator) content.set("creator", creator);
  return content;
}

std::string room_id_for(World& world, const std::string& version) {
  if (version == "12") return "!" + make_id(world, 43);
  return "!" + make_id(world, 18) + ":" + world.server_name;
}

void set_initial_state(RoomMaker& make, const Value& initial_state) {
  for (const Value& item : initial_state.items) {
    const Value* content = item.find("content");
    make.state(item.string_at("type"), item.string_at("state_key"), make.creator,
               content == nullptr ? make_object() : *content);
  }
}

/// In the order that POST /createRoom names.
void set_up_state(RoomMaker& make, const RoomOptions& options) {
  make.setting("m.room.create", create_content(options, make.creator));
  make.member(make.creator, make.creator, "join");
  make.setting("m.room.power_levels", levels_for(options, make.creator));
  if (!options.alias.empty()) {
    make.world.aliases[options.alias] = make.room.room_id;
    make.setting("m.room.canonical_alias", make_object({{"alias", options.alias}}));
  }
  make.setting("m.room.join_rules", make_object({{"join_rule", options.join_rule}}));
  make.setting("m.room.history_visibility", make_object({{"history_visibility", "shared"}}));
  if (!options.guest_access.empty()) {
    make.setting("m.room.guest_access", make_object({{"guest_access", options.guest_access}}));
  }
  if (options.encrypted) {
    make.setting("m.room.encryption", make_object({{"algorithm", "m.megolm.v1.aes-sha2"}}));
  }
  set_initial_state(make, options.initial_state);
  if (!options.name.empty()) make.setting("m.room.name", make_object({{"name", options.name}}));
  if (!options.topic.empty()) make.setting("m.room.topic", make_object({{"topic", options.topic}}));
}

void invite(RoomMaker& make, const std::string& user_id, bool is_direct) {
  Value content = member_content(make.world, user_id, "invite");
  if (is_direct) content.set("is_direct", true);
  make.state("m.room.member", user_id, make.creator, std::move(content));
}

void fill_room(RoomMaker& make, const RoomOptions& options) {
  set_up_state(make, options);
  for (const std::string& user_id : options.members) {
    if (user_id != make.creator) make.member(user_id, user_id, "join");
  }
  for (const std::string& user_id : options.invited) invite(make, user_id, options.is_direct);
  const auto& members = options.members;
  const bool stays = std::find(members.begin(), members.end(), make.creator) != members.end();
  if (!stays) make.member(make.creator, make.creator, "leave");
}

}  // namespace

World make_world(std::string server_name, std::uint64_t seed) {
  World world;
  world.server_name = std::move(server_name);
  world.seed = seed;
  world.tag = make_id(world, 6);
  return world;
}

User& add_user(World& world, std::string_view localpart, std::string password) {
  return ensure_user(world, "@" + std::string(localpart) + ":" + world.server_name, std::move(password));
}

Device& add_device(World& world, std::string_view user_id, std::string_view device_id,
                   std::string_view access_token) {
  User& user = ensure_user(world, user_id);
  Device& device = user.devices[std::string(device_id)];
  if (!device.access_token.empty()) world.sessions.erase(device.access_token);
  device.device_id = device_id;
  device.access_token = access_token;
  world.sessions[device.access_token] = {user.user_id, device.device_id};
  user.device_list_position = next_position(world);
  return device;
}

std::string add_room(World& world, const RoomOptions& options, std::int64_t now_ms,
                     std::vector<Fact>* facts) {
  std::vector<Fact> own_facts;
  std::string creator = options.creator;
  if (creator.empty() && !options.members.empty()) creator = options.members.front();
  ensure_user(world, creator);
  for (const std::string& user_id : options.members) ensure_user(world, user_id);
  for (const std::string& user_id : options.invited) ensure_user(world, user_id);

  std::string room_id = room_id_for(world, options.version);
  Room& room = world.rooms[room_id];
  room.room_id = room_id;
  room.version = options.version;
  RoomMaker make = {world, room, creator, now_ms, facts == nullptr ? own_facts : *facts};
  fill_room(make, options);
  return room_id;
}

}  // namespace ringcheck::world
