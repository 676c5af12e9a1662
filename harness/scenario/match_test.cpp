#include "scenario/match.hpp"

#include <gtest/gtest.h>

#include "scenario/test_suites.hpp"
#include "value/json.hpp"

namespace ringcheck::scenario {
namespace {

struct Case {
  const char* pattern;
  const char* actual;  // JSON; null pointer: the key is absent
  bool fits;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.pattern << " over " << (c.actual == nullptr ? "nothing" : c.actual);
}

Value json(const char* text) {
  return parse_json(text)->value;
}

class Matcher : public testing::TestWithParam<Case> {};

TEST_P(Matcher, FitsOrNot) {
  const Case& c = GetParam();
  const Value actual = c.actual == nullptr ? Value() : json(c.actual);
  const Match result = match(yaml(c.pattern), c.actual == nullptr ? nullptr : &actual, {});
  EXPECT_EQ(result.ok(), c.fits);
  for (const Mismatch& each : result.mismatches) EXPECT_FALSE(each.wanted.empty() || each.came.empty());
}

// Five values that careless readers take for one.
INSTANTIATE_TEST_SUITE_P(Types, Matcher,
                         testing::Values(Case{"\"1\"", "\"1\"", true}, Case{"\"1\"", "1", false},
                                         Case{"1", "1", true}, Case{"1", "\"1\"", false},
                                         Case{"1", "1.0", false}, Case{"1.0", "1", false},
                                         Case{"1.0", "1.0", true}, Case{"0", "false", false},
                                         Case{"true", "true", true}, Case{"true", "\"true\"", false},
                                         Case{"null", "null", true}, Case{"null", nullptr, false},
                                         Case{"hello", "\"hello\"", true}, Case{"\"$x\"", "\"$x\"", true}));

INSTANTIATE_TEST_SUITE_P(Structure, Matcher,
                         testing::Values(Case{"{a: 1}", R"({"a":1,"b":2})", true},
                                         Case{"{a: 1}", R"({"b":2})", false}, Case{"{}", R"({"b":2})", true},
                                         Case{"{}", "[]", false}, Case{"[1, 2]", "[1,2]", true},
                                         Case{"[1, 2]", "[2,1]", false}, Case{"[1]", "[1,2]", false},
                                         Case{"[]", "[]", true}, Case{"[]", "{}", false},
                                         Case{"{a: {b: [x]}}", R"({"a":{"b":["x"],"c":1}})", true}));

INSTANTIATE_TEST_SUITE_P(
    Operators, Matcher,
    testing::Values(
        Case{"{$exactly: {a: 1}}", R"({"a":1})", true}, Case{"{$exactly: {a: 1}}", R"({"a":1,"b":2})", false},
        Case{"{$exactly: {a: 1}}", nullptr, false}, Case{"{$unordered: [1, 2]}", "[2,1]", true},
        Case{"{$unordered: [1, 2]}", "[2,2]", false}, Case{"{$unordered: [1]}", "[1,1]", false},
        Case{"{$unordered: []}", nullptr, false},
        Case{"{$begins_with: [1, {a: 1}]}", R"([1,{"a":1,"b":2},3])", true},
        Case{"{$begins_with: [1, 2]}", "[1,2]", true}, Case{"{$begins_with: [1, 2]}", "[2,1]", false},
        Case{"{$begins_with: [1, 2]}", "[1]", false}, Case{"{$begins_with: [1]}", "[]", false},
        Case{"{$begins_with: [2]}", "[1,2]", false}, Case{"{$begins_with: [1]}", R"({"0":1})", false},
        Case{"{$begins_with: []}", nullptr, false}, Case{"{$includes: {a: 1}}", R"([{"a":2},{"a":1}])", true},
        Case{"{$includes: {a: 1}}", R"([{"a":2}])", false}, Case{"{$includes: 1}", "[]", false},
        Case{"{$includes: 1}", "1", false}, Case{"{$each: {$type: string}}", R"(["a","b"])", true},
        Case{"{$each: {$type: string}}", R"(["a",1])", false}, Case{"{$each: 1}", "[]", true},
        Case{"{$each: 1}", "{}", false}, Case{"{$values: {$includes: 1}}", R"({"x":2,"y":1})", true},
        Case{"{$values: {$includes: 1}}", R"({"x":2})", false}, Case{"{$values: [1]}", "[1]", false},
        Case{"{$values: {$each: 1}}", R"({"x":1,"y":1})", true}, Case{"{$one_of: [a, 1]}", "1", true},
        Case{"{$one_of: [a, 1]}", "\"1\"", false}, Case{"{$one_of: []}", "1", false},
        Case{"{$one_of: [{$absent: true}, 1]}", nullptr, true},
        Case{"{$all_of: [{$type: string}, {$regex: a+}]}", "\"aa\"", true},
        Case{"{$all_of: [{$type: string}, {$regex: a+}]}", "\"ab\"", false}, Case{"{$not: a}", "\"b\"", true},
        Case{"{$not: a}", "\"a\"", false}, Case{"{$not: a}", nullptr, true},
        Case{"{$absent: true}", nullptr, true}, Case{"{$absent: true}", "null", false},
        Case{"{$absent: false}", "null", true}, Case{"{$absent: false}", nullptr, false}));

INSTANTIATE_TEST_SUITE_P(
    Scalars, Matcher,
    testing::Values(
        Case{"{$type: integer}", "1", true}, Case{"{$type: integer}", "1.0", false},
        Case{"{$type: number}", "1.0", true}, Case{"{$type: number}", "1", true},
        Case{"{$type: string}", "1", false}, Case{"{$type: list}", "[]", true},
        Case{"{$type: array}", "[]", true}, Case{"{$type: object}", "{}", true},
        Case{"{$type: map}", "[]", false}, Case{"{$type: \"null\"}", "null", true},
        Case{"{$type: boolean}", "false", true}, Case{"{$type: string}", nullptr, false},
        Case{"{$at_least: 1, $at_most: 9}", "9", true}, Case{"{$at_least: 1, $at_most: 9}", "9.5", false},
        Case{"{$at_least: 1, $at_most: 9}", "0", false}, Case{"{$at_least: 1}", "\"5\"", false},
        Case{"{$at_most: 1}", nullptr, false}, Case{"{$regex: \"[0-9]+\"}", "\"12\"", true},
        Case{"{$regex: \"[0-9]+\"}", "\"a12\"", false}, Case{"{$regex: \"[0-9]+\"}", "12", false},
        Case{"{$matches: opaque_id}", "\"a-b_c.~\"", true}, Case{"{$matches: opaque_id}", "\"a b\"", false},
        Case{"{$matches: user_id}", "\"@a:b\"", true}, Case{"{$matches: room_id}", "\"@a:b\"", false},
        Case{"{$matches: event_id}", "\"$abc\"", true}, Case{"{$matches: opaque_id}", "1", false},
        Case{"{$not_empty: true}", "\"a\"", true}, Case{"{$not_empty: true}", "\"\"", false},
        Case{"{$not_empty: true}", "[]", false}, Case{"{$not_empty: true}", nullptr, false},
        Case{"{$not_empty: false}", "[]", true}, Case{"{$not_empty: false}", "[1]", false},
        Case{"{$sdp: {media: [audio]}}", "\"no description\"", false}, Case{"{$sdp: {}}", "1", false},
        Case{"{$turn_credentials: {secret: harness, user: '@alice:hs.test'}}",
             R"({"username":"1795000000:@alice:hs.test","password":"LlImbGQKmGG9b9PRDO1+uXTfq3g="})", true},
        Case{"{$turn_credentials: {secret: harness, expiry_ms: 1795000000000}}",
             R"({"username":"1795000000:@alice:hs.test","password":"LlImbGQKmGG9b9PRDO1+uXTfq3g="})", true},
        Case{"{$turn_credentials: {secret: harness, user: '@bob:hs.test'}}",
             R"({"username":"1795000000:@alice:hs.test","password":"LlImbGQKmGG9b9PRDO1+uXTfq3g="})", false},
        Case{"{$turn_credentials: {secret: other}}",
             R"({"username":"1795000000:@alice:hs.test","password":"LlImbGQKmGG9b9PRDO1+uXTfq3g="})", false},
        Case{"{$turn_credentials: {secret: harness}}",
             R"({"username":"1795000001:@alice:hs.test","password":"LlImbGQKmGG9b9PRDO1+uXTfq3g="})", false},
        Case{"{$turn_credentials: {secret: harness}}",
             R"({"username":"alice","password":"LlImbGQKmGG9b9PRDO1+uXTfq3g="})", false},
        Case{"{$turn_credentials: {secret: harness}}", nullptr, false}, Case{"{$sdp: {}}", nullptr, false},
        // A maker never matches anything, rather than everything.
        Case{"{$fresh: opaque_id}", "\"abc\"", false}));

// `a` fits both patterns; taken by the first, nothing would be left for the second.
TEST(Match, UnorderedFindsAPairingWhereOneExists) {
  const Value pattern = yaml("{$unordered: [{$type: string}, a]}");
  const Value actual = json(R"(["a","b"])");
  EXPECT_TRUE(match(pattern, &actual, {}).ok());
}

TEST(Match, TellsEveryDifferenceWithPlaceAndType) {
  const Value actual = json(R"({"version":1,"list":[1,"x"],"a/b":true})");
  const Match result = match(yaml("{version: \"1\", list: [1, 2], a/b: false, gone: 5}"), &actual, {});
  ASSERT_EQ(result.mismatches.size(), 4U);
  EXPECT_EQ(result.mismatches[0].pointer, "/version");
  EXPECT_EQ(result.mismatches[0].wanted, "\"1\" (string)");
  EXPECT_EQ(result.mismatches[0].came, "1 (integer)");
  EXPECT_EQ(result.mismatches[1].pointer, "/list/1");
  EXPECT_EQ(result.mismatches[2].pointer, "/a~1b");
  EXPECT_EQ(result.mismatches[3].came, "nothing (absent)");
}

TEST(Match, SavesTheValueWithItsType) {
  const Value actual = json(R"({"a":"1","b":1,"c":{"$fresh":"opaque_id"}})");
  const Match result = match(yaml("{a: {$save: text}, b: {$save: number}, c: {$save: map}}"), &actual, {});
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result.saved.at("text") == Value("1"));
  EXPECT_TRUE(result.saved.at("number") == Value(1));
  EXPECT_TRUE(result.saved.at("map") == *actual.find("c"));
  EXPECT_FALSE(match(yaml("{$save: nothing}"), nullptr, {}).ok());
}

TEST(Match, SavesOnlyFromTheBranchThatFits) {
  const Value actual = json(R"([{"k":1,"v":"no"},{"k":2,"v":"yes"}])");
  const Match result = match(yaml("{$includes: {v: {$save: v}, k: 2}}"), &actual, {});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.saved.at("v").text, "yes");
  const Match paired = match(yaml("{$unordered: [{v: {$save: two}, k: 2}, {k: 1}]}"), &actual, {});
  ASSERT_TRUE(paired.ok());
  EXPECT_EQ(paired.saved.at("two").text, "yes");
  EXPECT_TRUE(match(yaml("{$not: {$all_of: [{$save: x}, 5]}}"), &actual, {}).saved.empty());
}

