#include "value/pointer.hpp"

#include <gtest/gtest.h>

#include "value/json.hpp"

namespace ringcheck {
namespace {

TEST(Pointer, JoinsAndEscapes) {
  EXPECT_EQ(pointer_join("", "a/b"), "/a~1b");
  EXPECT_EQ(pointer_join("/x", "m~n"), "/x/m~0n");
  EXPECT_EQ(pointer_join("/x", std::size_t{12}), "/x/12");
  EXPECT_EQ(pointer_join("/x", ""), "/x/");
}

TEST(Pointer, FindsWhatRfc6901Names) {
  Result<ParsedJson> parsed =
      parse_json(R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"k\"l":6," ":7,"m~n":8,"~1":9})");
  ASSERT_TRUE(parsed);
  const Value& root = parsed->value;
  EXPECT_EQ(pointer_find(root, ""), &root);
  EXPECT_EQ(*pointer_find(root, "/foo/1"), Value("baz"));
  EXPECT_EQ(*pointer_find(root, "/"), Value(0));
  EXPECT_EQ(*pointer_find(root, "/a~1b"), Value(1));
  EXPECT_EQ(*pointer_find(root, "/c%d"), Value(2));
  EXPECT_EQ(*pointer_find(root, "/k\"l"), Value(6));
  EXPECT_EQ(*pointer_find(root, "/ "), Value(7));
  EXPECT_EQ(*pointer_find(root, "/m~0n"), Value(8));
  EXPECT_EQ(*pointer_find(root, "/~01"), Value(9));
}

TEST(Pointer, FindsNothingWhereThereIsNothing) {
  Value root = make_object({{"list", make_array({1, 2})}, {"text", "x"}});
  for (const char* pointer : {"/list/2", "/list/-", "/list/01", "/list/+1", "/list/1x", "/list/", "/text/0",
                              "/nope", "list", "/list~", "/~2", "/list/18446744073709551617"}) {
    EXPECT_EQ(pointer_find(root, pointer), nullptr) << pointer;
  }
}

}  // namespace
}  // namespace ringcheck
