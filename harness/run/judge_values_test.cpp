// The makers of wrong and fitting values against the matcher: they know the language each for themselves, so
// either's misreading shows here.

#include "run/judge_values.hpp"

#include <gtest/gtest.h>

#include "scenario/match.hpp"
#include "sdp/identity.hpp"
#include "sdp/make.hpp"
#include "value/json.hpp"
#include "value/yaml.hpp"

namespace ringcheck::run {
namespace {

Value yaml(const std::string& text) {
  return parse_yaml("test.yaml", text).value;
}

const Known& known() {
  static const Known names{{{"call", "c7QkR2"}, {"limit", 90000}}, {}};
  return names;
}

struct Case {
  const char* pattern;
  const char* actual;  ///< JSON that fits; empty: nothing is there
};
void PrintTo(const Case& each, std::ostream* out) {
  *out << each.pattern;
}

class MadeValues : public testing::TestWithParam<Case> {};

TEST_P(MadeValues, WrongOnesAreRefusedAndFittingOnesTaken) {
  const Value pattern = yaml(GetParam().pattern);
  const std::string text = GetParam().actual;
  const Value actual = text.empty() ? Value() : parse_json(text)->value;
  const Value* given = text.empty() ? nullptr : &actual;
  ASSERT_TRUE(scenario::match(pattern, given, known().names).ok());
  const auto wrong = wrong_values(pattern, given, known());
  EXPECT_FALSE(wrong.empty());
  for (const MadeValue& each : wrong) {
    EXPECT_FALSE(scenario::match(pattern, each.value ? &*each.value : nullptr, known().names).ok())
        << each.words << ": " << (each.value ? to_json(*each.value) : "nothing");
  }
  const auto fitting = fitting_values(pattern, given, known());
  EXPECT_FALSE(fitting.empty());
  for (const MadeValue& each : fitting) {
    EXPECT_TRUE(scenario::match(pattern, each.value ? &*each.value : nullptr, known().names).ok())
        << each.words << ": " << (each.value ? to_json(*each.value) : "nothing");
  }
}

INSTANTIATE_TEST_SUITE_P(
    Language, MadeValues,
    testing::Values(
        Case{"\"1\"", "\"1\""}, Case{"1", "1"}, Case{"7.5", "7.5"}, Case{"true", "true"},
        Case{"null", "null"}, Case{"\"\"", "\"\""}, Case{"$call", "\"c7QkR2\""},
        Case{"{a: 1, b: {c: [x]}}", R"({"a":1,"b":{"c":["x"]},"d":2})"},
        Case{"[a, {b: 1}]", R"(["a",{"b":1}])"}, Case{"[]", "[]"}, Case{"{$exactly: {a: 1}}", R"({"a":1})"},
        Case{"{$exactly: [{a: 1}]}", R"([{"a":1}])"}, Case{"{$unordered: [1, 2]}", "[2,1]"},
        Case{"{$begins_with: [{a: 1}, 2]}", R"([{"a":1},2,{"a":3}])"},
        Case{"{$begins_with: [{a: 1}]}", R"([{"a":1}])"}, Case{"{$includes: {a: 1}}", R"([{"a":2},{"a":1}])"},
        Case{"{$each: {a: 1}}", R"([{"a":1},{"a":1}])"},
        Case{"{$values: {$includes: {a: 1}}}", R"({"x":{"a":2},"y":{"a":1}})"},
        Case{"{$values: {$each: {a: 1}}}", R"({"x":{"a":1}})"}, Case{"{$one_of: [a, $call, 1]}", "\"a\""},
        Case{"{$all_of: [{$matches: opaque_id}, {$not: $call}]}", "\"other\""},
        Case{"{$not: $call}", "\"x\""}, Case{"{$not: {$at_least: 9}}", "8"},
        Case{"{$not: {$includes: {a: {$one_of: [x, y]}}}}", "[]"}, Case{"{$absent: true}", ""},
        Case{"{$absent: false}", "1"}, Case{"{$type: string}", "\"x\""}, Case{"{$type: integer}", "1"},
        Case{"{$type: map}", "{}"}, Case{"{$at_least: $limit}", "90000"}, Case{"{$at_most: 9}", "9"},
        Case{"{$at_least: 1, $at_most: 9}", "9"}, Case{"{$matches: opaque_id}", "\"abc\""},
        Case{"{$matches: user_id}", "\"@a:b\""}, Case{"{$not_empty: true}", "[1]"},
        Case{"{$save: own}", "\"x\""}, Case{"{a: {$absent: true}, b: {$not: 1}}", "{}"}));

TEST(MadeValuesOfDescriptions, EachKeyIsMadeWrong) {
  sdp::Side side{.identity = sdp::identity_from([] { return std::uint64_t{7}; })};
  const Value offer(sdp::make_offer(side, {.audio = true}));
  for (const char* pattern : {"{media: [audio]}", "{media: {$includes: audio}}", "{direction: sendrecv}",
                              "{directions: [sendrecv]}", "{direction: {$one_of: [sendrecv, sendonly]}}",
                              "{setup: actpass}", "{mids: [\"0\"]}", "{rejected: []}"}) {
    const Value argument = yaml(pattern);
    const Value whole = make_object({{"$sdp", argument}});
    ASSERT_TRUE(scenario::match(whole, &offer, {}).ok()) << pattern << "\n" << offer.text;
    const auto wrong = wrong_descriptions(argument, offer.text, "/sdp");
    EXPECT_FALSE(wrong.empty()) << pattern;
    for (const MadeValue& each : wrong)
      EXPECT_FALSE(scenario::match(whole, &*each.value, {}).ok()) << each.words << "\n" << each.value->text;
  }
}

TEST(MadeValues, WhatTheEntryItselfNamesIsLeftOpen) {
  Known own = known();
  own.open.insert("call");
  const Value actual = make_object({{"call_id", "c7QkR2"}});
  for (const MadeValue& each : wrong_values(yaml("{call_id: $call}"), &actual, own)) {
    const Value* call = each.value->find("call_id");
    EXPECT_TRUE(call == nullptr || *call == Value("c7QkR2")) << each.words;
  }
}

TEST(MadeValues, WordsNameNoCapturedData) {
  const Value actual = make_object({{"call_id", "c7QkR2"}, {"state", "ended"}});
  for (const MadeValue& each : wrong_values(yaml("{call_id: $call, state: ended}"), &actual, known()))
    EXPECT_EQ(each.words.find("c7QkR2"), std::string::npos) << each.words;
  for (const MadeValue& each : fitting_values(yaml("{call_id: $call, state: ended}"), &actual, known()))
    EXPECT_EQ(each.words.find("c7QkR2"), std::string::npos) << each.words;
}

}  // namespace
}  // namespace ringcheck::run
