// What a subject may send to break its judge: long strings, deep and wide values, in every place of every
// event. They are findings, and the process goes on.

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "check/json_schema.hpp"
#include "check/test_schemas.hpp"
#include "value/json.hpp"
#include "value/pointer.hpp"

namespace ringcheck::check {
namespace {

constexpr int many = 10'000;
constexpr std::size_t longest_words = 500;

/// As deep as no reader would let through. Made and taken apart level by level, because copies and
/// destructors recurse.
class Deep {
 public:
  explicit Deep(bool map) {
    for (int level = 0; level < many; ++level) {
      Value outer = map ? make_object({{"properties", Value()}}) : make_array({Value()});
      (map ? outer.members[0].value : outer.items[0]) = std::move(value);
      value = std::move(outer);
    }
  }
  ~Deep() {
    while (!value.items.empty() || !value.members.empty()) {
      Value inner = std::move(value.items.empty() ? value.members[0].value : value.items[0]);
      value = std::move(inner);
    }
  }
  Deep(const Deep&) = delete;
  Deep& operator=(const Deep&) = delete;

  Value value;
};

Value wide_list() {
  Value list = make_array();
  for (int i = 0; i < many; ++i) list.push(i);
  return list;
}

Value wide_map() {
  Value map = make_object();
  for (int i = 0; i < many; ++i) map.members.push_back({std::to_string(i), Value(i), {}});
  return map;
}

void expect_readable(const std::vector<SchemaFault>& faults) {
  EXPECT_LE(faults.size(), 50U);
  for (const SchemaFault& fault : faults) {
    EXPECT_FALSE(fault.keyword.empty()) << fault.wanted;
    EXPECT_LE(fault.wanted.size(), longest_words);
    EXPECT_LE(fault.came.size(), longest_words);
  }
}

/// The pointers of a value and of all in it.
void list_places(const Value& place, const std::string& at, std::vector<std::string>& places) {
  places.push_back(at);
  for (std::size_t i = 0; i < place.items.size(); ++i) {
    list_places(place.items[i], pointer_join(at, i), places);
  }
  for (const Member& member : place.members) list_places(member.value, pointer_join(at, member.key), places);
}

/// Every place of the good samples gives way to `hostile` in turn, each once. How often that was refused.
int put_everywhere(const SampledSchema& sampled, const JsonSchema& schema, Value& hostile) {
  std::set<std::string> done;
  int refused = 0;
  for (const SampleFile& sample : sampled.samples) {
    if (!sample.good()) continue;
    Value root = sample.value;
    std::vector<std::string> places;
    list_places(root, {}, places);
    for (const std::string& at : places) {
      if (!done.insert(at).second) continue;
      Value& place = const_cast<Value&>(*pointer_find(root, at));
      std::swap(place, hostile);
      const auto faults = schema.validate(root);
      std::swap(place, hostile);
      expect_readable(faults);
      refused += faults.empty() ? 0 : 1;
    }
  }
  return refused;
}

TEST(HostileValues, AreFindingsInEveryPlaceOfEverySchema) {
  const auto schemas = load_sampled_schemas();
  ASSERT_TRUE(schemas) << schemas.error().text;
  Deep deep_list(false);
  Deep deep_map(true);
  Value text(std::string(60'000, 'x'));
  Value list = wide_list();
  Value map = wide_map();
  for (const SampledSchema& each : *schemas) {
    const auto schema = JsonSchema::compile(each.schema);
    ASSERT_TRUE(schema) << schema.error().text;
    for (Value* hostile : {&text, &list, &map, &deep_list.value, &deep_map.value}) {
      EXPECT_GT(put_everywhere(each, *schema, *hostile), 0) << each.name << " takes anything";
    }
  }
}

TEST(HostileValues, LongKeysAreFindings) {
  const auto schema =
      JsonSchema::compile(make_object({{"additionalProperties", make_object({{"type", "string"}})}}));
  ASSERT_TRUE(schema);
  const std::string key(60'000, '/');
  const auto faults = schema->validate(make_object({{key, 1}}));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].keyword, "type");
}

TEST(HostileValues, TooDeepATextIsAnErrorOfTheReader) {
  for (const auto& [open, close] : {std::pair("[", "]"), std::pair(R"({"a":)", "}")}) {
    std::string text;
    for (int level = 0; level < many; ++level) text += open;
    text += "1";
    for (int level = 0; level < many; ++level) text += close;
    const auto parsed = parse_json(text);
    ASSERT_FALSE(parsed);
    EXPECT_NE(parsed.error().text.find("nested deeper than the limit"), std::string::npos);
  }
}

}  // namespace
}  // namespace ringcheck::check
