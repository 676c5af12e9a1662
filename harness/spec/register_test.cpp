#include "spec/register.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "testing/source_dir.hpp"

namespace ringcheck::spec {
namespace {

namespace fs = std::filesystem;

struct Read {
  Register requirements;
  std::string faults;
};

// Reads a register of one file, voip.yaml, beside a stances.yaml with S1.
Read read(const std::string& source, const std::string& stances = "S1: Ours.\n") {
  const fs::path folder = fs::path(testing::TempDir()) / ("ringcheck_register" + std::to_string(getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / "voip.yaml") << source;
  std::ofstream(folder / "stances.yaml") << stances;
  std::ofstream(folder / "notes.txt") << "not read";
  std::vector<Fault> faults;
  std::vector<YamlDocument> documents;
  Read result;
  result.requirements = read_register(folder.string(), faults, documents);
  for (const Fault& fault : faults)
    result.faults += std::to_string(fault.place.line) + ": " + fault.text + "\n";
  fs::remove_all(folder);
  return result;
}

constexpr const char* good =
    "- id: VOIP-001\n  title: A title\n  level: must\n  since: v1.7\n  source: m.call.invite\n"
    "  says: Words.\n  basis: spec\n  stance: S1\n  note: More.\n";

TEST(Register, ReadsAnEntry) {
  const Read result = read(good);
  EXPECT_EQ(result.faults, "");
  const Requirement* found = result.requirements.find("VOIP-001");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->title, "A title");
  EXPECT_EQ(found->since, "v1.7");
  EXPECT_EQ(found->place.line, 1);
  EXPECT_TRUE(is_binding(*found));
  EXPECT_EQ(result.requirements.stance("S1"), "Ours.");
  EXPECT_EQ(result.requirements.stance("S2"), "");
  EXPECT_EQ(result.requirements.find("VOIP-002"), nullptr);
}

std::string with(const std::string& from, const std::string& to) {
  std::string source = good;
  source.replace(source.find(from), from.size(), to);
  return read(source).faults;
}

TEST(Register, RefusesFieldsThatDoNotLookRight) {
  EXPECT_EQ(with("VOIP-001", "VOIP-1"), "1: id cannot be \"VOIP-1\"\n");
  EXPECT_EQ(with("level: must", "level: shall"), "3: level cannot be \"shall\"\n");
  EXPECT_EQ(with("since: v1.7", "since: 1.7"), "4: since should be a string\n");
  EXPECT_EQ(with("since: v1.7", "since: last year"), "4: since cannot be \"last year\"\n");
  EXPECT_EQ(with("since: v1.7", "since: MSC2746"), "");
  EXPECT_EQ(with("since: v1.7", "since: r0.6.1"), "");
  EXPECT_EQ(with("basis: spec", "basis: guess"), "7: basis cannot be \"guess\"\n");
  EXPECT_EQ(with("says: Words.", "says: \"\""), "6: says cannot be \"\"\n");
  EXPECT_EQ(with("stance: S1", "stance: S9"),
            "1: VOIP-001 names the stance S9, which is not in stances.yaml\n");
  EXPECT_EQ(with("  title: A title\n", ""), "1: a requirement needs title\n");
  EXPECT_EQ(with("note:", "notes:"), "9: unknown key notes\n");
}

TEST(Register, RefusesWhatIsNoList) {
  EXPECT_EQ(read("id: VOIP-001\n").faults, "1: a file of the register is a list\n");
  EXPECT_NE(read("- VOIP-001\n").faults.find("1: an entry of the register is a map\n"), std::string::npos);
  EXPECT_EQ(read(std::string(good) + good).faults, "10: VOIP-001 is in the register twice\n");
  EXPECT_EQ(read(good, "S1: Ours.\nX: Theirs.\nS2: 5\n").faults,
            "2: X is no name of a stance\n3: a stance is a text\n");
}

TEST(Register, AFolderThatIsNotThereIsAFault) {
  std::vector<Fault> faults;
  std::vector<YamlDocument> documents;
  EXPECT_TRUE(read_register("/nonexistent", faults, documents).all().empty());
  ASSERT_EQ(faults.size(), 1U);
}

TEST(Register, TheRealOneIsSound) {
  std::vector<Fault> faults;
  std::vector<YamlDocument> documents;
  const Register real = read_register(source_dir() + "/suites/requirements", faults, documents);
  for (const Fault& fault : faults)
    ADD_FAILURE() << fault.file << ":" << fault.place.line << " " << fault.text;
  EXPECT_GT(real.all().size(), 30U);
}

}  // namespace
}  // namespace ringcheck::spec
