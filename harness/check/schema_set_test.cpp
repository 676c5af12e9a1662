// The schemas of the project against their samples; how a set is loaded and chosen from.

#include "check/schema_set.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "check/test_schemas.hpp"
#include "testing/source_dir.hpp"
#include "value/json.hpp"

namespace ringcheck::check {
namespace {

namespace fs = std::filesystem;

struct Schemas : testing::Test {
  void SetUp() override {
    auto loaded = SchemaSet::load(source_dir() + "/schemas/matrix");
    ASSERT_TRUE(loaded) << loaded.error().text;
    set = std::move(*loaded);
  }

  std::unique_ptr<SchemaSet> set;
};

class SchemasOf : public testing::TestWithParam<const char*> {};

TEST_P(SchemasOf, TakeGoodSamplesAndRefuseBadOnes) {
  const auto schemas = load_sampled_schemas(GetParam());
  ASSERT_TRUE(schemas) << schemas.error().text;
  const auto loaded = SchemaSet::load(source_dir() + "/schemas/" + GetParam());
  ASSERT_TRUE(loaded) << loaded.error().text;
  const SchemaSet* set = loaded->get();
  for (const SampledSchema& each : *schemas) {
    const std::size_t slash = each.name.find('/');
    const JsonSchema* schema = set->find(each.name.substr(0, slash), each.name.substr(slash + 1));
    ASSERT_NE(schema, nullptr) << each.name;
    int good = 0;
    int bad = 0;
    for (const SampleFile& sample : each.samples) {
      const auto faults = schema->validate(sample.value);
      (sample.good() ? good : bad) += 1;
      ASSERT_EQ(faults.empty(), sample.good()) << each.name << " " << sample.name;
      if (sample.good()) continue;
      EXPECT_FALSE(faults.front().keyword.empty()) << sample.name << " fails, but nobody can say why";
    }
    EXPECT_GT(good, 0) << each.name << " has no good sample";
    EXPECT_GT(bad, 0) << each.name << " has no bad sample";
  }
}

TEST_P(SchemasOf, HaveAllSamplesThatThereAre) {
  const fs::path schemas = source_dir() + "/schemas";
  for (const auto& entry : fs::recursive_directory_iterator(schemas / "samples" / GetParam())) {
    if (entry.path().extension() != ".json") continue;
    const fs::path type = fs::relative(entry.path().parent_path(), schemas / "samples");
    EXPECT_TRUE(fs::exists(schemas / (type.string() + ".json"))) << entry.path();
  }
}

INSTANTIATE_TEST_SUITE_P(Areas, SchemasOf, testing::Values("matrix", "widget"),
                         [](const auto& instance) { return std::string(instance.param); });

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
