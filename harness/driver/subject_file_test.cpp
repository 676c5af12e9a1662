#include "driver/subject_file.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "driver/test_vocabulary.hpp"
#include "testing/source_dir.hpp"

namespace ringcheck::driver {
namespace {

using Texts = std::vector<std::string>;

SubjectFile read(const std::string& source) {
  return read_subject(parse_yaml("maker/subject.yaml", source), real_vocabulary());
}

Texts faults_of(const SubjectFile& file) {
  Texts texts;
  for (const Fault& fault : file.faults) {
    texts.push_back(fmt::format("{}:{}: {}{}{}", fault.place.line, fault.place.column, fault.text,
                                fault.help.empty() ? "" : " | ", fault.help));
  }
  return texts;
}

TEST(SubjectFile, EveryKeyIsRead) {
  const SubjectFile file = read(R"(subject: client
name: example-client
setup: [npm ci]
adapter: [node, adapter.mjs]
claims: [voip.caller, voip.callee, voip.v0, voip.glare, state.end_cause]
slots: 4
sessions: 3
environment: [PATH, HOME]
expected: expected.yaml
)");
  EXPECT_EQ(faults_of(file), Texts{});
  EXPECT_EQ(file.subject.kind, SubjectKind::client);
  EXPECT_EQ(file.subject.name, "example-client");
  EXPECT_EQ(file.subject.setup, Texts{"npm ci"});
  EXPECT_EQ(file.subject.adapter, (Texts{"node", "adapter.mjs"}));
  EXPECT_EQ(file.subject.claims.size(), 5U);
  EXPECT_EQ(file.subject.slots, 4);
  EXPECT_EQ(file.subject.sessions, 3);
  EXPECT_EQ(file.subject.environment, (Texts{"PATH", "HOME"}));
  EXPECT_EQ(file.subject.expected, "expected.yaml");
  EXPECT_EQ(file.subject.folder, "maker");
}

TEST(SubjectFile, TheLeastThatIsNeeded) {
  const SubjectFile file = read("subject: widget_host\nname: w\nadapter: [./a]\n");
  EXPECT_EQ(faults_of(file), Texts{});
  EXPECT_EQ(file.subject.kind, SubjectKind::widget_host);
  EXPECT_EQ(read("subject: homeserver\nname: h\nadapter: [./a]\n").subject.kind, SubjectKind::homeserver);
  EXPECT_EQ(file.subject.slots, 1);
  EXPECT_EQ(faults_of(read("{}")),
            (Texts{"1:1: subject is missing", "1:1: name is missing", "1:1: adapter is missing"}));
}

TEST(SubjectFile, AnAdapterThatComesByItself) {
  const SubjectFile file =
      read("subject: client\nname: page\nadapter: {listen: \"192.168.1.7:8765\"}\nsessions: 2\n");
  EXPECT_EQ(faults_of(file), Texts{});
  EXPECT_EQ(file.subject.listen, (Listen{{192, 168, 1, 7}, 8765}));
  EXPECT_EQ(file.subject.adapter, Texts{});
  EXPECT_EQ(file.subject.sessions, 2);
  EXPECT_FALSE(read("subject: client\nname: c\nadapter: [a]\n").subject.listen);
  EXPECT_EQ(
      faults_of(read(
          "subject: client\nname: p\nadapter: {listen: here, port: 1}\nslots: 2\nenvironment: [PATH]\n")),
      (Texts{"3:25: unknown key port | known here are listen",
             "3:19: listen: wanted an address and a port, as 127.0.0.1:8765, came here",
             "4:8: slots is for an adapter that is started",
             "5:14: environment is for an adapter that is started"}));
  EXPECT_EQ(faults_of(read("subject: client\nname: p\nadapter: {}\n")), Texts{"3:10: listen is missing"});
}

TEST(SubjectFile, APersonInPlaceOfAnAdapter) {
  const SubjectFile file = read("subject: client\nname: app\nadapter: manual\n");
  EXPECT_EQ(faults_of(file), Texts{});
  EXPECT_TRUE(file.subject.by_hand);
  EXPECT_FALSE(read("subject: client\nname: app\nadapter: [manual]\n").subject.by_hand);
}

TEST(SubjectFile, AWidgetByItsUrlAlone) {
  const std::string head = "subject: widget\nname: w\n";
  const SubjectFile file = read(head + "widget: {url: \"https://w.example.org/?id=$matrix_widget_id\"}\n");
  EXPECT_EQ(faults_of(file), Texts{});
  EXPECT_EQ(file.subject.adapter,
            (Texts{"{build}/widget-by-url", "https://w.example.org/?id=$matrix_widget_id", "chromium"}));
  const std::string other = "widget: {url: \"http://127.0.0.1/\", browser: /opt/chrome}\n";
  EXPECT_EQ(read(head + other).subject.adapter.back(), "/opt/chrome");
  EXPECT_EQ(faults_of(read(head + "widget: {url: \"file:///w\", port: 1}\n")),
            (Texts{"3:28: unknown key port | known here are url, browser",
                   "3:15: url is no address of the web | it begins with https:// or http://"}));
  EXPECT_EQ(faults_of(read(head + "widget: {}\n")), Texts{"3:9: url is missing"});
  EXPECT_EQ(faults_of(read(head + "adapter: [a]\n" + other)),
            Texts{"4:9: widget is for a subject that is a widget and has no adapter"});
}

TEST(SubjectFile, AllFaultsAtOnceWithPlaceAndHelp) {
  const SubjectFile file = read(R"(subject: clint
name: ../evil
adaptor: [node]
adapter: []
claims: [voip.caller, voip.calee, voip.glare]
slots: 0
environment: [PATH, "A=B"]
expected: /etc/passwd
setup: npm ci
)");
  EXPECT_EQ(
      faults_of(file),
      (Texts{
          "3:1: unknown key adaptor | did you mean adapter?",
          "1:10: subject is clint where one of client, widget, widget_host, homeserver is wanted | did you "
          "mean client?",
          "2:7: name has characters that a file name should not have | use letters, digits, dots, dashes and "
          "underscores",
          "9:8: setup is a string where a list is wanted", "4:10: adapter is an empty list",
          "5:23: unknown claim voip.calee | did you mean voip.callee?",
          "5:9: claims voip.glare without voip.callee, which it needs",
          "6:8: slots is no integer from 1 to 64",
          "7:21: \"A=B\" is no name of an environment variable | write names only; their values are taken "
          "from "
          "the environment of ringcheck",
          "8:11: expected is a path out of the folder of subject.yaml"}));
}

TEST(SubjectFile, FaultsOfTheYamlAreKept) {
  EXPECT_FALSE(read("subject: client\nname: yes\n").faults.empty());
  EXPECT_EQ(faults_of(read("[]")), Texts{"1:1: the file is a list where a map is wanted"});
  EXPECT_FALSE(load_subject("/nowhere/subject.yaml", real_vocabulary()).faults.empty());
}

TEST(SubjectFile, OurOwnSubjectsAreSound) {
  const std::string fixtures = source_dir() + "/fixtures/subjects/";
  for (const char* name :
       {"idle", "wrong/chatty", "wrong/claiming_more", "wrong/yes_man", "wrong/crashing", "wrong/hanging",
        "wrong/flooding_line", "wrong/flooding_notes", "wrong/leaving_child", "wrong/leaving_daemon",
        "wrong/lying_settle", "wrong/seq_gap", "wrong/stops_syncing", "wrong/wrong_shape",
        "wrong/lying_version"}) {
    EXPECT_EQ(faults_of(load_subject(fixtures + name + "/subject.yaml", real_vocabulary())), Texts{}) << name;
  }
}

}  // namespace
}  // namespace ringcheck::driver
