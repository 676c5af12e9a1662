// The tree checks itself: who may include what, arrows only downwards, sizes, names, forbidden forms. `make
// tidy` adds what needs a compiler: each header alone, clang-tidy.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "testing/source_dir.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path source_dir = ringcheck::source_dir();

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<fs::path> files_below(const fs::path& folder, const std::set<std::string>& endings) {
  static const std::set<std::string> skipped = {"node_modules", "build", "dist", ".git", "ringcheck-runs"};
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator each(folder), end; each != end; ++each) {
    if (each->is_directory() && skipped.contains(each->path().filename().string()))
      each.disable_recursion_pending();
    if (each->is_regular_file() && endings.contains(each->path().extension().string()))
      files.push_back(each->path());
  }
  return files;
}

std::vector<fs::path> harness_sources() {
  return files_below(source_dir / "harness", {".cpp", ".hpp"});
}

std::string folder_of(const fs::path& file) {
  return fs::relative(file, source_dir / "harness").begin()->string();
}

std::vector<std::string> includes_of(const fs::path& file) {
  static const re2::RE2 include(R"((?m)^#include [<"]([^>"]+)[>"])");
  const std::string text = read(file);
  re2::StringPiece rest(text);
  std::string name;
  std::vector<std::string> names;
  while (re2::RE2::FindAndConsume(&rest, include, &name)) names.push_back(name);
  return names;
}

bool is_test(const fs::path& file) {
  const std::string name = file.stem().string();
  return name.ends_with("_test") || name.ends_with("_bench") || name.ends_with("_fuzz") ||
         name.starts_with("test_");
}

// What each folder may include, besides itself (DESIGN: arrows run downwards only).
const std::map<std::string, std::set<std::string>>& allowed() {
  static const std::map<std::string, std::set<std::string>> table = {
      {"value", {}},
      {"trace", {"value"}},
      {"spec", {"value"}},
      {"sdp", {"value"}},
      {"check", {"value", "trace", "spec", "sdp"}},
      {"scenario", {"value", "trace", "spec", "sdp", "check"}},
      {"world", {"value"}},
      {"peer", {"value", "trace", "spec", "sdp", "check", "scenario", "world"}},
      {"driver", {"value"}},
      {"widget", {"value", "trace", "spec", "sdp", "check", "scenario"}},
      {"report", {"value", "trace", "spec", "sdp", "check", "scenario"}},
      {"net", {"value"}},
      {"run",
       {"value", "trace", "spec", "sdp", "check", "scenario", "world", "peer", "driver", "widget", "report",
        "net"}},
      {"cli",
       {"value", "trace", "spec", "sdp", "check", "scenario", "world", "peer", "driver", "widget", "report",
        "net", "run"}},
  };
  return table;
}

TEST(Tidy, IncludesRunDownwardsOnly) {
  for (const fs::path& file : harness_sources()) {
    const std::string folder = folder_of(file);
    auto rule = allowed().find(folder);
    if (rule == allowed().end()) continue;
    for (const std::string& name : includes_of(file)) {
      const std::string first = name.substr(0, name.find('/'));
      if (!allowed().contains(first) || first == folder) continue;
      EXPECT_TRUE(rule->second.contains(first))
          << file << " includes " << name << ", which " << folder << "/ may not";
    }
  }
}

