#include <gtest/gtest.h>

#include "world/test_world.hpp"

namespace ringcheck::world {
namespace {

struct CreatingWorld : TestWorld {
  Reply create(std::string_view body) { return ask("POST", "/_matrix/client/v3/createRoom", body); }

  Value state(const Reply& created, std::string_view rest, std::string_view token = "bob-token") {
    return ask("GET", base(created) + "/state" + std::string(rest), {}, token).body;
  }

  static std::string base(const Reply& created) {
    return "/_matrix/client/v3/rooms/" + std::string(created.body.string_at("room_id"));
  }
};

TEST(CreateRoom, EventsComeInTheOrderOfTheSpecification) {
  CreatingWorld t;
  const Reply reply = t.create(R"({"name": "n", "topic": "t", "room_alias_name": "pub", "is_direct": true,
      "invite": ["@alice:hs.test"], "creation_content": {"type": "m.space", "creator": "@x:y"},
      "initial_state": [{"type": "m.room.name", "content": {"name": "old"}},
                        {"type": "m.widget", "state_key": "w", "content": {"url": "u"}}]})");
  ASSERT_EQ(reply.status, 200);
  std::vector<std::string> types;
  for (const Fact& fact : t.facts) types.push_back(fact.type);
  EXPECT_EQ(types, (std::vector<std::string>{
                       "m.room.create", "m.room.member", "m.room.power_levels", "m.room.canonical_alias",
                       "m.room.join_rules", "m.room.history_visibility", "m.room.guest_access", "m.room.name",
                       "m.widget", "m.room.name", "m.room.topic", "m.room.member"}));
  EXPECT_EQ(t.facts.front().content,
            make_object({{"type", "m.space"}, {"room_version", "10"}, {"creator", "@bob:hs.test"}}));
  EXPECT_EQ(*t.facts.back().content.find("is_direct"), Value(true));
  EXPECT_EQ(t.state(reply, "/m.room.name").string_at("name"), "n");
  EXPECT_EQ(t.state(reply, "/m.widget/w").string_at("url"), "u");
  EXPECT_EQ(t.state(reply, "/m.room.canonical_alias").string_at("alias"), "#pub:hs.test");
}

TEST(CreateRoom, PresetsAndVisibility) {
  struct Row {
    std::string_view body;
    std::string_view join_rule;
    std::string_view guest_access;
  };
  const Row rows[] = {
      {"{}", "invite", "can_join"},
      {R"({"visibility": "public"})", "public", "forbidden"},
      {R"({"visibility": "public", "preset": "private_chat"})", "invite", "can_join"},
      {R"({"preset": "public_chat"})", "public", "forbidden"},
      {R"({"preset": "trusted_private_chat"})", "invite", "can_join"},
  };
  for (const Row& row : rows) {
    CreatingWorld t;
    const Reply reply = t.create(row.body);
    EXPECT_EQ(t.state(reply, "/m.room.join_rules").string_at("join_rule"), row.join_rule) << row.body;
    EXPECT_EQ(t.state(reply, "/m.room.guest_access").string_at("guest_access"), row.guest_access) << row.body;
  }
}

TEST(CreateRoom, TrustMakesCreatorsFromVersion12On) {
  CreatingWorld t;
  const Reply reply = t.create(R"({"preset": "trusted_private_chat", "room_version": "12",
      "invite": ["@alice:hs.test"], "creation_content": {"additional_creators": ["@alice:hs.test", "@c:d"]}})");
  const Value create = t.state(reply, "/m.room.create");
  EXPECT_EQ(*create.find("additional_creators"), make_array({"@alice:hs.test", "@c:d"}));
  EXPECT_EQ(create.find("creator"), nullptr);
  EXPECT_EQ(t.state(reply, "/m.room.power_levels").find("users")->members.size(), 0U);
}

TEST(CreateRoom, WhatIsRefused) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"", "M_NOT_JSON"},
      {"[]", "M_BAD_JSON"},
      {R"({"name": 1})", "M_BAD_JSON"},
      {R"({"invite": "@alice:hs.test"})", "M_BAD_JSON"},
      {R"({"invite": ["alice"]})", "M_BAD_JSON"},
      {R"({"preset": "open"})", "M_BAD_JSON"},
      {R"({"visibility": "hidden"})", "M_BAD_JSON"},
      {R"({"initial_state": [{"content": {}}]})", "M_BAD_JSON"},
      {R"({"initial_state": [{"type": "m.x"}]})", "M_BAD_JSON"},
      {R"({"creation_content": []})", "M_BAD_JSON"},
      {R"({"power_level_content_override": 1})", "M_BAD_JSON"},
      {R"({"room_version": "99"})", "M_UNSUPPORTED_ROOM_VERSION"},
      {R"({"room_version": "1x"})", "M_UNSUPPORTED_ROOM_VERSION"},
      {R"({"room_alias_name": "taken"})", "M_ROOM_IN_USE"},
  };
  for (const auto& [body, errcode] : rows) {
    CreatingWorld t;
    t.world.aliases["#taken:hs.test"] = t.room_id;
    const Reply reply = t.create(body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_EQ(errcode_of(reply), errcode) << body;
    EXPECT_EQ(t.world.rooms.size(), 1U) << body;
  }
}

TEST(Directory, AliasesLeadToRooms) {
  CreatingWorld t;
  const std::string path = "/_matrix/client/v3/directory/room/%23here%3Ahs.test";
  const std::string body = R"({"room_id": ")" + t.room_id + "\"}";
  EXPECT_EQ(errcode_of(t.ask("GET", path, {}, "")), "M_NOT_FOUND");
  EXPECT_EQ(t.ask("PUT", path, body).status, 200);
  EXPECT_EQ(t.ask("PUT", path, body).status, 409);
  EXPECT_EQ(t.ask("GET", path, {}, "").body.string_at("room_id"), t.room_id);
  EXPECT_EQ(*pointer_find(t.ask("GET", t.in_room("/aliases")).body, "/aliases/0"), Value("#here:hs.test"));
  EXPECT_EQ(t.ask("DELETE", path).status, 403) << "bob has no power";
  EXPECT_EQ(t.ask("DELETE", path, {}, "alice-token").status, 200);
  EXPECT_EQ(t.ask("DELETE", path, {}, "alice-token").status, 404);
  EXPECT_EQ(errcode_of(t.ask("PUT", path, R"({"room_id": "!x:y"})")), "M_INVALID_PARAM");
  EXPECT_EQ(errcode_of(t.ask("GET", "/_matrix/client/v3/directory/room/here", {}, "")), "M_INVALID_PARAM");
}

TEST(Directory, OneJoinsByAlias) {
  CreatingWorld t;
  const Reply created = t.create(R"({"preset": "public_chat", "room_alias_name": "pub"})");
  const Reply joined = t.ask("POST", "/_matrix/client/v3/join/%23pub%3Ahs.test", "{}", "alice-token");
  EXPECT_EQ(joined.body, created.body);
  EXPECT_EQ(errcode_of(t.ask("POST", "/_matrix/client/v3/join/%23none%3Ahs.test", "{}")), "M_NOT_FOUND");
}

}  // namespace
}  // namespace ringcheck::world
