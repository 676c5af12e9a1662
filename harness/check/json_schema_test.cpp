#include "check/json_schema.hpp"

#include <string>

#include <gtest/gtest.h>

#include "check/schema_lint.hpp"
#include "value/json.hpp"

namespace ringcheck::check {
namespace {

Value json(std::string_view text) {
  auto parsed = parse_json(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? parsed->value : Value();
}

std::vector<SchemaFault> faults(std::string_view schema, std::string_view value) {
  auto compiled = JsonSchema::compile(json(schema));
  if (!compiled) {
    ADD_FAILURE() << compiled.error().text;
    return {};
  }
  return compiled->validate(json(value));
}

bool fits(std::string_view schema, std::string_view value) {
  return faults(schema, value).empty();
}

struct Refused {
  const char* schema;
  const char* said;
};

void PrintTo(const Refused& each, std::ostream* out) {
  *out << each.schema;
}

class Lint : public testing::TestWithParam<Refused> {};

TEST_P(Lint, RefusesWhatTheValidatorWouldIgnoreOrMisread) {
  auto compiled = JsonSchema::compile(json(GetParam().schema));
  ASSERT_FALSE(compiled);
  EXPECT_NE(compiled.error().text.find(GetParam().said), std::string::npos) << compiled.error().text;
}

INSTANTIATE_TEST_SUITE_P(
    Schemas, Lint,
    testing::Values(
        Refused{R"({"pattern": "^a$"})", "/pattern: this keyword"},
        Refused{R"({"format": "uri"})", "/format: this keyword"},
        Refused{R"({"requires": ["a"]})", "/requires: this keyword"},
        Refused{R"({"properties": {"a": {"maximun": 1}}})", "/properties/a/maximun: this keyword"},
        Refused{R"({"anyOf": [{"unevaluatedProperties": false}]})", "/anyOf/0/unevaluatedProperties"},
        Refused{R"({"type": "text"})", "/type: wants"}, Refused{R"({"type": []})", "/type: wants"},
        Refused{R"({"required": "a"})", "/required: wants"}, Refused{R"({"enum": []})", "/enum: wants"},
        Refused{R"({"minLength": 1.0})", "/minLength: wants"},
        Refused{R"({"properties": []})", "/properties: wants"},
        Refused{R"({"items": [{}]})", "/items: a schema"}, Refused{R"({"items": true})", "/items: a schema"},
        Refused{R"({"not": 1})", "/not: a schema"}, Refused{R"({"anyOf": []})", "/anyOf: wants"},
        Refused{R"({"additionalProperties": 1})", "/additionalProperties: a schema"},
        Refused{R"({"definitions": {"a": {"x": 1}}})", "/definitions/a/x: this keyword"},
        Refused{R"({"$ref": "#/definitions/a"})", "does not exist"},
        Refused{R"({"$ref": "other.json"})", "$ref wants"}, Refused{R"({"$ref": 1})", "$ref wants"},
        Refused{R"({"definitions": {"a": {}}, "$ref": "#/definitions/a"})", "beside $ref"},
        Refused{R"({"definitions": {"a": {"allOf": [{"$ref": "#/definitions/a"}]}},
                                "allOf": [{"$ref": "#/definitions/a"}]})",
                "refers to itself"},
        Refused{"[]", "a schema is a map"}));

TEST(Lint, TellsAllFaultsAtOnce) {
  EXPECT_EQ(lint_schema(json(R"({"pattern": "a", "properties": {"a": {"format": "b"}, "c": 1}})")).size(),
            3U);
}

TEST(JsonSchema, AnIntegerIsJudgedByItsText) {
  const char* schema = R"({"type": "integer"})";
  for (const char* good : {"0", "-1", "9223372036854775807"}) EXPECT_TRUE(fits(schema, good)) << good;
  for (const char* bad :
       {"1.0", "1e3", "\"1\"", "true", "null", "9223372036854775808", "18446744073709551616"}) {
    EXPECT_FALSE(fits(schema, bad)) << bad;
  }
  EXPECT_TRUE(fits(R"({"type": "number"})", "1.5"));
  EXPECT_TRUE(fits(R"({"type": "number"})", "18446744073709551616"));
}

TEST(JsonSchema, ConstAndEnumTellOneFromOnePointNought) {
  EXPECT_TRUE(fits(R"({"const": 0})", "0"));
  EXPECT_FALSE(fits(R"({"const": 0})", "0.0"));
  EXPECT_FALSE(fits(R"({"const": 0})", "\"0\""));
  EXPECT_TRUE(fits(R"({"enum": [1, "a", {"b": []}]})", R"({"b": []})"));
  EXPECT_FALSE(fits(R"({"enum": [1, "a"]})", "1.0"));
}

TEST(JsonSchema, LengthIsInCharacters) {
  const char* schema = R"({"minLength": 2})";
  for (const char* good :
       {R"("ab")", R"("\u0000\u0000")", R"("a\u0000")", R"("\u0000a")", R"("\u00e9\u00e9")"}) {
    EXPECT_TRUE(fits(schema, good)) << good;
  }
  for (const char* bad : {R"("a")", R"("\u0000")", R"("\u00e9")", R"("\ud83d\ude00")"}) {
    EXPECT_FALSE(fits(schema, bad)) << bad;
  }
}

struct Told {
  const char* schema;
  const char* value;
  SchemaFault fault;
};

void PrintTo(const Told& each, std::ostream* out) {
  *out << each.schema;
}

class SchemaFaults : public testing::TestWithParam<Told> {};

TEST_P(SchemaFaults, SayWhereAndWhat) {
  const auto found = faults(GetParam().schema, GetParam().value);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].pointer, GetParam().fault.pointer);
  EXPECT_EQ(found[0].keyword, GetParam().fault.keyword);
  EXPECT_EQ(found[0].wanted, GetParam().fault.wanted);
  EXPECT_EQ(found[0].came, GetParam().fault.came);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, SchemaFaults,
    testing::Values(
        Told{R"({"type": "object"})", "[]", {"", "type", "a map", "[] (list)"}},
        Told{R"({"type": ["string", "null"]})", "1", {"", "type", "a string or null", "1 (integer)"}},
        Told{R"({"properties": {"v": {"type": "string"}}})",
             R"({"v": 1})",
             {"/v", "type", "a string", "1 (integer)"}},
        Told{R"({"required": ["v"], "properties": {"v": {"type": "string"}}})",
             "{}",
             {"/v", "required", "a string", "nothing"}},
        Told{R"({"required": ["v"]})", "{}", {"/v", "required", "a value", "nothing"}},
        Told{R"({"properties": {"v": {"type": "string", "enum": ["a", "b"]}}})",
             R"({"v": 5})",
             {"/v", "type", "a string", "5 (integer)"}},
        Told{R"({"enum": ["a", "b"]})", R"("c")", {"", "enum", R"(one of "a", "b")", R"("c" (string))"}},
        Told{R"({"const": "offer"})", R"("c")", {"", "const", R"("offer")", R"("c" (string))"}},
        Told{R"({"minLength": 2})", R"("c")", {"", "minLength", "2 characters or more", R"("c" (string))"}},
        Told{R"({"additionalProperties": false, "properties": {"a": {}}})",
             R"({"a": 1, "it's": 2})",
             {"/it's", "additionalProperties", "no such key", "2 (integer)"}},
        Told{R"({"additionalProperties": {"type": "boolean"}})",
             R"({"a/~]": 1})",
             {"/a~1~0]", "type", "a boolean", "1 (integer)"}},
        Told{R"({"items": {"$ref": "#/definitions/d"}, "definitions": {"d": {"type": "string"}}})",
             R"(["a", 2])",
             {"/1", "type", "a string", "2 (integer)"}},
        Told{R"({"allOf": [{"properties": {"a": {"type": "string"}}}]})",
             R"({"a": 1})",
             {"/a", "type", "a string", "1 (integer)"}},
        Told{R"({"anyOf": [{"properties": {"c": {"const": ""}}}, {"required": ["m"]}]})",
             R"({"c": "x"})",
             {"", "anyOf", R"(c that is "", or the key m)", R"({"c":"x"} (map))"}},
        Told{R"({"anyOf": [{"properties": {"a": {"not": {}}}}, {"properties": {"b": {"not": {}}}}]})",
             R"({"a": 1, "b": 2})",
             {"", "anyOf", "no key a, or no key b", R"({"a":1,"b":2} (map))"}},
        Told{R"({"not": {"required": ["a", "b"]}})",
             R"({"a": 1, "b": 2})",
             {"", "not", "no value with the key a and b", R"({"a":1,"b":2} (map))"}}));

TEST(JsonSchema, TellsAllFaultsAndBoundsThem) {
  const auto found =
      faults(R"({"required": ["a", "b"], "properties": {"c": {"type": "string"}}})", R"({"c": 1})");
  EXPECT_EQ(found.size(), 3U);

  auto schema = JsonSchema::compile(json(R"({"items": {"type": "string"}})"));
  ASSERT_TRUE(schema);
  Value list = make_array();
  for (int i = 0; i < 5000; ++i) list.push(i);
  EXPECT_EQ(schema->validate(list).size(), 50U);
}

}  // namespace
}  // namespace ringcheck::check
