// Completion as each shell does it, and the manual page as its readers do.

#include <filesystem>
#include <fstream>
#include <string>

#include "cli/candidates.hpp"
#include "cli/test_program.hpp"

namespace ringcheck {
namespace {

class Completion : public Cli {
 protected:
  // The script as its user has it: the program is in PATH.
  Said in(const std::string& shell_name, const std::string& script) const {
    const std::string path = folder_ + "/completes";
    std::ofstream(path) << script;
    return shell("cd '" + folder_ + "' && HOME='" + folder_ + "' RINGCHECK_HOME='" + source_dir() +
                 "' PATH='" + fs::path(program()).parent_path().string() + "':\"$PATH\" " + shell_name +
                 " ./completes");
  }

  // What bash offers: it splits at the sign itself.
  std::string bash(const std::string& words) const {
    return in("bash --norc", "eval \"$(ringcheck completion bash)\"\nCOMP_WORDS=(ringcheck " + words +
                                 ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_ringcheck\n"
                                 "printf '%s\\n' \"${COMPREPLY[@]}\" | LC_ALL=C sort\n")
        .text;
  }

  std::string fish(const std::string& line) const {
    return in("fish", "ringcheck completion fish | source\ncomplete -C '" + line + "'\n").text;
  }

  // zsh completes only where somebody types: what the script hands to the shell is printed instead.
  std::string zsh(const std::string& words) const {
    return in("zsh -f",
              "compdef() { print compdef $@ }\n"
              "_describe() { print -l -- ${(P)4} ${@[5,-1]} }\n"
              "_files() { print files $@ }\n"
              "source <(ringcheck completion zsh)\n"
              "words=(ringcheck " +
                  words + ")\nCURRENT=$#words\n_ringcheck\n")
        .text;
  }
};

TEST_F(Completion, BashOffersWhatTheProgramKnows) {
  EXPECT_NE(bash("''").find("coverage\n"), std::string::npos);
  EXPECT_EQ(bash("''").find("complete\n"), std::string::npos);
  EXPECT_EQ(bash("adap"), "adapter\n");
  EXPECT_EQ(bash("new subject --lang ''"), "python\nrust\nshell\nts\n");
  EXPECT_EQ(bash("run --time"), "--time-scale\n");
  EXPECT_EQ(bash("run --subject reference-h"), "reference-homeserver\nreference-host\n");
  EXPECT_EQ(bash("run --subject = reference-c"), "reference-client\n");
  EXPECT_EQ(bash("run voip.v1.callee.reject"), "voip.v1.callee.reject\n");
  EXPECT_EQ(bash("run --level must VOIP-072"), "VOIP-072\n");
  EXPECT_EQ(bash("run voip.v1.glare.aborted_call[o"), "voip.v1.glare.aborted_call[own_call]\n");
  // A part of a name goes on, and means the same without.
  EXPECT_EQ(bash("run voip.v1.cal"), "voip.v1.callee.\nvoip.v1.caller.\n");
  EXPECT_EQ(ringcheck("list voip.v1.callee.").text, ringcheck("list voip.v1.callee").text);
  EXPECT_EQ(bash("list --section gla"), "glare\n");
  EXPECT_EQ(bash("faults answers_before"), "answers_before_user\n");
}

TEST_F(Completion, BashPutsInFilesWhereTheyMayStand) {
  shell("mkdir '" + folder_ + "/some where' && touch '" + folder_ + "/some where/subject.yaml' '" + folder_ +
        "/some.har'");
  EXPECT_EQ(bash("check so"), "some where\nsome.har\n");
  EXPECT_EQ(bash("run --out so"), "some where\n");
  EXPECT_EQ(bash("run --subject ./some"), "./some where\n./some.har\n");
  EXPECT_EQ(bash("report last --markdown = some.h"), "some.har\n");
  EXPECT_EQ(bash("run --seed s"), "\n");  // nothing that is a number
}

TEST_F(Completion, SavedRunsAndTheirTestsAreOffered) {
  ASSERT_EQ(ringcheck("run voip.v1.callee.reject").status, 0);
  const std::string run = fs::relative(newest().folder, folder_).string();
  EXPECT_EQ(bash("show ''"), "last\n" + run + "\n");
  EXPECT_EQ(bash("show last vo"), "voip.v1.callee.reject\n");
  EXPECT_EQ(bash("report me"), "merge\n");
}

TEST_F(Completion, FishOffersTheSameWithItsMeaning) {
  EXPECT_EQ(fish("ringcheck adap"), "adapter\tthe small program that moves your client: is it sound?\n");
  EXPECT_EQ(
      fish("ringcheck run voip.v1.callee.rej"),
      "voip.v1.callee.reject\tA call that the user rejects is rejected with one m.call.reject that has no "
      "reason, not with a hangup\n");
  EXPECT_EQ(fish("ringcheck run --subject reference-c"), "reference-client\n");
  EXPECT_EQ(fish("ringcheck run --subject=reference-c"), "--subject=reference-client\n");
  std::ofstream(folder_ + "/some.har") << "{}";
  EXPECT_EQ(fish("ringcheck check som"), "some.har\n");
}

TEST_F(Completion, ZshOffersTheSameWithItsMeaning) {
  EXPECT_EQ(zsh("adap"),
            "compdef _ringcheck ringcheck\nadapter:the small program that moves your client: is it sound?\n");
  EXPECT_EQ(zsh("run voip.v1.cal"), "compdef _ringcheck ringcheck\nvoip.v1.callee.\nvoip.v1.caller.\n-S\n");
  EXPECT_EQ(zsh("check some"), "compdef _ringcheck ringcheck\nfiles\n");
}

TEST_F(Completion, AShellThatIsNotKnownIsWrongUse) {
  EXPECT_EQ(ringcheck("completion tcsh").status, 3);
}

std::string words(const std::vector<cli::Candidate>& candidates) {
  std::string text;
  for (const cli::Candidate& each : candidates) text += each.word + " ";
  return text;
}

TEST(NextParts, GoAsFarAsThereIsOneWay) {
  const std::vector<cli::Candidate> names = {
      {"a.b.one", ""}, {"a.b.two[x]", ""}, {"a.b.two[y]", ""}, {"a.c", ""}, {"d.e.f", ""}};
  EXPECT_EQ(words(cli::next_parts(names, "")), "a. d. ");
  EXPECT_EQ(words(cli::next_parts(names, "a.")), "a.b. a.c ");
  EXPECT_EQ(words(cli::next_parts(names, "a.b.")), "a.b.one a.b.two ");
  EXPECT_EQ(words(cli::next_parts(names, "a.b.two")), "a.b.two[x] a.b.two[y] ");
  EXPECT_EQ(words(cli::next_parts(names, "d")), "d.e.f ");
  EXPECT_EQ(words(cli::next_parts(names, "x")), "");
}

TEST_F(Cli, TheManualPageIsRoffAndSaysAllThatTheHelpSays) {
  // The page has the release in the place of a date, which mandoc cannot read: all else would be a fault.
  const Said lint =
      shell("'" + program() + "' man | mandoc -T lint -W warning | grep -v 'cannot parse date'");
  EXPECT_EQ(lint.text, "");
  const Said page = shell("'" + program() + "' man | mandoc -T ascii | col -b");
  for (const char* words :
       {"ringcheck new subject folder", "--time-scale 0.01-1000 (default 1)", "Selection by requirement",
        "EXIT STATUS", "RINGCHECK_HOME", "ringcheck report merge"})
    EXPECT_SAYS(page, words);
  EXPECT_EQ(page.text.find("ringcheck complete "), std::string::npos);
}

}  // namespace
}  // namespace ringcheck
