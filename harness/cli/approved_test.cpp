// What commands print, as approved in reports/golden.

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/test_program.hpp"
#include "testing/colours.hpp"
#include "testing/golden.hpp"
#include "testing/source_dir.hpp"

namespace ringcheck {
namespace {

TEST_F(Cli, WhatExplainsLooksAsApproved) {
  const std::vector<std::pair<const char*, const char*>> commands = {
      {"explain_requirement.txt", "explain VOIP-193"},
      {"explain_excluded.txt", "explain VOIP-031"},
      {"explain_scenario.txt", "explain voip.v1.callee.reject"},
      {"list.txt", "list voip.v1.callee.reject"},
      {"faults.txt", "faults rejects_with_hangup reject_with_reason"}};
  for (const auto& [golden, command] : commands) {
    std::string text = ringcheck(command).text;
    const std::string here = source_dir() + "/";
    for (std::size_t at = 0; (at = text.find(here, at)) != std::string::npos;) text.erase(at, here.size());
    expect_golden(golden, text);
  }
}

// The same words at a terminal as in a pipe, in colour unless NO_COLOR forbids it.
TEST_F(Cli, TheFamilyHasColoursAtATerminal) {
  EXPECT_EQ(ringcheck("run --seed 1 --out runs voip.v1.callee.answer").status, 0);
  for (const std::string command :
       {"explain VOIP-193", "explain voip.v1.callee.answer", "show runs/* voip.v1.callee.answer"}) {
    const auto at_terminal = [&](const std::string& environment) {
      std::string text = shell(fmt::format("cd '{}' && {} RINGCHECK_HOME='{}' script -qec '{} {}' /dev/null",
                                           folder_, environment, source_dir(), program(), command))
                             .text;
      std::erase(text, '\r');
      return text;
    };
    const std::string plain = ringcheck(command).text;
    EXPECT_EQ(at_terminal("NO_COLOR=1"), plain);
    const std::string coloured = at_terminal("");
    EXPECT_NE(coloured, plain) << command;
    EXPECT_EQ(without_colours(coloured), plain) << command;
  }
}

// Of two options that mean different things none is left out silently.
TEST_F(Cli, WhatCannotStandTogetherIsRefusedWithTheReason) {
  std::ofstream(folder_ + "/by-hand.yaml") << "subject: client\nname: app\nadapter: manual\n"
                                              "claims: [voip.callee]\n";
  std::ofstream(folder_ + "/comes.yaml") << "subject: client\nname: app\nadapter: {listen: \"127.0.0.1:0\"}\n"
                                            "claims: [voip.callee]\n";
  std::string text;
  for (const char* arguments :
       {"run --adapter manual --adapter-arg=--fault", "run --listen 127.0.0.1:0 --adapter-arg=--fault",
        "run --adapter manual --jobs 2", "run --follow --jobs 2", "run --follow --quiet",
        "run --watch --keep", "run --watch --accept",
        "run --subject ./by-hand.yaml --jobs 2 voip.v1.callee.reject",
        "run --subject ./by-hand.yaml --adapter-arg=--fault voip.v1.callee.reject",
        "run --subject ./comes.yaml --adapter-arg=--fault voip.v1.callee.reject",
        "adapter check --subject ./comes.yaml -- python3 adapter.py",
        "adapter check --listen 127.0.0.1:0 -- python3 adapter.py"}) {
    const Said said = ringcheck(arguments);
    EXPECT_EQ(said.status, 3) << arguments;
    text += "$ ringcheck " + std::string(arguments) + "\n" + said.text;
  }
  expect_golden("refused_options.txt", text);
}

}  // namespace
}  // namespace ringcheck
