#include "scenario/layout.hpp"

#include <gtest/gtest.h>

#include "scenario/test_suites.hpp"
#include "value/json.hpp"

namespace ringcheck::scenario {
namespace {

std::string put(const char* source, const Columns& columns) {
  auto value = put_in(yaml(source), columns);
  return value ? to_json(*value) : "left out";
}

TEST(PutIn, PutsColumnsInWithTheirType) {
  const Columns columns = {{"v", Value(1)}, {"t", Value("1")}, {"m", yaml("{a: [1]}")}};
  EXPECT_EQ(put("{version: $v, text: $t, map: $m, list: [$v, $t]}", columns),
            R"({"version":1,"text":"1","map":{"a":[1]},"list":[1,"1"]})");
}

TEST(PutIn, LeavesOutKeysOfALackingColumn) {
  const Columns columns = {{"v", std::nullopt}, {"w", Value(1)}};
  EXPECT_EQ(put("{a: $v, b: $w, c: {d: $v}}", columns), R"({"b":1,"c":{}})");
  EXPECT_EQ(put("$v", columns), "left out");
}

TEST(PutIn, LeavesOtherReferencesAndQuotedTextAlone) {
  const Columns columns = {{"v", Value(1)}};
  EXPECT_EQ(put("{a: $call, b: \"$v\", c: \"x $v\", d: $v2}", columns),
            R"({"a":"$call","b":"$v","c":"x $v","d":"$v2"})");
}

TEST(PutIn, AColumnMayNameAnActor) {
  const Columns columns = {{"who", yaml("alice")}};
  const Value value = *put_in(yaml("$who.user_id"), columns);
  EXPECT_EQ(value.text, "$alice.user_id");
  EXPECT_FALSE(value.quoted) << "it is still a reference";
}

TEST(PutIn, DoesNotLookIntoWhatItPutIn) {
  const Columns columns = {{"a", yaml("$b")}, {"b", Value(1)}};
  EXPECT_EQ(put("{x: $a}", columns), R"({"x":"$b"})");
}

TEST(PutIn, AnInputTakesThePlaceOfItsReference) {
  const Value source = yaml("x:\n  y: $in\n");
  const Columns columns = {{"in", without_place(yaml("{a: [1]}"))}};
  const Value laid = *put_in(source, columns);
  const Value& a = *laid.find("x")->find("y")->find("a");
  EXPECT_EQ(a.place.line, 2);
  EXPECT_EQ(a.items[0].place.line, 2);
  const Columns cells = {{"in", yaml("\n\n{a: 1}")}};
  EXPECT_EQ(put_in(source, cells)->find("x")->find("y")->place.line, 3) << "a cell keeps its own";
}

std::string laid(const char* under, const char* over) {
  return to_json(lay_on(yaml(under), yaml(over)));
}

TEST(LayOn, MergesMapsKeyByKey) {
  EXPECT_EQ(laid("{a: 1, b: {c: 2, d: 3}}", "{b: {d: 4}, e: 5}"), R"({"a":1,"b":{"c":2,"d":4},"e":5})");
}

TEST(LayOn, ReplacesAllElse) {
  EXPECT_EQ(laid("{a: [1, 2]}", "{a: [3]}"), R"({"a":[3]})");
  EXPECT_EQ(laid("{a: {b: 1}}", "{a: null}"), R"({"a":null})");
  EXPECT_EQ(laid("{a: {$offer: {}}}", "{a: {b: 1}}"), R"({"a":{"b":1}})");
  EXPECT_EQ(laid("{a: {b: 1}}", "{a: {$not: x}}"), R"({"a":{"$not":"x"}})");
  EXPECT_EQ(laid("{a: {$offer: {direction: sendonly}}}", "{a: {$offer: {video: true}}}"),
            R"({"a":{"$offer":{"video":true}}})");
}

TEST(WithoutAbsent, TakesKeysAway) {
  EXPECT_EQ(to_json(without_absent(yaml("{a: {$absent: true}, b: {c: {$absent: true}, d: 1}, e: 1}"))),
            R"({"b":{"d":1},"e":1})");
  EXPECT_EQ(to_json(without_absent(yaml("{a: [{b: {$absent: true}}]}"))), R"({"a":[{}]})");
  EXPECT_EQ(to_json(without_absent(yaml("{a: {$absent: false}}"))), R"({"a":{"$absent":false}})");
}

TEST(FormFor, LaysWildcardsUnderTheExactName) {
  const Value section =
      yaml("{m.call.invite: {version: \"2\", x: 1}, m.call.*: {version: \"1\", y: 2}, m.room.*: {z: 3}}");
  EXPECT_EQ(to_json(form_for(section, "m.call.invite")), R"({"version":"2","y":2,"x":1})");
  EXPECT_EQ(to_json(form_for(section, "m.call.answer")), R"({"version":"1","y":2})");
  EXPECT_EQ(to_json(form_for(section, "org.example")), "{}");
}

TEST(Covers, AStarAtTheEndIsAnyRest) {
  EXPECT_TRUE(covers("m.call.*", "m.call.invite"));
  EXPECT_TRUE(covers("*", "anything"));
  EXPECT_TRUE(covers("m.call.invite", "m.call.invite"));
  EXPECT_FALSE(covers("m.call.invite", "m.call.invite2"));
  EXPECT_FALSE(covers("m.call.*", "m.room.member"));
}

TEST(BindFormWords, SaysWhoIsMeant) {
  const Value form =
      yaml("{a: $self.party_id, b: [$subject.user_id], c: $room.room_id, d: $call, e: \"$self.x\"}");
  EXPECT_EQ(to_json(bind_form_words(form, {"alice", "bob", "dm", ""})),
            R"({"a":"$alice.party_id","b":["$bob.user_id"],"c":"$dm.room_id","d":"$call","e":"$self.x"})");
}

TEST(Weight, CountsCharactersAndParts) {
  EXPECT_EQ(weight(yaml("{ab: [1, xyz]}")), 1U + 2U + 1U + 2U + 4U);
}

}  // namespace
}  // namespace ringcheck::scenario
