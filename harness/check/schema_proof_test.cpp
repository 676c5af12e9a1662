// Every keyword of every schema is proved by samples: whatever is taken out of a schema, or made stricter in
// it, some sample must notice. A bad sample that passes once a single keyword is gone broke that keyword and
// nothing else; a good sample that fails once a part takes nothing has reached that part and fitted it.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "check/json_schema.hpp"
#include "check/test_schemas.hpp"
#include "value/pointer.hpp"

namespace ringcheck::check {
namespace {

Value takes_nothing() {
  return make_object({{"not", make_object()}});
}

/// Calls `notices` with the schema after each single change, and lists the changes of which it says no.
class Changes {
 public:
  /// Says whether a sample notices: a bad one passes the looser schema, a good one fails the stricter one.
  using Notices = std::function<bool(const Value& changed, bool looser)>;

  Changes(Value schema, Notices notices) : root_(std::move(schema)), notices_(std::move(notices)) {}

  std::vector<std::string> unnoticed() {
    schema(root_, {}, true);
    return std::move(unnoticed_);
  }
  int count() const { return count_; }

 private:
  /// `place` gives way to `other` for as long as the samples are asked.
  void change(Value& place, Value other, const std::string& at, std::string_view what, bool looser) {
    std::swap(place, other);
    ++count_;
    if (!notices_(root_, looser)) {
      unnoticed_.push_back(
          fmt::format("{}: {}, and no {} sample notices", at, what, looser ? "bad" : "good"));
    }
    std::swap(place, other);
  }

  /// `positive` is false below a `not`, where less means stricter.
  void schema(Value& place, const std::string& at, bool positive) {
    if (place == takes_nothing()) {
      // Nothing good reaches it.
      return change(place, make_object(), at, "takes all", positive);
    }
    change(place, takes_nothing(), at, "takes nothing", !positive);
    if (place.find("$ref") != nullptr) return change(place, make_object(), at, "refers to nothing", positive);
    for (std::size_t i = 0; i < place.members.size(); ++i) keyword(place, i, at, positive);
  }

  void keyword(Value& holder, std::size_t i, const std::string& at, bool positive) {
    const std::string name = holder.members[i].key;
    const std::string here = pointer_join(at, name);
    Value& argument = holder.members[i].value;
    if (name == "$schema" || name == "title" || name == "description") return;
    if (name == "properties" || name == "definitions") {
      for (Member& member : argument.members) schema(member.value, pointer_join(here, member.key), positive);
      return;
    }
    Value without = holder;
    without.erase(name);
    if (name != "required" || argument.items.size() == 1) change(holder, without, here, "is gone", positive);
    if (name == "required") each_gone(argument, here, positive);
    if (name == "enum" || name == "type") each_gone(argument, here, !positive);
    if (name == "type") numbers(argument, here, positive);
    if (name == "minLength") lengths(argument, here, positive);
    if (name == "items" || name == "not" || (name == "additionalProperties" && argument.is_object())) {
      schema(argument, here, name == "not" ? !positive : positive);
    }
    if (name != "anyOf" && name != "allOf") return;
    for (std::size_t k = 0; k < argument.items.size(); ++k) {
      schema(argument.items[k], pointer_join(here, k), positive);
    }
  }

  void each_gone(Value& list, const std::string& at, bool looser) {
    if (list.items.size() < 2) return;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      Value shorter = list;
      shorter.items.erase(shorter.items.begin() + static_cast<std::ptrdiff_t>(i));
      change(list, shorter, at, to_json(list.items[i]) + " is gone", looser);
    }
  }

  void numbers(Value& type, const std::string& at, bool positive) {
    if (type == "integer") change(type, "number", at, "takes fractions", positive);
    if (type == "number") change(type, "integer", at, "takes no fractions", !positive);
  }

  void lengths(Value& least, const std::string& at, bool positive) {
    const std::int64_t length = least.as_int().value_or(0);
    change(least, length - 1, at, "is one less", positive);
    change(least, length + 1, at, "is one more", !positive);
  }

  Value root_;
  Notices notices_;
  std::vector<std::string> unnoticed_;
  int count_ = 0;
};

bool notices(const std::vector<SampleFile>& samples, const Value& changed, bool looser) {
  const auto compiled = JsonSchema::compile(changed);
  if (!compiled) {
    ADD_FAILURE() << compiled.error().text;
    return false;
  }
  return std::any_of(samples.begin(), samples.end(), [&](const SampleFile& sample) {
    return sample.good() != looser && compiled->validate(sample.value).empty() == looser;
  });
}

class SchemaProofOf : public testing::TestWithParam<const char*> {};

TEST_P(SchemaProofOf, EveryKeywordHasABadSampleOfItsOwnAndAGoodOneThatReachesIt) {
  const auto schemas = load_sampled_schemas(GetParam());
  ASSERT_TRUE(schemas) << schemas.error().text;
  ASSERT_FALSE(schemas->empty());
  for (const SampledSchema& each : *schemas) {
    Changes changes(each.schema, [&](const Value& changed, bool looser) {
      return notices(each.samples, changed, looser);
    });
    for (const std::string& change : changes.unnoticed()) ADD_FAILURE() << each.name << " " << change;
    EXPECT_GT(changes.count(), 3) << each.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Areas, SchemaProofOf, testing::Values("matrix", "widget"),
                         [](const auto& instance) { return std::string(instance.param); });

std::vector<std::string> unnoticed(std::string_view schema, std::vector<SampleFile> samples) {
  auto parsed = parse_json(schema);
  EXPECT_TRUE(parsed);
  return Changes(parsed->value,
                 [&](const Value& changed, bool looser) { return notices(samples, changed, looser); })
      .unnoticed();
}

TEST(SchemaProof, FindsWhatNoSampleProves) {
  const char* schema = R"({"properties": {"a": {"enum": [1, 2]}}, "required": ["a"]})";
  const SampleFile one{"good_1", make_object({{"a", 1}})};
  const SampleFile two{"good_2", make_object({{"a", 2}})};
  const SampleFile none{"bad_none", make_object()};
  const SampleFile three{"bad_3", make_object({{"a", 3}})};
  EXPECT_EQ(unnoticed(schema, {one, two, none, three}), std::vector<std::string>());
  EXPECT_EQ(unnoticed(schema, {one, none, three}),
            std::vector<std::string>{"/properties/a/enum: 2 is gone, and no good sample notices"});
  EXPECT_EQ(unnoticed(schema, {one, two, three}),
            std::vector<std::string>{"/required: is gone, and no bad sample notices"});
  EXPECT_EQ(unnoticed(schema, {one, two, none}),
            std::vector<std::string>{"/properties/a/enum: is gone, and no bad sample notices"});
}

TEST(SchemaProof, ReadsANotTheOtherWayRound) {
  const char* schema = R"({"not": {"required": ["a", "b"]}})";
  const SampleFile both{"bad_both", make_object({{"a", 1}, {"b", 1}})};
  const SampleFile only_a{"good_a", make_object({{"a", 1}})};
  const SampleFile only_b{"good_b", make_object({{"b", 1}})};
  EXPECT_EQ(unnoticed(schema, {both, only_a, only_b}), std::vector<std::string>());
  EXPECT_EQ(unnoticed(schema, {both, only_a}),
            std::vector<std::string>{R"(/not/required: "a" is gone, and no good sample notices)"});
}

}  // namespace
}  // namespace ringcheck::check
