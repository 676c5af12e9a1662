// The schemas of the project against their samples, and against hostile values.

#include "check/schema_set.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "testing/source_dir.hpp"
#include "value/json.hpp"

namespace ringcheck::check {
namespace {

namespace fs = std::filesystem;

const std::string schemas_folder = source_dir() + "/schemas";

Value read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  auto parsed =
      parse_json(std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>()));
  EXPECT_TRUE(parsed) << path;
  return parsed ? parsed->value : Value();
}

struct Schemas : testing::Test {
  void SetUp() override {
    auto loaded = SchemaSet::load(schemas_folder + "/matrix");
    ASSERT_TRUE(loaded) << loaded.error().text;
    set = std::move(*loaded);
  }

  /// Calls `each` with the file, its schema and its value.
  template <typename Each>
  void for_samples(Each each) const {
    for (const auto& entry : fs::recursive_directory_iterator(schemas_folder + "/samples/matrix")) {
      if (entry.path().extension() != ".json") continue;
      const fs::path type = entry.path().parent_path();
      const JsonSchema* schema = set->find(type.parent_path().filename().string(), type.filename().string());
      ASSERT_NE(schema, nullptr) << "a sample without a schema: " << entry.path();
      each(entry.path(), *schema, read(entry.path()));
    }
  }

  std::unique_ptr<SchemaSet> set;
};

TEST_F(Schemas, TakeGoodSamplesAndRefuseBadOnes) {
  std::map<std::string, std::pair<int, int>> good_and_bad;
  for (const auto& file : fs::recursive_directory_iterator(schemas_folder + "/matrix")) {
    if (file.path().extension() == ".json") {
      good_and_bad[(file.path().parent_path().filename() / file.path().stem()).string()];
    }
  }
  for_samples([&](const fs::path& path, const JsonSchema& schema, const Value& value) {
    const fs::path type = path.parent_path();
    auto& [good, bad] = good_and_bad[(type.parent_path().filename() / type.filename()).string()];
    const auto faults = schema.validate(value);
    if (path.filename().string().starts_with("good_")) {
      ++good;
      EXPECT_TRUE(faults.empty()) << path << " " << faults.front().pointer << " " << faults.front().wanted;
    } else {
      ++bad;
      ASSERT_FALSE(faults.empty()) << path;
      EXPECT_FALSE(faults.front().keyword.empty()) << path << " fails, but nobody can say why";
    }
  });
  for (const auto& [type, counts] : good_and_bad) {
    EXPECT_GT(counts.first, 0) << type << " has no good sample";
    EXPECT_GT(counts.second, 0) << type << " has no bad sample";
  }
}

/// Every scalar of the value and every map and list in turn gives way to `hostile`.
void replace_each(Value& root, Value& place, const Value& hostile, const JsonSchema& schema) {
  const Value kept = place;
  place = hostile;
  (void)schema.validate(root);
  place = kept;
  for (Value& item : place.items) replace_each(root, item, hostile, schema);
  for (Member& member : place.members) replace_each(root, member.value, hostile, schema);
}

TEST_F(Schemas, BearLongStringsAndDeepValuesEverywhere) {
  Value list = Value(1);
  Value map = Value(1);
  for (int depth = 0; depth < 100; ++depth) {
    list = make_array({list});
    map = make_object({{"properties", map}});
  }
  for_samples([&](const fs::path& path, const JsonSchema& schema, Value value) {
    if (!path.filename().string().starts_with("good_")) return;
    for (const Value& hostile : {Value(std::string(60'000, 'x')), list, map}) {
      replace_each(value, value, hostile, schema);
    }
  });
}

TEST_F(Schemas, AreChosenByTheValueOfVersion) {
  const auto chosen = [&](Value version) {
    return set->for_event("m.call.invite", make_object({{"version", std::move(version)}}));
  };
  EXPECT_EQ(chosen(0), set->find("v0", "m.call.invite"));
  for (const Value& version : {Value("1"), Value("0"), Value(1), make_number("0.0"), Value()}) {
    EXPECT_EQ(chosen(version), set->find("v1", "m.call.invite")) << to_json(version);
  }
  EXPECT_EQ(set->for_event("m.call.invite", make_object()), set->find("v1", "m.call.invite"));
  EXPECT_EQ(set->for_event("m.call.unheard_of", make_object()), nullptr);
  EXPECT_EQ(set->for_event("m.room.member", make_object()), set->find("room", "m.room.member"));
}

TEST(SchemaSet, TellsAllFaultsOfAllFiles) {
  const fs::path folder = fs::path(testing::TempDir()) / "ringcheck_schema_set_test";
  fs::create_directories(folder / "v1");
  std::ofstream(folder / "v1" / "a.json") << R"({"pattern": "a", "format": "b"})";
  std::ofstream(folder / "v1" / "b.json") << "{";
  const auto loaded = SchemaSet::load(folder.string());
  fs::remove_all(folder);
  ASSERT_FALSE(loaded);
  const std::string& text = loaded.error().text;
  EXPECT_NE(text.find("a.json: /pattern"), std::string::npos) << text;
  EXPECT_NE(text.find("a.json: /format"), std::string::npos) << text;
  EXPECT_NE(text.find("b.json: "), std::string::npos) << text;
}

TEST(SchemaSet, AFolderWithoutSchemasIsAnError) {
  EXPECT_FALSE(SchemaSet::load("/nonexistent"));
}

}  // namespace
}  // namespace ringcheck::check