TEST(Match, PreferWarnsAndDoesNotFail) {
  const Value pattern = yaml("{v: {$one_of: [\"1\", \"2\"], $prefer: \"1\"}}");
  const Value second = json(R"({"v":"2"})");
  const Match result = match(pattern, &second, {});
  EXPECT_TRUE(result.ok());
  ASSERT_EQ(result.warnings.size(), 1U);
  EXPECT_EQ(result.warnings[0], "/v: \"2\" (string) is allowed, \"1\" (string) is better");
  const Value first = json(R"({"v":"1"})");
  EXPECT_TRUE(match(pattern, &first, {}).warnings.empty());
}

TEST(Match, KeepsTheWarningOfAnInnerPattern) {
  const Value actual = json(R"(["2"])");
  const Match result = match(yaml("{$includes: {$one_of: [\"1\", \"2\"], $prefer: \"1\"}}"), &actual, {});
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(result.warnings.size(), 1U);
}

TEST(Match, LooksReferencesUpByNameAndType) {
  const Names names = {{"x", Value("1")}, {"alice.user_id", Value("@alice:hs.test")}};
  const Value text = Value("1");
  const Value number = Value(1);
  const Value user = Value("@alice:hs.test");
  EXPECT_TRUE(match(yaml("$x"), &text, names).ok());
  EXPECT_FALSE(match(yaml("$x"), &number, names).ok());
  EXPECT_FALSE(match(yaml("$x"), nullptr, names).ok());
  EXPECT_TRUE(match(yaml("$alice.user_id"), &user, names).ok());
  EXPECT_FALSE(match(yaml("\"$alice.user_id\""), &user, names).ok()) << "quoted is text";
  const Match unknown = match(yaml("$y"), &text, names);
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.mismatches[0].wanted, "$y (nothing is known by that name yet)");
}

