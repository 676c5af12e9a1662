// Loading folders and files: the golden text of faults, the samples of schemas/samples, the blocks of
// suites/README.md, and files that mean harm.

#include "scenario/library.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "scenario/test_suites.hpp"
#include "testing/source_dir.hpp"

namespace ringcheck::scenario {
namespace {

namespace fs = std::filesystem;

const std::string root = source_dir();

std::string read(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Library load(const std::string& path) {
  return load_library(suites_folder(), {path});
}

std::string without_root(std::string text) {
  for (std::size_t at = text.find(root + "/"); at != std::string::npos; at = text.find(root + "/"))
    text.erase(at, root.size() + 1);
  return text;
}

// A file of its own for a test, gone with it.
class Scratch {
 public:
  explicit Scratch(const std::string& name)
      : folder_(fs::path(testing::TempDir()) / ("ringcheck_" + name + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~Scratch() { fs::remove_all(folder_); }
  std::string write(const std::string& name, std::string_view text) const {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  std::string folder() const { return folder_.string(); }

 private:
  fs::path folder_;
};

TEST(Library, TheSuitesLoad) {
  const Library library = load_library(suites_folder());
  EXPECT_EQ(render_faults(library), "");
  EXPECT_GT(library.tests.size(), 30U);
  for (const scenario::Test& test : library.tests)
    EXPECT_TRUE(test.name.starts_with(test.scenario)) << test.name;
}

TEST(Library, TenFaultsAreToldAtOnce) {
  const Library library = load(root + "/harness/scenario/testdata/ten_faults.yaml");
  EXPECT_EQ(library.faults.size(), 10U);
  EXPECT_EQ(without_root(render_faults(library)), read(root + "/harness/scenario/testdata/ten_faults.txt"));
  EXPECT_TRUE(library.tests.empty());
}

TEST(Library, ABrokenFileHidesNoOther) {
  const Scratch scratch("two_files");
  const std::string bad = scratch.write("a_bad.yaml", "title: [\n");
  const std::string good = scratch.write("b_good.yaml", on_dm("  - do: place_call\n"));
  const Library library = load_library(suites_folder(), {bad, good});
  EXPECT_FALSE(library.faults.empty());
  ASSERT_EQ(library.tests.size(), 1U);
  EXPECT_EQ(library.tests[0].name, "b_good");
  EXPECT_EQ(library.faults_of_scenario.size(), 1U);
}

TEST(Library, WhoUsesABrokenPieceIsNotPlayed) {
  const Scratch suites("pieces");
  suites.write("requirements/voip.yaml", "[]\n");
  suites.write("stages/s.yaml",
               "stage: s\nabout: x\nactors: {bob: {is: subject}, alice: {is: peer}}\n"
               "rooms: {r: {members: [alice, bob]}}\n");
  suites.write("stages/bad.yaml", "stage: bad\nabout: x\nactors: {bob: {is: subjet}}\nrooms: {}\n");
  suites.write("forms/call_v1.yaml", "expect: {m.*: {a: {$fresh: opaque_id}, b: $self.name}}\n");
  suites.write("faults/f.yaml",
               "a: {says: x, brakes: [/content/a]}\nb: {breaks: [/content/a]}\nc: {says: x, breaks: [a]}\n"
               "d: {says: x, content: {e: {$not: f}}}\n");
  suites.write("voip/four.yaml", "title: x\nstage: s\nsteps: [{send: m.x, fault: b}]\n");
  suites.write("fragments/f.yaml", "fragment: g\nabout: x\nsteps: [{doo: place_call}]\n");
  suites.write("voip/one.yaml", "title: x\nstage: bad\nsteps: [{do: place_call}]\n");
  suites.write("voip/two.yaml", "title: x\nstage: s\nsteps: [{expect: m.call.invite}]\n");
  suites.write("voip/three.yaml", "title: x\nstage: s\nsteps: [{use: f}]\n");
  const Library library = load_library(suites.folder());
  EXPECT_TRUE(library.tests.empty());
  const std::string text = render_faults(library);
  for (const char* part :
       {"actor bob: is should be one of", "a scenario has one subject, this cast has", "$fresh is a maker",
        "$self.name is nothing that every scenario has", "fragment says \"g\" and the file is named f",
        "a step without a verb; did you mean do?", "the stage bad has faults of its own",
        "the form call_v1 (of bob) has faults of its own", "the fragment f has faults of its own",
        "unknown key brakes; did you mean breaks?", "b needs says: what the peer does",
        "breaks should be a list of JSON pointers", "$not is a matcher", "no fault of a peer is named b"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

std::vector<std::string> samples(const std::string& kind) {
  std::vector<std::string> files;
  const fs::path folder = fs::path(root) / "schemas" / "samples" / "scenario" / kind;
  for (const auto& each : fs::directory_iterator(folder)) files.push_back(each.path().string());
  EXPECT_FALSE(files.empty()) << kind;
  return files;
}

// That the editor schema says the same of them is the part of fixtures/agreement/check_schema.py.
TEST(Samples, GoodOnesLoad) {
  const std::vector<std::string> files = samples("good");
  const Library library = load_library(suites_folder(), files);
  EXPECT_EQ(render_faults(library), "");
  EXPECT_GE(library.tests.size(), files.size());
}

TEST(Samples, BadOnesAreRefusedWithPlaceAndLine) {
  for (const char* kind : {"bad", "bad_loader_only"}) {
    const std::vector<std::string> files = samples(kind);
    const Library library = load_library(suites_folder(), files);
    for (const scenario::Test& test : library.tests) ADD_FAILURE() << test.file << " is taken";
    std::set<std::string> refused;
    for (const Fault& fault : library.faults) {
      refused.insert(fault.file);
      EXPECT_GT(fault.place.line, 0) << fault.file << ": " << fault.text;
      EXPECT_NE(render(fault, library.sources.at(fault.file)).find("| "), std::string::npos) << fault.file;
    }
    EXPECT_EQ(refused, std::set<std::string>(files.begin(), files.end()));
  }
}

struct Block {
  int line = 0;
  std::string kind;
  std::string text;
};

std::vector<Block> blocks_of(const std::string& path) {
  std::istringstream lines(read(path));
  std::vector<Block> blocks;
  std::string line;
  bool inside = false;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (line.starts_with("```")) {
      if (!inside) blocks.push_back({number, line.substr(3), ""});
      inside = !inside;
    } else if (inside) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

TEST(Readme, EveryBlockOfTheLanguageLoads) {
  int scenarios = 0;
  for (const Block& block : blocks_of(suites_folder() + "/README.md")) {
    if (!block.kind.starts_with("yaml")) continue;
    if (block.kind == "yaml fragment") {
      EXPECT_TRUE(parse_yaml("README.md", block.text).faults.empty()) << "line " << block.line;
      if (!block.text.starts_with("fragment: ")) continue;
      const std::string name = block.text.substr(10, block.text.find('\n') - 10);
      const Pieces pieces = with_fragment(real_library().pieces, name, block.text);
      EXPECT_EQ(lay(on_dm("  - use: " + name + "\n"), pieces).text(), "") << "line " << block.line;
      continue;
    }
    const bool of_server = block.kind == "yaml homeserver";
    const std::string stage = block.kind == "yaml widget" ? "widget" : of_server ? "server_dm" : "dm";
    const std::string source = block.text.starts_with("title:")
                                   ? block.text
                                   : "title: A block\nstage: " + stage + "\nsteps:\n" + block.text;
    const bool of_widgets = source.find("stage: widget\n") != std::string::npos;
    const std::string name = of_server ? "homeserver.test" : of_widgets ? "widget.test" : "voip.test";
    EXPECT_EQ(lay(source, real_library().pieces, name).text(), "") << "block of line " << block.line;
    ++scenarios;
  }
  EXPECT_GT(scenarios, 5);
}

TEST(Hostile, FilesAreRefusedAndCostLittle) {
  const Scratch scratch("hostile");
  std::string bomb = "a: &a [x, x]\n";
  for (char c = 'b'; c <= 'z'; ++c)
    bomb += std::string(1, c) + ": &" + c + " [*" + static_cast<char>(c - 1) + ", *" +
            static_cast<char>(c - 1) + "]\n";
  const std::vector<std::pair<std::string, std::string>> files = {
      {"huge.yaml", std::string(100'000'000, 'a')},  // NOLINT(bugprone-string-constructor): huge on purpose
      {"bomb.yaml", bomb},
      {"lists.yaml", "title: " + std::string(10'000, '[')},
      {"maps.yaml", "title: " + std::string(10'000, '{')},
      {"nul.yaml", std::string("title: a\0b\n", 11)},
      {"bytes.yaml", "title: \xff\xfe\n"},
      {"empty.yaml", ""},
      {"quote.yaml", "title: \"never closed\nstage: dm\n"},
      {"tags.yaml", "title: !!python/object/apply:os.system [id]\n"}};
  for (const auto& [name, text] : files) {
    const Library library = load(scratch.write(name, text));
    EXPECT_FALSE(library.faults.empty()) << name;
    EXPECT_TRUE(library.tests.empty()) << name;
    EXPECT_LE(library.faults.size(), 200U) << name;
    EXPECT_LT(render_faults(library).size(), 200'000U) << name;
  }
}

TEST(Hostile, AFileThatIsNotThereIsAFault) {
  const Library library = load("/nonexistent/x.yaml");
  ASSERT_EQ(library.faults.size(), 1U);
  EXPECT_EQ(library.faults[0].file, "/nonexistent/x.yaml");
}

}  // namespace
}  // namespace ringcheck::scenario
