#include "value/value.hpp"

#include <gtest/gtest.h>

#include "value/json.hpp"

namespace ringcheck {
namespace {

TEST(Value, KeepsTheThreeOnesApart) {
  EXPECT_FALSE(Value(1) == Value("1"));
  EXPECT_FALSE(Value(1) == make_number("1.0"));
  EXPECT_FALSE(Value(1) == Value(true));
  EXPECT_TRUE(Value(1) == make_number("1"));
  EXPECT_FALSE(Value("") == Value());
}

TEST(Value, ComparesObjectsWithoutOrderAndListsWithOrder) {
  EXPECT_TRUE(make_object({{"a", 1}, {"b", 2}}) == make_object({{"b", 2}, {"a", 1}}));
  EXPECT_FALSE(make_object({{"a", 1}, {"b", 2}}) == make_object({{"b", 1}, {"a", 2}}));
  EXPECT_FALSE(make_object({{"a", 1}}) == make_object({{"a", 1}, {"b", 2}}));
  EXPECT_FALSE(make_array({1, 2}) == make_array({2, 1}));
  EXPECT_FALSE(make_array() == make_object());
}

TEST(Value, ComparesDuplicateKeysOneByOne) {
  Value twice = make_object({{"a", 1}});
  twice.members.push_back({"a", Value(1), {}});
  EXPECT_FALSE(twice == make_object({{"a", 1}, {"b", 2}}));
  EXPECT_FALSE(make_object({{"b", 2}, {"a", 1}}) == twice);
}

TEST(Value, IgnoresPlaceAndQuotingInComparison) {
  Value plain("x");
  plain.quoted = false;
  plain.place = {3, 4};
  EXPECT_TRUE(plain == Value("x"));
}

TEST(Value, FindsSetsAndErasesMembers) {
  Value event;
  event.set("type", "m.call.invite").set("content", make_object({{"version", "1"}}));
  EXPECT_EQ(event.string_at("type"), "m.call.invite");
  EXPECT_EQ(event.find("content")->string_at("version"), "1");
  EXPECT_EQ(event.string_at("content"), "");
  EXPECT_EQ(event.find("missing"), nullptr);
  event.set("type", "m.call.hangup");
  EXPECT_EQ(event.members.size(), 2U);
  event.erase("type");
  EXPECT_EQ(event.find("type"), nullptr);
  EXPECT_EQ(Value("text").find("type"), nullptr);
}

TEST(Value, GivesIntegersOnlyWhenExact) {
  EXPECT_EQ(Value(-5).as_int(), -5);
  EXPECT_EQ(make_number("9223372036854775807").as_int(), INT64_MAX);
  EXPECT_EQ(make_number("9223372036854775808").as_int(), std::nullopt);
  EXPECT_EQ(make_number("1.0").as_int(), std::nullopt);
  EXPECT_EQ(make_number("1e3").as_int(), std::nullopt);
  EXPECT_EQ(Value("1").as_int(), std::nullopt);
}

TEST(Value, NamesItsType) {
  EXPECT_EQ(type_name(Value(1)), "integer");
  EXPECT_EQ(type_name(make_number("1.0")), "number");
  EXPECT_EQ(type_name(make_number("1e3")), "number");
  EXPECT_EQ(type_name(Value("1")), "string");
  EXPECT_EQ(type_name(make_array()), "list");
  EXPECT_EQ(type_name(make_object()), "map");
  EXPECT_EQ(type_name(Value()), "null");
  EXPECT_EQ(type_name(Value(true)), "boolean");
}

TEST(Value, PushAndBracketsTurnNullIntoContainers) {
  Value tree;
  tree["list"].push(1);
  tree["list"].push("two");
  EXPECT_EQ(to_json(tree), R"({"list":[1,"two"]})");
}

}  // namespace
}  // namespace ringcheck