// A subject could otherwise write the judgement itself.
TEST(Match, NeverReadsCapturedDataAsSyntax) {
  const Value looks = json(R"({"$absent":false})");
  const Value other = json(R"("anything")");
  const Names names = {{"x", looks},
                       {"list", json(R"([{"$not":"b"}])")},
                       {"name", json(R"("$call")")},
                       {"call", Value("secret")}};
  EXPECT_FALSE(match(yaml("$x"), &other, names).ok());
  EXPECT_TRUE(match(yaml("$x"), &looks, names).ok());
  const Value a = json(R"(["a"])");
  const Value same = json(R"([{"$not":"b"}])");
  for (const char* matcher : {"{$unordered: $list}", "{$begins_with: $list}", "{$exactly: $list}"}) {
    EXPECT_FALSE(match(yaml(matcher), &a, names).ok()) << matcher;
    EXPECT_TRUE(match(yaml(matcher), &same, names).ok()) << matcher;
  }
  EXPECT_FALSE(match(yaml("{$one_of: $list}"), &a.items[0], names).ok());
  EXPECT_TRUE(match(yaml("{$one_of: $list}"), &same.items[0], names).ok());
  EXPECT_FALSE(match(yaml("{$all_of: $list}"), &a.items[0], names).ok());
  const Value secret = Value("secret");
  EXPECT_FALSE(match(yaml("$name"), &secret, names).ok());
}

