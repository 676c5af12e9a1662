#include <gtest/gtest.h>

#include "world/test_world.hpp"

namespace ringcheck::world {
namespace {

struct RelatedWorld : TestWorld {
  std::string root = send("m.room.message");

  std::string relate(std::string_view type, std::string_view kind, const std::string& to) {
    return send(type, make_object({{"m.relates_to", make_object({{"rel_type", kind}, {"event_id", to}})}}));
  }

  Reply relations(std::string_view rest, std::string_view token = "bob-token") {
    return ask("GET", "/_matrix/client/v1/rooms/" + room_id + "/relations/" + std::string(rest), {}, token);
  }

  static std::vector<std::string> ids(const Reply& reply) {
    std::vector<std::string> ids;
    const Value* chunk = reply.body.find("chunk");
    if (chunk == nullptr) return {errcode_of(reply)};
    for (const Value& event : chunk->items) ids.emplace_back(event.string_at("event_id"));
    return ids;
  }
};

using Ids = std::vector<std::string>;

TEST(Relations, ByKindAndTypeNewestFirst) {
  RelatedWorld t;
  const std::string reaction = t.relate("m.reaction", "m.annotation", t.root);
  const std::string reply = t.relate("m.room.message", "m.thread", t.root);
  const std::string poll = t.relate("m.poll", "m.thread", t.root);
  t.send("m.room.message", make_object({{"m.relates_to", make_object({{"event_id", t.root}})}}));
  EXPECT_EQ(t.ids(t.relations(t.root)), (Ids{poll, reply, reaction}));
  EXPECT_EQ(t.ids(t.relations(t.root + "/m.thread")), (Ids{poll, reply}));
  EXPECT_EQ(t.ids(t.relations(t.root + "/m.thread/m.poll")), (Ids{poll}));
  EXPECT_EQ(t.ids(t.relations(t.root + "/m.replace")), Ids{});
  EXPECT_EQ(t.ids(t.relations(t.root + "?dir=f")), (Ids{reaction, reply, poll}));
  EXPECT_EQ(t.relations(t.root).body.find("next_batch"), nullptr);
  EXPECT_EQ(t.relations(t.root).body.find("recursion_depth"), nullptr);
}

TEST(Relations, ComeInPages) {
  for (const std::string_view direction : {"b", "f"}) {
    RelatedWorld t;
    Ids wanted;
    for (int each = 0; each < 5; ++each) wanted.push_back(t.relate("m.reaction", "m.annotation", t.root));
    if (direction == "b") std::reverse(wanted.begin(), wanted.end());
    const std::string path = t.root + "?limit=2&dir=" + std::string(direction);
    Ids seen;
    std::string from;
    for (int page = 0; page < 3; ++page) {
      const Reply reply = t.relations(path + from);
      EXPECT_EQ(reply.body.find("prev_batch") != nullptr, page > 0);
      for (const std::string& id : RelatedWorld::ids(reply)) seen.push_back(id);
      from = "&from=" + std::string(reply.body.string_at("next_batch"));
    }
    EXPECT_EQ(from, "&from=") << direction;
    EXPECT_EQ(seen, wanted) << direction;
  }
}

TEST(Relations, OverSeveralSteps) {
  RelatedWorld t;
  const std::string one = t.relate("m.a", "m.reference", t.root);
  const std::string two = t.relate("m.b", "m.reference", one);
  const std::string three = t.relate("m.c", "m.thread", two);
  t.relate("m.d", "m.reference", three);
  const Reply reply = t.relations(t.root + "?recurse=true");
  EXPECT_EQ(t.ids(reply), (Ids{three, two, one}));
  EXPECT_EQ(*reply.body.find("recursion_depth"), Value(3));
  EXPECT_EQ(t.ids(t.relations(t.root + "/m.thread?recurse=true")), Ids{three});
  EXPECT_EQ(t.ids(t.relations(t.root + "?recurse=false")), Ids{one});
}

TEST(Relations, EndWhenTheyAreRedacted) {
  RelatedWorld t;
  const std::string reaction = t.relate("m.reaction", "m.annotation", t.root);
  t.ask("PUT", t.in_room("/redact/" + reaction + "/1"), "{}", "alice-token");
  EXPECT_EQ(t.ids(t.relations(t.root)), Ids{});
}

TEST(Relations, WhatIsRefused) {
  RelatedWorld t;
  add_device(t.world, "@carol:hs.test", "CAROL", "carol-token");
  EXPECT_EQ(t.ids(t.relations("$none")), Ids{"M_NOT_FOUND"});
  EXPECT_EQ(t.ids(t.relations(t.root, "carol-token")), Ids{"M_NOT_FOUND"});
  EXPECT_EQ(t.ids(t.relations(t.root + "?dir=x")), Ids{"M_INVALID_PARAM"});
  EXPECT_EQ(t.ids(t.relations(t.root + "?from=x")), Ids{"M_INVALID_PARAM"});
}

TEST(Relations, ThreadsAreListedByTheirRoots) {
  RelatedWorld t;
  const std::string other = t.send("m.room.message");
  t.relate("m.room.message", "m.thread", t.root);
  t.relate("m.room.message", "m.thread", other);
  const std::string path = "/_matrix/client/v1/rooms/" + t.room_id + "/threads";
  EXPECT_EQ(t.ids(t.ask("GET", path)), (Ids{other, t.root}));
  EXPECT_EQ(t.ids(t.ask("GET", path + "?include=participated")), Ids{}) << "bob wrote in none";
  EXPECT_EQ(t.ids(t.ask("GET", path + "?include=participated", {}, "alice-token")).size(), 2U);
}

}  // namespace
}  // namespace ringcheck::world
