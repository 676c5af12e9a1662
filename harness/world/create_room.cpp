// POST /createRoom: reads what is wanted, refuses what cannot be, and makes the room.

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "world/route.hpp"
#include "world/world.hpp"

namespace ringcheck::world {

namespace {

struct Wish {
  std::string_view key;
  Type type;
};

constexpr std::array<Wish, 12> wishes = {{{"visibility", Type::string},
                                          {"room_alias_name", Type::string},
                                          {"name", Type::string},
                                          {"topic", Type::string},
                                          {"invite", Type::array},
                                          {"invite_3pid", Type::array},
                                          {"room_version", Type::string},
                                          {"creation_content", Type::object},
                                          {"initial_state", Type::array},
                                          {"preset", Type::string},
                                          {"is_direct", Type::boolean},
                                          {"power_level_content_override", Type::object}}};

Reply bad(std::string_view text) {
  return error_reply(400, "M_BAD_JSON", text);
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return text.empty() || std::find(words.begin(), words.end(), text) != words.end();
}

bool is_known_version(std::string_view version) {
  int number = 0;
  const auto [end, fault] = std::from_chars(version.data(), version.data() + version.size(), number);
  const bool is_number = fault == std::errc() && end == version.data() + version.size();
  return version.empty() || (is_number && number >= 1 && number <= newest_room_version);
}

std::optional<Reply> check_lists(const Value& body) {
  if (const Value* invited = body.find("invite")) {
    for (const Value& user_id : invited->items) {
      if (!user_id.as_string().starts_with('@')) return bad("invite is a list of user ids");
    }
  }
  if (const Value* state = body.find("initial_state")) {
    for (const Value& item : state->items) {
      const Value* content = item.find("content");
      const bool is_event = !item.string_at("type").empty() && content != nullptr && content->is_object();
      if (!is_event) return bad("initial_state is a list of events with type and content");
    }
  }
  return std::nullopt;
}

std::optional<Reply> check_body(const Value& body) {
  for (const Wish& wish : wishes) {
    const Value* value = body.find(wish.key);
    if (value != nullptr && value->type != wish.type) return bad(std::string(wish.key) + " has a wrong type");
  }
  if (!is_one_of(body.string_at("visibility"), {"public", "private"})) return bad("no such visibility");
  if (!is_one_of(body.string_at("preset"), {"private_chat", "public_chat", "trusted_private_chat"})) {
    return bad("no such preset");
  }
  if (!is_known_version(body.string_at("room_version"))) {
    return error_reply(400, "M_UNSUPPORTED_ROOM_VERSION", "no such room version here");
  }
  return check_lists(body);
}

/// All invitees have the power of the creator: by their level, and from version 12 as creators themselves.
void trust_all(RoomOptions& options) {
  if (options.version != "12") {
    options.powers[options.creator] = 100;
    for (const std::string& user_id : options.invited) options.powers[user_id] = 100;
    return;
  }
  Value& creators = options.creation_content["additional_creators"];
  for (const std::string& user_id : options.invited) {
    const bool is_named =
        std::find(creators.items.begin(), creators.items.end(), Value(user_id)) != creators.items.end();
    if (!is_named) creators.push(user_id);
  }
}

Value value_at(const Value& body, std::string_view key) {
  const Value* value = body.find(key);
  return value == nullptr ? Value() : *value;
}

RoomOptions options_of(const Call& call) {
  const Value& body = call.request.body;
  RoomOptions options;
  options.creator = call.session.user_id;
  options.members = {call.session.user_id};
  options.name = body.string_at("name");
  options.topic = body.string_at("topic");
  const std::string_view version = body.string_at("room_version");
  if (!version.empty()) options.version = version;
  const std::string_view preset = body.string_at("preset");
  const bool is_public = preset.empty() ? body.string_at("visibility") == "public" : preset == "public_chat";
  options.join_rule = is_public ? "public" : "invite";
  options.guest_access = is_public ? "forbidden" : "can_join";
  options.power_levels = value_at(body, "power_level_content_override");
  options.creation_content = value_at(body, "creation_content");
  options.initial_state = value_at(body, "initial_state");
  options.is_direct = value_at(body, "is_direct").as_bool();
  for (const Value& user_id : value_at(body, "invite").items) options.invited.push_back(user_id.text);
  if (preset == "trusted_private_chat") trust_all(options);
  return options;
}

Answer post_create_room(Call& call) {
  if (auto fault = need_object(call)) return *fault;
  if (auto fault = check_body(call.request.body)) return *fault;
  RoomOptions options = options_of(call);
  const std::string_view alias = call.request.body.string_at("room_alias_name");
  if (!alias.empty()) options.alias = "#" + std::string(alias) + ":" + call.world.server_name;
  if (call.world.aliases.contains(options.alias)) {
    return error_reply(400, "M_ROOM_IN_USE", "the alias is taken");
  }
  return ok(make_object({{"room_id", add_room(call.world, options, call.now_ms, &call.facts)}}));
}

constexpr std::array routes = {Route{"POST", "v3/createRoom", true, post_create_room}};

}  // namespace

std::span<const Route> create_room_routes() {
  return routes;
}

}  // namespace ringcheck::world
