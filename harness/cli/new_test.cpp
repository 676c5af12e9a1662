// `ringcheck new`: what it writes, what it says, and that it never writes over anything.

#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "cli/pack_lines.hpp"
#include "cli/templates.hpp"
#include "cli/test_program.hpp"
#include "testing/golden.hpp"

namespace ringcheck {
namespace {

using New = Cli;

// A copy of what `new scenario` and `new msc` write into.
class NewInSuites : public Cli {
 protected:
  NewInSuites() {
    shell("mkdir -p '" + home() + "/fixtures' && cp -r '" + source_dir() + "/suites' '" + source_dir() +
          "/schemas' '" + source_dir() + "/templates' '" + home() + "' && cp -r '" + source_dir() +
          "/fixtures/sdp' '" + home() + "/fixtures'");
  }
  std::string home() const { return folder_ + "/home"; }
  Said there(const std::string& arguments) const {
    return shell("cd '" + home() + "' && RINGCHECK_HOME='" + home() + "' '" + program() + "' " + arguments);
  }
};

TEST_F(New, ASubjectInEachLanguageSaysWhatToDoNext) {
  std::string text;
  for (const char* language : {"python", "rust", "shell", "ts"}) {
    shell("mkdir -p '" + folder_ + "/of-" + language + "/.git'");
    const std::string folder = std::string("of-") + language + "/ringcheck";
    const Said said = ringcheck(std::string("new subject --lang ") + language + " " + folder);
    EXPECT_EQ(said.status, 0) << said.text;
    text +=
        "$ ringcheck new subject --lang " + std::string(language) + " " + folder + "\n" + said.text + "\n";
    EXPECT_NE(
        text_of(folder_ + "/" + folder + "/subject.yaml").find("name: \"of-" + std::string(language) + "\""),
        std::string::npos);
  }
  expect_golden("new_subject.txt", text);
  const std::string recipe = text_of(folder_ + "/of-ts/.github/workflows/ringcheck-of-ts.yml");
  EXPECT_NE(recipe.find("run: sh ringcheck/ci.sh\n"), std::string::npos) << recipe;
}

TEST_F(New, ASubjectIsWrittenOverNothing) {
  std::ofstream(folder_ + "/client.py") << "mine\n";
  const Said said = ringcheck("new subject --lang python --name mine .");
  EXPECT_EQ(said.status, 3);
  EXPECT_SAYS(said,
              "nothing was written, for these are there already and may be somebody's work:\n  client.py\n");
  EXPECT_FALSE(fs::exists(folder_ + "/adapter.py"));
  EXPECT_EQ(text_of(folder_ + "/client.py"), "mine\n");
}

TEST_F(New, ASubjectHasANameForReportsAndAPathForCi) {
  EXPECT_SAYS(ringcheck("new subject --lang python 'my client'"), "\"my client\" is no name");
  EXPECT_SAYS(ringcheck("new subject --lang python --name mine 'my client'"), "is no path for CI");
  EXPECT_SAYS(ringcheck("new subject --lang cobol x"), "--lang");
  EXPECT_EQ(ringcheck("new subject --lang cobol x").status, 3);
  EXPECT_EQ(ringcheck("new").status, 3);
}

TEST_F(NewInSuites, AScenarioOfEachKindLints) {
  for (const char* name : {"voip.v1.callee.mine", "widget.host.openid.mine", "widget.widget.session.mine",
                           "homeserver.send.mine"}) {
    const Said said = there(std::string("new scenario ") + name);
    EXPECT_EQ(said.status, 0) << said.text;
    EXPECT_SAYS(said, std::string("ringcheck run ") + name);
  }
  const Said proving = there("new scenario voip.v1.callee.proving --proves VOIP-104 --title 'A \"title\"'");
  expect_golden("new_scenario.txt", proving.text + text_of(home() + "/suites/voip/v1/callee/proving.yaml"));
  EXPECT_EQ(there("new scenario voip.v1.callee.proving").status, 3);
  EXPECT_SAYS(there("new scenario voip.v1.callee.other --proves VOIP-999"),
              "VOIP-999 is not in the register");
  EXPECT_SAYS(there("new scenario Voip/x"), "is no name of a scenario");
  const Said lint = there("lint");
  EXPECT_EQ(lint.status, 0) << lint.text;
}

TEST_F(NewInSuites, AnMscHasRequirementsAFolderAndItsNames) {
  const Said said = there("new msc 3999 --title 'Calls: that sing'");
  EXPECT_EQ(said.status, 0) << said.text;
  EXPECT_SAYS(said, "added to suites/requirements/mscs.yaml: MSC3999");
  EXPECT_EQ(there("lint").status, 0) << there("lint").text;
  EXPECT_SAYS(there("list --msc 3999"), "msc.3999.first");
  const Said kept = shell("diff -r '" + source_dir() + "/suites/requirements' '" + home() +
                          "/suites/requirements'; diff '" + source_dir() +
                          "/schemas/driver/protocol.yaml' '" + home() + "/schemas/driver/protocol.yaml'");
  EXPECT_EQ(kept.text.find("\n<"), std::string::npos) << "only lines are added\n" << kept.text;
  EXPECT_SAYS(kept, "> MSC3999: {title: \"Calls: that sing\", status: proposed}\n");
  EXPECT_SAYS(kept, ">   msc.3999:\n>     means: \"Calls: that sing (MSC3999)\"\n");
  EXPECT_EQ(there("new msc 3999").status, 3);
  for (const char* area : {"3996 --area WIDGET", "3997 --area SRV", "3998 --area RTC"}) {
    const Said other = there(std::string("new msc ") + area);
    EXPECT_EQ(other.status, 0) << area << "\n" << other.text;
  }
  EXPECT_SAYS(there("new msc 2746"), "MSC2746 is merged, in v1.7");
  EXPECT_SAYS(there("new msc seven"), "is no number of an MSC");
}

TEST_F(New, AFileThatCannotBeWrittenTakesTheOthersWithIt) {
  std::ofstream(folder_ + "/no_folder") << "";
  const auto written = cli::write_new({{folder_ + "/first", "one"}, {folder_ + "/no_folder/second", "two"}});
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().text.find("no_folder"), std::string::npos) << written.error().text;
  EXPECT_FALSE(fs::exists(folder_ + "/first"));
}

TEST(Templates, AWordWithoutAValueIsAnError) {
  auto filled = cli::fill("@name@ and actions/checkout@v4 @", {{"name", "x"}});
  ASSERT_TRUE(filled);
  EXPECT_EQ(*filled, "x and actions/checkout@v4 @");
  auto wrong = cli::fill("@name@ @other@", {{"name", "x"}});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().text, "a template has @other@, which nothing is put in for");
}

class PackLines : public ::testing::Test {
 protected:
  static std::string added(const std::string& before, int number) {
    auto done = cli::with_pack_line(
        {"some.yaml", number, "  msc.", fmt::format("  msc.{}:\n    means: new\n", number)}, before);
    return done ? done->value_or("there") : done.error().text;
  }
};

TEST_F(PackLines, StandByNumberAndSplitNoBlock) {
  const std::string two =
      "claims:\n  msc.10:\n    means: a\n    claims: [b]\n  msc.30:\n    means: c\n  media:\n    means: d\n";
  EXPECT_EQ(
      added(two, 20),
      "claims:\n  msc.10:\n    means: a\n    claims: [b]\n  msc.20:\n    means: new\n  msc.30:\n    means: "
      "c\n  media:\n    means: d\n");
  EXPECT_EQ(added(two, 40).find("  msc.40:"), two.find("  media:"));
  EXPECT_EQ(added(two, 5).find("  msc.5:"), two.find("  msc.10:"));
  EXPECT_EQ(added(two, 30), "there");
  EXPECT_NE(added("claims:\n", 5).find("has no line that begins with"), std::string::npos);
}

}  // namespace
}  // namespace ringcheck
