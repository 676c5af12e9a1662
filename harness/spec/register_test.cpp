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
Read read(const std::string& source, const std::string& stances = "S1: Ours.\n",
          const std::string& mscs = "MSC2746: {title: Calls, status: merged, release: v1.7}\n") {
  const fs::path folder = fs::path(testing::TempDir()) / ("ringcheck_register" + std::to_string(getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / "voip.yaml") << source;
  std::ofstream(folder / "stances.yaml") << stances;
  std::ofstream(folder / "mscs.yaml") << mscs;
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
    "- id: VOIP-001\n  section: glare\n  title: A title\n  role: client\n  level: must\n  since: v1.7\n"
    "  source: m.call.invite\n  says: Words.\n  basis: spec\n  stance: S1\n  note: More.\n";

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
  EXPECT_EQ(with("level: must", "level: shall"), "5: level cannot be \"shall\"\n");
  EXPECT_EQ(with("since: v1.7", "since: 1.7"), "6: since should be a string\n");
  EXPECT_EQ(with("since: v1.7", "since: last year"), "6: since cannot be \"last year\"\n");
  EXPECT_EQ(with("section: glare", "section: Glare!"), "2: section cannot be \"Glare!\"\n");
  EXPECT_EQ(with("since: v1.7", "since: MSC2746"), "");
  EXPECT_EQ(with("since: v1.7", "since: r0.6.1"), "");
  EXPECT_EQ(with("basis: spec", "basis: guess"), "9: basis cannot be \"guess\"\n");
  EXPECT_EQ(with("says: Words.", "says: \"\""), "8: says cannot be \"\"\n");
  EXPECT_EQ(with("stance: S1", "stance: S9"),
            "1: VOIP-001 names the stance S9, which is not in stances.yaml\n");
  EXPECT_EQ(with("  title: A title\n", ""), "1: a requirement needs title\n");
  EXPECT_EQ(with("note:", "notes:"), "11: unknown key notes\n");
  EXPECT_EQ(with("  basis:", "  tier: 1\n  basis:"), "9: only the widget API has tiers\n");
  EXPECT_EQ(with("VOIP-001", "WIDGET-001"), "1: a requirement of the widget API needs tier\n");
  EXPECT_EQ(with("VOIP-001", "WIDGET-001\n  tier: 4"), "2: tier cannot be 4\n");
  EXPECT_EQ(with("VOIP-001", "WIDGET-001\n  tier: 3"), "");
}

TEST(Register, KnowsNamesMscsAndWhatIsExcluded) {
  const Read result =
      read(std::string(good) +
               "- id: VOIP-002\n  section: msc\n  title: A title\n  role: client\n  level: must\n"
               "  since: MSC3401\n  names: {m.call: org.matrix.msc3401.call}\n  source: MSC3401\n"
               "  says: Words.\n  basis: msc\n  excluded: Nobody can see it.\n",
           "S1: Ours.\n",
           "MSC2746: {title: Calls, status: merged, release: v1.7}\n"
           "MSC3401: {title: Group calls, status: superseded, by: MSC4143}\n");
  EXPECT_EQ(result.faults, "");
  EXPECT_EQ(msc_of(*result.requirements.find("VOIP-001")), "");
  const Requirement& second = *result.requirements.find("VOIP-002");
  EXPECT_EQ(msc_of(second), "MSC3401");
  ASSERT_EQ(second.names.size(), 1U);
  EXPECT_EQ(second.names.front().second, "org.matrix.msc3401.call");
  EXPECT_EQ(second.excluded, "Nobody can see it.");
  EXPECT_EQ(result.requirements.msc("MSC3401")->by, "MSC4143");
  EXPECT_EQ(result.requirements.msc("MSC1"), nullptr);
}

TEST(Register, RefusesMscsThatAreNoneOrSayTooLittle) {
  auto faults = [](const std::string& mscs) { return read(good, "S1: Ours.\n", mscs).faults; };
  EXPECT_EQ(faults("msc2746: {title: Calls, status: proposed}\n"), "1: msc2746 is no MSC\n");
  EXPECT_EQ(faults("MSC2746: {status: proposed}\n"), "1: MSC2746 needs a title\n");
  EXPECT_EQ(faults("MSC2746: {title: Calls, status: done}\n"),
            "1: status is one of merged, accepted, proposed, closed, superseded\n");
  EXPECT_EQ(faults("MSC2746: {title: Calls, status: merged}\n"),
            "1: release is that of a merged MSC, such as v1.7\n");
  EXPECT_EQ(faults("MSC2746: {title: Calls, status: superseded}\n"),
            "1: by is the MSC that supersedes this one\n");
  EXPECT_EQ(faults("MSC2746: {title: Calls, status: proposed, at: x}\n"), "1: unknown key at\n");
  EXPECT_EQ(with("since: v1.7", "since: MSC9999"), "1: VOIP-001 names MSC9999, which is not in mscs.yaml\n");
}

TEST(Register, RefusesWhatIsNoList) {
  EXPECT_EQ(read("id: VOIP-001\n").faults, "1: a file of the register is a list\n");
  EXPECT_NE(read("- VOIP-001\n").faults.find("1: an entry of the register is a map\n"), std::string::npos);
  EXPECT_EQ(read(std::string(good) + good).faults, "12: VOIP-001 is in the register twice\n");
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
  EXPECT_EQ(real.all().size(), 828U)
      << "no requirement vanishes: what is not tested is excluded with a reason";
}

}  // namespace
}  // namespace ringcheck::spec
