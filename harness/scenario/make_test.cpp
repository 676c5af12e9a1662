#include "scenario/make.hpp"

#include <gtest/gtest.h>

#include "scenario/test_suites.hpp"
#include "value/json.hpp"

namespace ringcheck::scenario {
namespace {

Makers makers() {
  Makers all;
  all.fresh_opaque_id = [n = 0]() mutable { return "fresh" + std::to_string(++n); };
  all.now_ms = [] { return std::int64_t{1'000'000}; };
  all.offer = [](const Value& options) -> Result<std::string> { return "offer " + to_json(options); };
  all.answer = [](const Value& options) -> Result<std::string> {
    if (options.find("video") != nullptr) return Error{"the subject offered no video"};
    return "answer " + to_json(options);
  };
  all.stream_metadata = [](const Value& options) { return make_object({{"stream", options}}); };
  all.read_file = [](std::string_view path) -> Result<std::string> {
    if (path != "a.sdp") return Error{"cannot read " + std::string(path)};
    return std::string("v=0\r\n");
  };
  return all;
}

std::string made(const char* source, const Names& names = {}) {
  auto result = make(yaml(source), names, makers());
  return result ? to_json(*result) : "error: " + result.error().text;
}

TEST(Make, KeepsPlainValuesAsTheyAre) {
  EXPECT_EQ(made("{a: 1, b: 1.0, c: \"1\", d: [true, null], e: {}}"),
            R"({"a":1,"b":1.0,"c":"1","d":[true,null],"e":{}})");
  EXPECT_EQ(made("\"$call\""), "\"$call\"") << "quoted is text";
}

TEST(Make, PutsReferencesInWithTheirType) {
  const Names names = {{"call", Value("c1")}, {"n", Value(5)}, {"alice.party_id", Value("P")}};
  EXPECT_EQ(made("{a: $call, b: [$n], c: $alice.party_id}", names), R"({"a":"c1","b":[5],"c":"P"})");
}

TEST(Make, GivesCallAFreshNameWhenThereIsNone) {
  EXPECT_EQ(made("$call"), "\"fresh1\"");
}

TEST(Make, TellsWhereAReferenceNamesNothing) {
  EXPECT_EQ(made("{a: {b: $gone}}"), "error: /a: /b: $gone: nothing is known by that name at this moment");
  EXPECT_EQ(made("[{$less_than: $gone}]"), "error: $gone: nothing is known by that name at this moment");
}

TEST(Make, MakesMetadataAfterTheDescriptionBesideIt) {
  std::string order;
  Makers all = makers();
  all.offer = [&](const Value&) -> Result<std::string> {
    order += "offer ";
    return std::string("v=0");
  };
  all.stream_metadata = [&](const Value&) {
    order += "metadata ";
    return make_object();
  };
  ASSERT_TRUE(
      make(yaml("{sdp_stream_metadata: {$stream_metadata: {}}, offer: {sdp: {$offer: {}}}}"), {}, all));
  EXPECT_EQ(order, "offer metadata ");
}

TEST(Make, MakesEachOfTheMakers) {
  const Names names = {{"x", Value("abc")}, {"n", Value(7)}, {"d", Value("sendonly")}};
  EXPECT_EQ(made("[{$fresh: opaque_id}, {$fresh: opaque_id}]"), R"(["fresh1","fresh2"])");
  EXPECT_EQ(made("{$less_than: $x}", names), "\"ab\"");
  EXPECT_EQ(made("{$greater_than: $x}", names), "\"abc0\"");
  EXPECT_EQ(made("{$greater_than: {$less_than: $x}}", names), "\"ab0\"");
  EXPECT_EQ(made("{$upper_case: aZ9-b}"), "\"AZ9-B\"");
  EXPECT_EQ(made("{$lower_case: \"@aZ9-B[\"}"), "\"@az9-b[\"");
  EXPECT_EQ(made("{$offer: {direction: sendonly}}"), R"("offer {\"direction\":\"sendonly\"}")");
  EXPECT_EQ(made("{$offer: {direction: $d}}", names), R"("offer {\"direction\":\"sendonly\"}")");
  EXPECT_EQ(made("{$stream_metadata: {audio_muted: true}}"), R"({"stream":{"audio_muted":true}})");
  EXPECT_EQ(made("{$answer: {}}"), R"("answer {}")");
  EXPECT_EQ(made("{$file: a.sdp}"), R"("v=0\r\n")");
  EXPECT_EQ(made("{$concat: [$x, \"-\", {$less_than: $x}]}", names), "\"abc-ab\"");
  EXPECT_EQ(made("{$repeated: {text: ab, times: 3}}"), "\"ababab\"");
  EXPECT_EQ(made("{$entries: [[$x, {y: $n}], [b, [2]]]}", names), R"({"abc":{"y":7},"b":[2]})");
  EXPECT_EQ(made("{$now_plus_ms: -500}"), "999500");
  EXPECT_EQ(made("{$now_plus_ms: $n}", names), "1000007");
  EXPECT_EQ(made("{$raw: \"{\"}"), R"({"$raw":"{"})");
}

// What is lesser by bytes is lesser as a subject must see it: a prefix comes first.
TEST(Make, NeighboursStandOnTheirSideInByteOrder) {
  for (const char* id : {"ab", "zz", "~~", "A0"}) {
    const Names names = {{"x", Value(id)}};
    EXPECT_LT(make(yaml("{$less_than: $x}"), names, makers())->text, std::string(id));
    EXPECT_GT(make(yaml("{$greater_than: $x}"), names, makers())->text, std::string(id));
  }
}

TEST(Make, LargeLettersComeBeforeSmallOnesInByteOrder) {
  const Names names = {{"x", Value("1aB")}};
  EXPECT_LT(make(yaml("{$greater_than: {$upper_case: $x}}"), names, makers())->text, std::string("1aB"));
  EXPECT_GT(make(yaml("{$less_than: {$concat: [{$lower_case: $x}, \"0\"]}}"), names, makers())->text,
            std::string("1aB"));
}

TEST(Make, RefusesWhatCannotBeMade) {
  const Names names = {{"one", Value("a")}, {"n", Value(1)}, {"text", Value("5")}};
  EXPECT_EQ(made("{$less_than: $one}", names),
            "error: $less_than needs a string of two characters or more, not \"a\"");
  EXPECT_EQ(made("{$greater_than: $n}", names), "error: $greater_than needs a string, not 1");
  EXPECT_EQ(made("{$upper_case: $n}", names), "error: $upper_case needs a string, not 1");
  EXPECT_EQ(made("{$concat: [$one, $n]}", names), "error: $concat joins strings, not a integer");
  const std::string too_long = "error: $repeated wants {text, times}, and makes 1000000 characters at most";
  EXPECT_EQ(made("{$repeated: {text: ab, times: 500001}}"), too_long);
  EXPECT_EQ(made("{$repeated: {text: ab}}"), too_long);
  EXPECT_EQ(made("{$entries: [[$n, 1]]}", names),
            "error: $entries wants a list of pairs, each a text and a value");
  EXPECT_EQ(made("{$file: b.sdp}"), "error: cannot read b.sdp");
  EXPECT_EQ(made("{$answer: {video: true}}"), "error: the subject offered no video");
  EXPECT_EQ(made("{$now_plus_ms: $text}", names), "error: $now_plus_ms makes nothing of a string");
  EXPECT_EQ(made("{$not: a}"), "error: $not makes nothing of a string");
  EXPECT_EQ(made("{$fresh: opaque_id, $raw: x}"), "error: a maker stands alone in its map");
}

TEST(Make, NeverReadsCapturedDataAsSyntax) {
  const Names names = {{"text", parse_json(R"("$call")")->value},
                       {"map", parse_json(R"({"$fresh":"opaque_id"})")->value},
                       {"list", parse_json(R"(["$call",{"$file":"a.sdp"}])")->value},
                       {"call", Value("secret")}};
  EXPECT_EQ(made("$text", names), "\"$call\"");
  EXPECT_EQ(made("$map", names), R"({"$fresh":"opaque_id"})");
  EXPECT_EQ(made("{a: $list}", names), R"({"a":["$call",{"$file":"a.sdp"}]})");
  EXPECT_EQ(made("{$concat: [$text, \"!\"]}", names), "\"$call!\"");
  EXPECT_EQ(made("{$offer: $map}", names), R"("offer {\"$fresh\":\"opaque_id\"}")");
  EXPECT_EQ(made("{$concat: $list}", names), "error: $concat joins strings, not a map");
  EXPECT_EQ(made("{$less_than: $text}", names), "\"$cal\"");
}

// A `let` keeps what it made, and that is data as well.
TEST(Make, WhatWasMadeIsNotMadeAgain) {
  const Names first = {{"text", parse_json(R"("$call")")->value}};
  const Value once = *make(yaml("$text"), first, makers());
  EXPECT_EQ(to_json(*make(once, {{"call", Value("secret")}}, makers())), "\"$call\"");
}

}  // namespace
}  // namespace ringcheck::scenario