TEST(Match, LimitsMayBeReferences) {
  const Names names = {{"most", Value(5)}, {"text", Value("5")}};
  const Value five = Value(5);
  const Value six = Value(6);
  EXPECT_TRUE(match(yaml("{$at_most: $most}"), &five, names).ok());
  EXPECT_FALSE(match(yaml("{$at_most: $most}"), &six, names).ok());
  EXPECT_FALSE(match(yaml("{$at_most: $text}"), &five, names).ok());
  EXPECT_FALSE(match(yaml("{$at_least: $gone}"), &five, names).ok());
}

constexpr const char* offer =
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
    "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\n"
    "a=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=fingerprint:sha-256 "
    "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF\r\n"
    "a=setup:actpass\r\na=mid:0\r\na=sendonly\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n";

TEST(Match, SeesASessionDescriptionAsAMap) {
  const Value actual = Value(offer);
  const Value good = yaml("{$sdp: {media: [audio], direction: sendonly, mids: [\"0\"], setup: actpass}}");
  EXPECT_TRUE(match(good, &actual, {}).ok());
  EXPECT_TRUE(match(yaml("{$sdp: {rejected: [], has_candidates: false}}"), &actual, {}).ok());
  const Match wrong = match(yaml("{$sdp: {direction: sendrecv}}"), &actual, {});
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.mismatches[0].came, "\"sendonly\" (string)");
}

TEST(Show, CutsLongValuesBetweenCharacters) {
  const Value value = Value(std::string(88, 'a') + "ä" + std::string(50, 'b'));
  const std::string shown = show(&value);
  EXPECT_LT(shown.size(), 110U);
  EXPECT_NE(shown.find("… (string)"), std::string::npos);
  EXPECT_EQ(shown.find("\xC3…"), std::string::npos);
}

}  // namespace
}  // namespace ringcheck::scenario
