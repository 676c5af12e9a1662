#include "world/request.hpp"

#include <gtest/gtest.h>

#include "world/filter.hpp"

namespace ringcheck::world {
namespace {

TEST(Request, SplitsBeforeItDecodes) {
  const Result<Request> request = parse_target("GET", "/a/b%2Fc/%C3%A9?x=1%2B1+2&y&=z&x=3",
                                               {{"AUTHORIZATION", "bearer abc"}, {"Origin", "http://o"}});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->segments, (std::vector<std::string>{"a", "b/c", "é"}));
  EXPECT_EQ(request->path, "/a/b/c/é");
  EXPECT_EQ(*query_find(*request, "x"), "1+1 2");
  EXPECT_EQ(*query_find(*request, "y"), "");
  EXPECT_EQ(query_find(*request, "z"), nullptr);
  EXPECT_EQ(request->bearer, "abc");
  EXPECT_EQ(request->origin, "http://o");
}

TEST(Request, MalformedTargetsAreErrors) {
  for (const std::string_view target :
       {"", "*", "a/b", "/%", "/%2", "/%zz", "/%ff", "/%c3", "/%ed%a0%80", "/x?y=%G0", "/x?%80=1"}) {
    EXPECT_FALSE(parse_target("GET", target)) << target;
  }
}

TEST(Request, TokenMayStandInTheQuery) {
  EXPECT_EQ(parse_target("GET", "/?access_token=q")->bearer, "q");
  EXPECT_EQ(parse_target("GET", "/?access_token=q", {{"authorization", "Bearer h"}})->bearer, "h");
  EXPECT_EQ(parse_target("GET", "/", {{"authorization", "Basic h"}})->bearer, "");
}

TEST(Request, BodiesThatAreNotJson) {
  Request request;
  for (const std::string_view bytes : {"", "{", "\xff", "{} x"}) {
    read_body(request, bytes);
    EXPECT_FALSE(request.body_is_json) << bytes;
  }
  read_body(request, R"({"version": 1})");
  EXPECT_TRUE(request.body_is_json);
  EXPECT_EQ(*request.body.find("version"), Value(1));
}

TEST(Filter, PatternsOfTypes) {
  struct Row {
    std::string_view pattern;
    std::string_view type;
    bool is_match;
  };
  const Row rows[] = {
      {"m.call.*", "m.call.invite", true},
      {"m.call.*", "m.call", false},
      {"*", "", true},
      {"*.invite", "m.call.invite", true},
      {"m.*.i*e", "m.call.invite", true},
      {"m.*.ix*e", "m.call.invite", false},
      {"a*a", "a", false},
      {"m.call", "m.call.invite", false},
      {"*ab", "aab", true},
  };
  for (const Row& row : rows) {
    EventFilter filter;
    filter.types = {std::string(row.pattern)};
    EXPECT_EQ(passes(filter, row.type, "@a:b"), row.is_match) << row.pattern << " " << row.type;
    EventFilter inverse;
    inverse.not_types = {std::string(row.pattern)};
    EXPECT_EQ(passes(inverse, row.type, "@a:b"), !row.is_match) << row.pattern << " " << row.type;
  }
}

TEST(Filter, MembersOfAWrongTypeAreAsIfAbsent) {
  const Filter filter = parse_filter(make_object(
      {{"room", make_object({{"timeline",
                              make_object({{"limit", "3"}, {"types", 1}, {"senders", make_array()}})}})}}));
  EXPECT_EQ(filter.timeline.limit, 10U);
  EXPECT_FALSE(filter.timeline.types);
  EXPECT_FALSE(passes(filter.timeline, "m.x", "@a:b"));
  EXPECT_TRUE(passes(filter.state, "m.x", "@a:b"));
}

}  // namespace
}  // namespace ringcheck::world
