#include "value/json.hpp"

#include <gtest/gtest.h>

namespace ringcheck {
namespace {

Value parsed(std::string_view bytes) {
  Result<ParsedJson> result = parse_json(bytes);
  EXPECT_TRUE(result) << bytes << ": " << (result ? "" : result.error().text);
  return result ? result->value : Value();
}

std::string error_of(std::string_view bytes, const JsonLimits& limits = {}) {
  Result<ParsedJson> result = parse_json(bytes, limits);
  return result ? "no error" : result.error().text;
}

/// All findings as `pointer: text`, one a line.
std::string findings_of(std::string_view bytes) {
  Result<ParsedJson> result = parse_json(bytes);
  if (!result) return result.error().text;
  std::string all;
  for (const JsonFinding& finding : result->findings) all += finding.pointer + ": " + finding.text + "\n";
  return all;
}

TEST(Json, ReadsEveryType) {
  Value value = parsed(R"( {"s":"t","n":-1.5e+3,"t":true,"f":false,"z":null,"a":[1,[]],"o":{}} )");
  EXPECT_EQ(to_json(value), R"({"s":"t","n":-1.5e+3,"t":true,"f":false,"z":null,"a":[1,[]],"o":{}})");
  EXPECT_TRUE(value.find("s")->quoted);
}

TEST(Json, KeepsTheTextOfNumbers) {
  for (const char* text : {"0", "-0", "1", "1.0", "1.10", "1E+2", "1e-400", "-0.0e-0",
                           "0.1000000000000000055511151231257827", "123456789012", "9007199254740993.5"}) {
    EXPECT_EQ(parsed(text).text, text);
  }
}

TEST(Json, NumbersThatNoDoubleHoldsAreFindings) {
  EXPECT_EQ(findings_of(R"({"a":[1,1e400],"b":1e308,"c":-1E+999})"),
            "/a/1: the number 1e400 has an exponent that no double holds\n"
            "/c: the number -1E+999 has an exponent that no double holds\n");
  EXPECT_EQ(to_json(parsed(R"({"a":[1,1e400],"b":-1E+99999999999999999999})")),
            R"({"a":[1,1e400],"b":-1E+99999999999999999999})");
  EXPECT_EQ(parsed("[0e400,-0e999]").items[0].text, "0e400");
  EXPECT_EQ(parsed("[1.5e300,1e999]").items[0].text, "1.5e300");
  EXPECT_EQ(parsed(std::string(5000, '9')).text, std::string(5000, '9'));
  EXPECT_EQ(parsed("[" + std::string(400, '9') + ".5, 2]").items[1], Value(2));
}

TEST(Json, IntegersBeyondTheSafeRangeAreFindings) {
  EXPECT_EQ(findings_of("[9007199254740991,-9007199254740991]"), "");
  EXPECT_EQ(findings_of("[9007199254740992]"),
            "/0: the integer 9007199254740992 is beyond ±(2^53-1), where readers disagree\n");
  EXPECT_EQ(findings_of("-18446744073709551616"),
            ": the integer -18446744073709551616 is beyond ±(2^53-1), where readers disagree\n");
}

TEST(Json, DuplicateKeysAreFindingsAndTheFirstWins) {
  std::string_view text = R"({"x":[{"a/b":1,"c":2,"a\/b":3}]})";
  EXPECT_EQ(findings_of(text), "/x/0/a~1b: the key \"a/b\" stands twice in one object\n");
  EXPECT_EQ(*parsed(text).find("x")->items[0].find("a/b"), Value(1));
}

TEST(Json, DuplicateKeysAreFoundInLargeObjects) {
  std::string text = "{";
  for (int i = 0; i < 1000; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  EXPECT_EQ(findings_of(text + "\"k500\":1}"), "/k500: the key \"k500\" stands twice in one object\n");
}

TEST(Json, LoneSurrogatesAreFindings) {
  EXPECT_EQ(findings_of(R"({"a":"x\udc00y","b":["\ud83d"],"\uD800k":1})"),
            "/a: the lone surrogate \\udc00 is no character; read as U+FFFD\n"
            "/b/0: the lone surrogate \\ud83d is no character; read as U+FFFD\n"
            "/\uFFFDk: the lone surrogate \\uD800 is no character; read as U+FFFD\n");
  EXPECT_EQ(parsed(R"("x\udc00\ud800y")").text, "x\uFFFD\uFFFDy");
  EXPECT_EQ(parsed(R"("\ud83d\ude00 \\ud83d")").text, "\U0001F600 \\ud83d");
  EXPECT_EQ(findings_of(R"("\ud83d\ude00 \\ud83d")"), "");
}

TEST(Json, BothRepairsKeepTheirOrder) {
  EXPECT_EQ(findings_of(R"([1e999,"\udfff",2,1e998])"),
            "/0: the number 1e999 has an exponent that no double holds\n"
            "/1: the lone surrogate \\udfff is no character; read as U+FFFD\n"
            "/3: the number 1e998 has an exponent that no double holds\n");
}

TEST(Json, AByteOrderMarkIsAFinding) {
  EXPECT_EQ(findings_of("\xEF\xBB\xBF{}"), ": the text begins with a byte order mark\n");
  EXPECT_EQ(error_of("\xEF\xBB\xBF{]"), "byte 4: a key in double quotes is missing");
}

TEST(Json, ErrorsNameTheByte) {
  EXPECT_EQ(error_of(""), "byte 0: the text is empty");
  EXPECT_EQ(error_of("  "), "byte 2: the text is empty");
  EXPECT_EQ(error_of("{} x"), "byte 3: something follows the end of the value");
  EXPECT_EQ(error_of("nul"), "byte 3: no JSON value begins like this");
  EXPECT_EQ(error_of("{a:1}"), "byte 1: a key in double quotes is missing");
  EXPECT_EQ(error_of(R"({"a" 1})"), "byte 5: a colon is missing after the key");
  EXPECT_EQ(error_of(R"({"a":1 "b":2})"), "byte 7: a comma or } is missing after the member");
  EXPECT_EQ(error_of("[1 2]"), "byte 3: a comma or ] is missing after the element");
  EXPECT_EQ(error_of("[1,]"), "byte 3: no JSON value begins like this");
  EXPECT_EQ(error_of(R"(["\u12g4"])"), "byte 2: \\u wants four hexadecimal digits");
  EXPECT_EQ(error_of(R"(["\x41"])"), "byte 2: this escape is not one of JSON's");
  EXPECT_EQ(error_of(R"(["abc)"), "byte 5: the string is not closed");
  EXPECT_EQ(error_of("[\"a\nb\"]"), "byte 3: a control character must be escaped in a string");
  EXPECT_EQ(error_of("[1.]"), "byte 3: a digit is missing after the decimal point");
  EXPECT_EQ(error_of("[5e1197.]"), "byte 1: this number has no end that JSON knows");
  EXPECT_EQ(error_of("[1e]"), "byte 3: a digit is missing in the exponent");
  for (const char* text :
       {"01", "+1", ".5", "NaN", "Infinity", "0x1A", "1 // c", "'a'", "\xC2\xA0 1", "tru", "-"}) {
    EXPECT_NE(error_of(text), "no error") << text;
  }
}

TEST(Json, RefusesInvalidUtf8) {
  EXPECT_EQ(error_of("[\"\xff\"]"), "byte 2: not UTF-8");
  EXPECT_EQ(error_of("\"\xED\xB0\x80\""), "byte 1: not UTF-8");
  EXPECT_EQ(error_of("\"\xC0\x80\""), "byte 1: not UTF-8");
  EXPECT_EQ(error_of("\"\xE2\x82\""), "byte 1: not UTF-8");
}

TEST(Json, BareControlCharactersAreErrorsWhereverTheyStand) {
  for (char control = 1; control < 0x20; ++control) {
    for (std::size_t before = 0; before < 40; ++before) {
      const std::string plain(before, 'x');
      for (const std::string& begun : {"\"" + plain, "\"\\n" + plain}) {
        const std::string text = begun + control + std::string(40, 'x') + "\"";
        EXPECT_EQ(error_of(text), "byte " + std::to_string(begun.size()) +
                                      ": a control character must be escaped in a string");
      }
    }
  }
}

TEST(Json, NulBytesAreErrors) {
  EXPECT_EQ(error_of(std::string_view("{}\0x", 4)), "byte 2: a NUL byte");
  EXPECT_EQ(error_of(std::string_view("[1\0,2]", 6)), "byte 2: a comma or ] is missing after the element");
  EXPECT_EQ(error_of(std::string_view("\"a\0b\"", 5)), "byte 2: the string is not closed");
  EXPECT_EQ(parsed(R"("a\u0000b")").text, std::string_view("a\0b", 3));
}

TEST(Json, DepthIsBounded) {
  auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(parse_json(nested(100)));
  EXPECT_EQ(error_of(nested(101)), "byte 100: nested deeper than the limit of 100");
  EXPECT_EQ(error_of(nested(4), {.bytes = 100, .depth = 3}), "byte 3: nested deeper than the limit of 3");
  EXPECT_EQ(error_of(std::string(100'000, '[')), "byte 100: nested deeper than the limit of 100");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_EQ(error_of(objects), "byte 500: nested deeper than the limit of 100");
}

TEST(Json, SizeIsBounded) {
  EXPECT_EQ(error_of("[1,2]", {.bytes = 4, .depth = 3}), "5 bytes are more than the limit of 4");
  std::string long_string = "\"";
  long_string.append(10'000'000, 'x').append("\"");
  EXPECT_EQ(error_of(long_string), "10000002 bytes are more than the limit of 4194304");
  Result<ParsedJson> allowed = parse_json(long_string, {.bytes = 20'000'000, .depth = 3});
  ASSERT_TRUE(allowed);
  EXPECT_EQ(allowed->value.text.size(), 10'000'000U);
}

TEST(Json, FindingsAreBounded) {
  std::string text = "{\"a\":0";
  for (int i = 0; i < 100'000; ++i) text += ",\"a\":1";
  Result<ParsedJson> result = parse_json(text + "}");
  ASSERT_TRUE(result);
  ASSERT_EQ(result->findings.size(), 101U);
  EXPECT_EQ(result->findings.back().text, "more than 100 findings, the rest is not listed");
}

TEST(Json, PointersOfFindingsAreBounded) {
  std::string key(100'000, 'k');
  Result<ParsedJson> result = parse_json("{\"" + key + "\":{\"a\":1,\"a\":2}}");
  ASSERT_TRUE(result);
  ASSERT_EQ(result->findings.size(), 1U);
  EXPECT_LT(result->findings[0].pointer.size(), 100U);
}

TEST(Json, WritesOnlyTheEscapesThatMustBe) {
  EXPECT_EQ(to_json(Value("\b\f\n\r\t\"\\/\x01\x1f\x7f é")),
            "\"\\b\\f\\n\\r\\t\\\"\\\\/\\u0001\\u001f\x7f é\"");
}

TEST(Json, WritesForPeople) {
  EXPECT_EQ(to_pretty_json(parsed(R"({"a":[1,{}],"b":{"c":[]}})")),
            "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": {\n    \"c\": []\n  }\n}");
}

TEST(Json, WhatWasWrittenReadsTheSame) {
  Value value = parsed(R"({"a":["x\u0000\"\\",1.0,-0,null,true],"ключ":{"z":{}}})");
  EXPECT_EQ(parsed(to_json(value)), value);
  EXPECT_EQ(parsed(to_pretty_json(value)), value);
}

// The examples are those of the Appendices, section "Canonical JSON".
TEST(CanonicalJson, SortsMembersByCodePoint) {
  EXPECT_EQ(to_canonical_json(parsed(R"({"b":"2","a":"1"})")), R"({"a":"1","b":"2"})");
  EXPECT_EQ(to_canonical_json(parsed("{\"本\":2,\"日\":1}")), "{\"日\":1,\"本\":2}");
  EXPECT_EQ(to_canonical_json(parsed(R"({"a":"\u65E5"})")), "{\"a\":\"日\"}");
  EXPECT_EQ(to_canonical_json(parsed(R"({"\uFFFF":1,"\ud800\udc00":2})")), "{\"\uFFFF\":1,\"\U00010000\":2}");
}

TEST(CanonicalJson, WritesNumbersAsIntegers) {
  EXPECT_EQ(to_canonical_json(parsed(R"({"a":-0,"b":1e10})")), R"({"a":0,"b":10000000000})");
  EXPECT_EQ(to_canonical_json(parsed("[1.0,-25e-1,-120e-1,0.0,9007199254740991,1.5,9007199254740992,1e400]")),
            "[1,-25e-1,-12,0,9007199254740991,1.5,9007199254740992,1e400]");
}

TEST(CanonicalJson, DropsTheSecondOfADuplicate) {
  EXPECT_EQ(to_canonical_json(parsed(R"({"b":0,"a":1,"a":2})")), R"({"a":1,"b":0})");
}

}  // namespace
}  // namespace ringcheck
