#include <gtest/gtest.h>

#include "world/test_world.hpp"

namespace ringcheck::world {
namespace {

struct SearchedWorld : TestWorld {
  SearchedWorld() {
    add_user(world, "zalice");
    add_user(world, "carol").profile =
        make_object({{"displayname", "Alicia K."}, {"avatar_url", "mxc://x/y"}});
  }

  Reply search(std::string_view body) {
    return ask("POST", "/_matrix/client/v3/user_directory/search", body);
  }
};

TEST(UserDirectory, FindsByIdAndNameWhateverTheCase) {
  SearchedWorld t;
  const Value body = t.search(R"({"search_term": "ALIC"})").body;
  ASSERT_EQ(body.find("results")->items.size(), 3U);
  EXPECT_EQ(*body.find("limited"), Value(false));
  EXPECT_EQ(*pointer_find(body, "/results/0"),
            make_object({{"user_id", "@alice:hs.test"}, {"display_name", "alice"}}));
  EXPECT_EQ(*pointer_find(body, "/results/1"),
            make_object(
                {{"user_id", "@carol:hs.test"}, {"display_name", "Alicia K."}, {"avatar_url", "mxc://x/y"}}));
  EXPECT_EQ(*pointer_find(body, "/results/2/user_id"), Value("@zalice:hs.test")) << "it only stands inside";
}

TEST(UserDirectory, ALimitIsKeptAndTold) {
  SearchedWorld t;
  const Value body = t.search(R"({"search_term": "alic", "limit": 2})").body;
  EXPECT_EQ(body.find("results")->items.size(), 2U);
  EXPECT_EQ(*body.find("limited"), Value(true));
  EXPECT_TRUE(t.search(R"({"search_term": "nobody"})").body.find("results")->items.empty());
}

TEST(UserDirectory, WhatIsRefused) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"", "M_NOT_JSON"},
      {"{}", "M_MISSING_PARAM"},
      {R"({"search_term": 1})", "M_INVALID_PARAM"},
      {R"({"search_term": "a", "limit": 0})", "M_INVALID_PARAM"},
      {R"({"search_term": "a", "limit": "2"})", "M_INVALID_PARAM"},
  };
  for (const auto& [body, errcode] : rows) {
    SearchedWorld t;
    const Reply reply = t.search(body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_EQ(errcode_of(reply), errcode) << body;
  }
}

}  // namespace
}  // namespace ringcheck::world
