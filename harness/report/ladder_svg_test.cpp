#include "report/ladder_svg.hpp"

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "report/html_text.hpp"

namespace ringcheck::report {
namespace {

using trace::Entry;
using trace::Kind;

class Tape {
 public:
  Tape() { add(Kind::start, "harness", "", "test").head = make_object({{"subject", "bob"}}); }

  Entry& add(Kind kind, std::string from, std::string to, std::string type, std::int64_t t_us = 0) {
    Entry entry;
    entry.seq = static_cast<std::int64_t>(entries.size()) + 1;
    entry.t_us = t_us;
    entry.kind = kind;
    entry.from = std::move(from);
    entry.to = std::move(to);
    entry.type = std::move(type);
    entries.push_back(std::move(entry));
    return entries.back();
  }

  std::deque<Entry> entries;
};

struct Picture {
  pugi::xml_document document;
  std::string text;

  std::size_t count(const char* path) const { return document.select_nodes(path).size(); }
  std::string word(const char* path) const { return document.select_node(path).node().text().get(); }
};

Picture draw(const std::deque<Entry>& entries, const Marks& marks = {}) {
  const ShownEntries shown = entries_to_show(entries, marks);
  Picture picture;
  picture.text =
      ladder_svg(entries, shown, marks, {.title = "T", .file = "a.yaml", .link_of = [](std::int64_t seq) {
                                           return "#t0." + std::to_string(seq);
                                         }});
  EXPECT_TRUE(picture.document.load_string(picture.text.c_str())) << picture.text;
  return picture;
}

TEST(LadderSvg, HasAColumnPerPartyAndALinkPerEntry) {
  Tape tape;
  tape.add(Kind::action, "harness", "bob", "place_call").channel = trace::channel::driver;
  tape.add(Kind::event, "bob", "homeserver", "m.call.invite");
  tape.add(Kind::event, "alice", "homeserver", "m.call.answer");
  const Picture picture = draw(tape.entries);
  EXPECT_EQ(picture.count("//text[@class='party']"), 4U);
  EXPECT_EQ(picture.word("(//text[@class='party'])[4]"), "alice");
  EXPECT_EQ(picture.count("//a"), 3U);
  EXPECT_EQ(picture.count("//a[@href='#t0.2'][path[@class='arrow driver']]"), 1U);
  EXPECT_EQ(picture.count("//a[@aria-label='0.000 s, event m.call.answer, alice to homeserver']"), 1U);
}

TEST(LadderSvg, ArrowsPointWhereTheMessageGoes) {
  Tape tape;
  tape.add(Kind::event, "bob", "homeserver", "m.call.invite");
  tape.add(Kind::event, "alice", "homeserver", "m.call.answer");
  const Picture picture = draw(tape.entries);
  const std::string right = picture.document.select_node("(//a/path)[1]/@d").attribute().value();
  const std::string left = picture.document.select_node("(//a/path)[2]/@d").attribute().value();
  EXPECT_TRUE(right.starts_with("M336 ") && right.find("H542") != std::string::npos) << right;
  EXPECT_TRUE(left.starts_with("M752 ") && left.find("H546") != std::string::npos) << left;
}

TEST(LadderSvg, APageStandsBesideTheSubjectAndWhatItHasComeToBesideThePage) {
  Tape tape;
  tape.add(Kind::opened, "bob", "board", "load").channel = trace::channel::widget;
  tape.add(Kind::log, "board", "", "widget_state_changed").head =
      make_object({{"data", make_object({{"state", "ready"}})}});
  tape.add(Kind::log, "harness", "", "unknown_endpoint");
  const Picture picture = draw(tape.entries);
  EXPECT_EQ(picture.word("(//text[@class='party'])[3]"), "board");
  EXPECT_EQ(picture.word("(//text[@class='party'])[4]"), "homeserver");
  EXPECT_EQ(picture.word("//text[@class='label start'][@x='552']"), "is ready");
  EXPECT_EQ(picture.word("//text[@class='label start'][@x='136']"), "log unknown_endpoint");
}

TEST(LadderSvg, MediaPointsAtWhosePortItIs) {
  Tape tape;
  tape.add(Kind::media, "bob", "carol", "ice_check");
  tape.add(Kind::media, "bob", "homeserver", "turn_allocation");
  const Picture picture = draw(tape.entries);
  EXPECT_EQ(picture.word("(//text[@class='party'])[4]"), "carol") << "who says nothing in the room";
  EXPECT_EQ(picture.count("//a[@aria-label='0.000 s, media ice_check, bob to carol'][path]"), 1U);
  const std::string to_server = picture.document.select_node("(//a/path)[2]/@d").attribute().value();
  EXPECT_TRUE(to_server.starts_with("M336 ") && to_server.find("H542") != std::string::npos) << to_server;
}

TEST(LadderSvg, DrawsABatchAsOneBox) {
  Tape tape;
  tape.add(Kind::event, "alice", "homeserver", "m.call.invite").head = make_object({{"event_id", "$1"}});
  tape.add(Kind::event, "bob", "homeserver", "m.call.hangup").head = make_object({{"event_id", "$2"}});
  tape.add(Kind::deliver, "homeserver", "bob", "GET /sync").head =
      make_object({{"events", make_array({"$1", "$2", "$3"})}});
  tape.add(Kind::deliver, "homeserver", "bob", "GET /sync").head =
      make_object({{"events", make_array({"$1"})}});
  const Picture picture = draw(tape.entries);
  EXPECT_EQ(picture.count("//rect[@class='batch']"), 1U);
  EXPECT_EQ(picture.count("//a[rect[@class='batch']]/text[@class='label']"), 4U);
  EXPECT_EQ(picture.word("//a[rect[@class='batch']]/text[@class='label'][3]"), "m.call.hangup (echo)");
  EXPECT_EQ(picture.word("//a[@href='#t0.5']/text[@class='label']"), "sync: m.call.invite");
}

TEST(LadderSvg, MarksTheMomentOfAVerdictWithAWord) {
  Tape tape;
  tape.add(Kind::deadline, "harness", "", "", 5'000'000).step = 4;
  const Picture picture = draw(tape.entries, {{2, {Verdict::fail, "VOIP-108", {"VOIP-1", "VOIP-2"}}}});
  EXPECT_EQ(picture.count("//a[@class='r m fail']/path[@class='lozenge']"), 1U);
  EXPECT_EQ(picture.word("//text[@class='flag']"), "fail");
  EXPECT_EQ(picture.word("//text[@class='flag id']"), "VOIP-108 +2");
}

TEST(LadderSvg, AWaitIsDrawn) {
  Tape tape;
  tape.add(Kind::action, "harness", "bob", "hang_up", 100'000);
  tape.add(Kind::done, "bob", "harness", "hang_up", 5'200'000);
  const Picture picture = draw(tape.entries);
  EXPECT_EQ(picture.word("//text[@class='pause']"), "⋮ 5.1 s");
}

TEST(LadderSvg, StepsOfOtherFilesNameThem) {
  Tape tape;
  tape.add(Kind::step, "harness", "", "do place_call").head =
      make_object({{"file", "x/b.yaml"}, {"line", 5}});
  tape.entries.back().step = 0;
  tape.add(Kind::step, "harness", "", "let ").head = make_object({{"file", "a.yaml"}, {"line", 6}});
  tape.entries.back().step = 1;
  const Picture picture = draw(tape.entries);
  EXPECT_EQ(picture.word("(//text[@class='step-name'])[1]"), "step 0: do place_call, b.yaml:5");
  EXPECT_EQ(picture.word("(//text[@class='step-name'])[2]"), "step 1: let, line 6");
}

TEST(LadderSvg, HostileNamesStayText) {
  Tape tape;
  tape.add(Kind::event, "</svg><img onerror=x>", "homeserver", "\"><script>\x01\u202E");
  const Picture picture = draw(tape.entries);
  EXPECT_EQ(picture.text.find("<img"), std::string::npos);
  EXPECT_EQ(picture.text.find("<script"), std::string::npos);
  EXPECT_NE(picture.text.find("⟨U+0001⟩⟨U+202E⟩"), std::string::npos);
}

TEST(HtmlEntries, LeaveOutWhatOnlyCarried) {
  Tape tape;
  tape.add(Kind::request, "bob", "homeserver", "PUT /rooms/x/send/m.call.invite/1");
  tape.add(Kind::event, "bob", "homeserver", "m.call.invite").cause = 2;
  tape.add(Kind::response, "homeserver", "bob", "PUT /x").head = make_object({{"status", 200}});
  tape.add(Kind::request, "bob", "homeserver", "GET /sync");
  tape.add(Kind::taken, "homeserver", "bob", "GET /sync");
  tape.add(Kind::request, "bob", "homeserver", "GET /voip/turnServer");
  tape.add(Kind::response, "homeserver", "bob", "GET /x").head = make_object({{"status", 404}});
  const ShownEntries shown = entries_to_show(tape.entries, {});
  std::vector<std::int64_t> seqs;
  for (const Entry* entry : shown.entries) seqs.push_back(entry->seq);
  EXPECT_EQ(seqs, (std::vector<std::int64_t>{1, 3, 7, 8}));
  EXPECT_EQ(shown.transport, 4U);
  EXPECT_EQ(entries_to_show(tape.entries, {{4, {}}}).entries.size(), 5U);
}

TEST(HtmlEntries, AFloodIsThinnedAroundItsMarks) {
  Tape tape;
  for (int i = 0; i < 5000; ++i) tape.add(Kind::note, "bob", "harness", "flood");
  const ShownEntries shown = entries_to_show(tape.entries, {{2500, {}}});
  EXPECT_EQ(shown.entries.size(), 220U);
  std::size_t left_out = 0;
  for (const auto& [seq, count] : shown.surplus_before) left_out += count;
  EXPECT_EQ(left_out + shown.entries.size(), 5001U);
  EXPECT_EQ(shown.surplus_before.size(), 2U);
  Marks everywhere;
  for (int i = 0; i < 5000; i += 5) everywhere[i] = {};
  EXPECT_LE(entries_to_show(tape.entries, everywhere).entries.size(), 700U);
}

TEST(HtmlEntries, MarksStandWhereTheVerdictFell) {
  Tape tape;
  tape.add(Kind::event, "bob", "homeserver", "m.call.answer");
  tape.add(Kind::deadline, "harness", "", "").step = 3;
  tape.add(Kind::end, "harness", "", "stopped");
  TestResult test;
  test.outcome = Outcome::failed;
  Finding missing;
  missing.requirement = "A";
  missing.verdict = Verdict::fail;
  missing.step = 3;
  Finding window = missing;
  window.requirement = "B";
  window.step = 9;
  Finding shape = missing;
  shape.requirement = "C";
  shape.verdict = Verdict::warn;
  shape.step = -1;
  shape.at_seq = 2;
  test.findings = {missing, window, shape};
  const Marks marks = marks_of(test, tape.entries);
  ASSERT_EQ(marks.size(), 3U);
  EXPECT_EQ(marks.at(3).label, "A");
  EXPECT_EQ(marks.at(4).label, "B");
  EXPECT_EQ(marks.at(2).verdict, Verdict::warn);
  TestResult open;
  open.outcome = Outcome::inconclusive;
  EXPECT_EQ(marks_of(open, tape.entries).at(3).verdict, Verdict::inconclusive);
  EXPECT_TRUE(marks_of(TestResult{}, tape.entries).empty());
}

}  // namespace
}  // namespace ringcheck::report