// Each library behind one door: prefix of the include -> where it may stand.
TEST(Tidy, LibrariesStayBehindTheirDoors) {
  const std::map<std::string, std::set<std::string>> doors = {
      {"yaml-cpp/", {"value"}}, {"rapidjson/", {"value"}}, {"valijson/", {"check"}}, {"boost/", {"net"}},
      {"CLI/", {"cli"}},        {"pugixml", {"report"}},   {"kainjow/", {"report"}}};
  std::set<fs::path> valijson_files;
  int beast_files = 0;
  int asio_files = 0;
  for (const fs::path& file : harness_sources()) {
    bool beast = false;
    bool asio = false;
    for (const std::string& name : includes_of(file)) {
      for (const auto& [prefix, folders] : doors) {
        if (!name.starts_with(prefix)) continue;
        const bool test_reads_xml = prefix == "pugixml" && is_test(file);
        EXPECT_TRUE(test_reads_xml || folders.contains(folder_of(file))) << file << " includes " << name;
        if (prefix == "valijson/") valijson_files.insert(file);
      }
      beast = beast || name.starts_with("boost/beast");
      asio = asio || name.starts_with("boost/asio");
      const bool header = file.extension() == ".hpp" && name.starts_with("boost/");
      EXPECT_FALSE(header) << file << " shows " << name << " to others";
    }
    beast_files += beast ? 1 : 0;
    asio_files += asio ? 1 : 0;
  }
  EXPECT_EQ(valijson_files.size(), 1U) << "valijson has one door";
  EXPECT_LE(beast_files, 3) << "files with Beast are slow to compile";
  EXPECT_LE(asio_files, 6) << "files with Asio are slow to compile";
}

// A file over 500 lines owes a reason in its first comment.
TEST(Tidy, FilesAreShort) {
  for (const fs::path& file : files_below(source_dir, {".cpp", ".hpp", ".mjs", ".py"})) {
    const std::string text = read(file);
    const auto lines = std::count(text.begin(), text.end(), '\n');
    if (lines <= 500) continue;
    EXPECT_NE(text.substr(0, 600).find("long because"), std::string::npos)
        << file << " has " << lines << " lines";
  }
}

TEST(Tidy, HeadersOpenWithTheirPurpose) {
  for (const fs::path& file : files_below(source_dir / "harness", {".hpp"})) {
    EXPECT_TRUE(read(file).starts_with("#pragma once\n//")) << file;
  }
}

// g++ 12.2 miscompiles these forms of coroutines (HACKING.md).
TEST(Tidy, NoForbiddenCoroutineForms) {
  static const re2::RE2 forbidden(R"(co_await[^;]*(\{|\?[^;]*:|\[[^\]]*\]\s*[({]))");
  for (const fs::path& file : harness_sources()) {
    if (file.filename() == "tidy_test.cpp") continue;
    EXPECT_FALSE(re2::RE2::PartialMatch(read(file), forbidden)) << file;
  }
}

TEST(Tidy, PiecesAreNamedAsTheirFiles) {
  for (const auto& [folder, key] :
       {std::pair{"fragments", "fragment"}, std::pair{"stages", "stage"}, std::pair{"tables", "table"}}) {
    for (const fs::path& file : files_below(source_dir / "suites" / folder, {".yaml"})) {
      const std::string wanted = std::string("\n") + key + ": " + file.stem().string() + "\n";
      EXPECT_NE(("\n" + read(file)).find(wanted), std::string::npos) << file << " should say" << wanted;
    }
  }
}

TEST(Tidy, NothingIsLeftForLater) {
  // Spelt so that this file does not match itself.
  static const re2::RE2 marks(std::string("\\b(TO") + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");
  for (const fs::path& file : files_below(source_dir, {".cpp", ".hpp", ".mjs", ".py", ".sh", ".yaml"})) {
    EXPECT_FALSE(re2::RE2::PartialMatch(read(file), marks)) << file;
  }
}

TEST(Tidy, TestsDoNotSleep) {
  static const re2::RE2 sleeps(std::string("sleep_") + "for|sleep_" + "until|\\busle" + "ep\\(");
  for (const fs::path& file : harness_sources())
    EXPECT_FALSE(re2::RE2::PartialMatch(read(file), sleeps)) << file;
}

TEST(Tidy, LinesFit) {
  for (const fs::path& file : harness_sources()) {
    std::ifstream lines(file);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
      EXPECT_LE(line.size(), 125U) << file << ":" << number;
    }
  }
}

}  // namespace
