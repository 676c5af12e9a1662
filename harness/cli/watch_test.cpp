// `run --watch` as somebody uses it who writes scenarios: what is saved is played again, until Ctrl-C.

#include <csignal>
#include <fstream>
#include <string>

#include "cli/test_program.hpp"
#include "testing/source_dir.hpp"

namespace ringcheck {
namespace {

// A run that goes on while the test does something.
class Watching : public Cli {
 protected:
  Watching() {
    fs::create_directories(folder_ + "/home/suites/voip");
    for (const char* piece : {"stages", "forms", "fragments", "tables", "faults", "requirements"})
      fs::create_directory_symlink(source_dir() + "/suites/" + piece, folder_ + "/home/suites/" + piece);
    for (const char* piece : {"schemas", "fixtures"})
      fs::create_directory_symlink(source_dir() + "/" + piece, folder_ + "/home/" + piece);
    write("home/suites/voip/rejects.yaml", scenario("m.call.reject"));
    write("home/suites/voip/also.yaml", scenario("m.call.reject"));
    write("subject.yaml", subject);
  }
  ~Watching() override {
    if (pipe_ != nullptr) pclose(pipe_);
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + "/" + name) << text;
  }

  static std::string scenario(const std::string& event) {
    return "title: A call is rejected\nstage: dm\nsteps:\n  - use: incoming_ringing\n  - do: reject_call\n  "
           "- expect: " +
           event + "\n    proves: [VOIP-104]\n";
  }

  void start(const std::string& arguments) {
    const std::string command = "cd '" + folder_ + "' && RINGCHECK_HOME='" + folder_ +
                                "/home' sh -c 'echo $$; exec \"" + program() + "\" " + arguments + "' 2>&1";
    pipe_ = popen(command.c_str(), "re");
    ASSERT_NE(pipe_, nullptr);
    pid_ = std::stoi(until("\n"));
  }

  // What it says from here to these words, or to its end.
  std::string until(const std::string& words) {
    std::string text;
    for (int c = 0; !text.ends_with(words) && (c = std::fgetc(pipe_)) != EOF;) text += static_cast<char>(c);
    return text;
  }

  int ctrl_c() {
    kill(pid_, SIGINT);
    until("no such words");
    const int status = pclose(std::exchange(pipe_, nullptr));
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  static constexpr const char* subject =
      "subject: client\nname: mine\nadapter: [\"{build}/reference-client\"]\nclaims: [voip.callee]\n";
  static constexpr const char* waits = "Ctrl-C ends it\n";
  std::FILE* pipe_ = nullptr;
  pid_t pid_ = -1;
};

#define SAYS(text, words) EXPECT_NE((text).find(words), std::string::npos) << (text)

TEST_F(Watching, WhatIsSavedIsPlayedAgain) {
  start("run --watch --time-scale 0.2 --subject ./subject.yaml");
  const std::string both = until(waits);
  SAYS(both, "2/2 PASS");

  // A scenario that is new, and another that asks for what does not come.
  write("home/suites/voip/hangs_up.yaml", scenario("m.call.hangup"));
  const std::string one = until(waits);
  SAYS(one, "changed: home/suites/voip/hangs_up.yaml");
  SAYS(one, "1/1 FAIL  voip.hangs_up");

  write("home/suites/voip/hangs_up.yaml", "title: [\n");
  const std::string broken = until(waits);
  SAYS(broken, "hangs_up.yaml:");
  SAYS(broken, "none of the chosen scenarios rests on it");

  fs::remove(folder_ + "/home/suites/voip/hangs_up.yaml");
  SAYS(until(waits), "none of the chosen scenarios rests on it");

  // On the subject all of them rest.
  write("subject.yaml", std::string(subject) + "# the same\n");
  SAYS(until(waits), "2/2 PASS");
  EXPECT_EQ(ctrl_c(), 0);
}

TEST_F(Watching, TheStatusIsThatOfTheLastRun) {
  start("run --watch --time-scale 0.2 --subject ./subject.yaml voip.rejects");
  SAYS(until(waits), "1/1 PASS");
  write("home/suites/voip/also.yaml", scenario("m.call.hangup"));  // not chosen
  SAYS(until(waits), "none of the chosen scenarios rests on it");
  write("home/suites/voip/rejects.yaml", scenario("m.call.hangup"));
  SAYS(until(waits), "1/1 FAIL");
  EXPECT_EQ(ctrl_c(), 1);
}

TEST_F(Watching, CtrlCWhileAllIsLoadedAgainIsHeard) {
  start("run --watch --time-scale 0.2 --subject ./subject.yaml voip.rejects");
  SAYS(until(waits), "1/1 PASS");
  write("home/suites/voip/rejects.yaml", scenario("m.call.hangup"));
  until("changed: home/suites/voip/rejects.yaml\n");
  EXPECT_EQ(ctrl_c(), 0);  // what was saved was not played
}

TEST_F(Watching, AFragmentThatOnlyBringsInAnotherCounts) {
  fs::remove(folder_ + "/home/suites/fragments");
  fs::copy(source_dir() + "/suites/fragments", folder_ + "/home/suites/fragments");
  const std::string outer = "fragment: rings\nabout: It rings\nsteps:\n  - use: incoming_ringing\n";
  write("home/suites/fragments/rings.yaml", outer);
  std::string uses_it = scenario("m.call.reject");
  uses_it.replace(uses_it.find("incoming_ringing"), 16, "rings");
  write("home/suites/voip/also.yaml", uses_it);
  start("run --watch --time-scale 0.2 --subject ./subject.yaml");
  SAYS(until(waits), "2/2 PASS");
  write("home/suites/fragments/rings.yaml", outer + "# the same\n");
  SAYS(until(waits), "1/1 PASS  voip.also");
  EXPECT_EQ(ctrl_c(), 0);
}

TEST_F(Watching, IsNotForWhatWouldChangeFilesOrWait) {
  EXPECT_EQ(ringcheck("run --watch --accept voip.v1.callee.reject").status, 3);
  EXPECT_EQ(ringcheck("run --watch --keep voip.v1.callee.reject").status, 3);
}

}  // namespace
}  // namespace ringcheck
