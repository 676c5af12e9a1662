// The page as a whole: what a browser would make of it is read with pugixml, for which the templates are
// written as XML too.

#include "report/html.hpp"

#include <fstream>
#include <iterator>
#include <set>

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "testing/source_dir.hpp"

namespace ringcheck::report {
namespace {

using trace::Entry;
using trace::Kind;

const std::string attack =
    "</script></pre>\"'><img src=x onerror=alert(1)><script>alert(2)</script>\x1b\u202E{{who}}";

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TestResult hostile_test(Outcome outcome, const std::string& name) {
  TestResult test;
  test.name = name;
  test.scenario = test.file = test.title = test.message = test.blame = test.stopped_at = attack;
  test.outcome = outcome;
  for (const Verdict verdict : {Verdict::fail, Verdict::warn, Verdict::pass, Verdict::inconclusive}) {
    Finding finding;
    finding.verdict = verdict;
    finding.requirement = finding.file = finding.looked_for = finding.message = attack;
    finding.step = 1;
    finding.differences = {{attack, attack + " (string)", attack}};
    finding.at_seq = 3;
    test.findings.push_back(finding);
    finding.check = attack;
    test.findings.push_back(finding);
  }
  test.around = {{3, 1'000, attack}};
  test.differences = {{attack, attack, attack}};
  test.adapter_log = test.warnings = {attack};
  test.unexplained = {3, 99};
  test.trace_file = test.repeat_command = attack;
  return test;
}

RunResult hostile_run() {
  RunResult run;
  run.subject = run.implementation = run.harness_version = run.started_at = run.folder = attack;
  for (const Outcome outcome :
       {Outcome::failed, Outcome::error, Outcome::inconclusive, Outcome::passed, Outcome::skipped})
    run.tests.push_back(hostile_test(outcome, attack + std::to_string(run.tests.size())));
  RequirementResult requirement;
  requirement.id = requirement.section = requirement.title = requirement.level = requirement.since =
      requirement.msc = requirement.source = requirement.says = requirement.basis = requirement.stance =
          requirement.stance_says = requirement.against_baseline = requirement.why_expected = attack;
  requirement.verdict = Verdict::fail;
  requirement.tests = {attack + "0", "gone " + attack};
  run.requirements = {requirement};
  run.unknown_endpoints = run.notices = {attack};
  run.exit_status = 1;
  return run;
}

std::deque<Entry> hostile_trace() {
  std::deque<Entry> entries(3);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    Entry& entry = entries[i];
    entry.seq = static_cast<std::int64_t>(i) + 1;
    entry.kind = i == 0 ? Kind::start : i == 1 ? Kind::note : Kind::event;
    entry.from = attack;
    entry.to = "homeserver";
    entry.type = attack;
    entry.head = make_object({{"subject", attack}, {attack, attack}});
    entry.body = make_object({{attack, attack}, {"state", attack}});
  }
  return entries;
}

struct Page {
  std::string text;
  pugi::xml_document document;

  std::size_t count(const char* path) const { return document.select_nodes(path).size(); }
};

Page page_of(const RunResult& run,
             const std::function<Result<std::deque<Entry>>(const TestResult&)>& trace_of) {
  Page page;
  auto text = to_html(run, {.templates = source_dir() + "/reports/templates", .trace_of = trace_of});
  if (!text) {
    ADD_FAILURE() << text.error().text;
    return page;
  }
  page.text = std::move(*text);
  const pugi::xml_parse_result parsed = page.document.load_string(page.text.c_str());
  EXPECT_TRUE(parsed) << parsed.description() << " at "
                      << page.text.substr(static_cast<std::size_t>(parsed.offset), 80);
  return page;
}

Page hostile_page() {
  return page_of(hostile_run(), [](const TestResult&) { return hostile_trace(); });
}

TEST(Html, WhatASubjectWroteIsOnlyText) {
  const Page page = hostile_page();
  EXPECT_EQ(page.count("//img"), 0U);
  EXPECT_EQ(page.count("//script"), 1U);
  EXPECT_EQ(page.count("//style"), 1U);
  EXPECT_EQ(page.count("//@onerror"), 0U);
  EXPECT_EQ(page.text.find("<script>alert"), std::string::npos);
  EXPECT_EQ(page.text.find('\x1b'), std::string::npos);
  EXPECT_EQ(page.text.find("\u202E"), std::string::npos);
  EXPECT_NE(page.text.find("⟨U+202E⟩"), std::string::npos);
  EXPECT_NE(page.text.find("{{who}}"), std::string::npos) << "foreign text is no template";
  EXPECT_NE(page.text.find(text_of(source_dir() + "/reports/templates/page.js")), std::string::npos);
}

TEST(Html, LoadsNothing) {
  const Page page = hostile_page();
  for (const pugi::xpath_node& each : page.document.select_nodes("//@href | //@src | //@action | //@srcset"))
    EXPECT_EQ(each.attribute().value()[0], '#') << each.attribute().value();
  EXPECT_EQ(page.count("//link | //base | //iframe | //object | //embed | //@style"), 0U);
  for (const char* file : {"page.css", "page.js"}) {
    const std::string text = text_of(source_dir() + "/reports/templates/" + file);
    for (const char* word : {"url(", "@import", "http:", "https:", "//cdn", "fetch(", "import("})
      EXPECT_EQ(text.find(word), std::string::npos) << file << " has " << word;
  }
  const std::string policy =
      page.document.select_node("//meta[@http-equiv='Content-Security-Policy']/@content").attribute().value();
  EXPECT_TRUE(policy.starts_with("default-src 'none'; ")) << policy;
}

TEST(Html, EachLinkLeadsSomewhereAndEachAnchorIsOne) {
  const Page page = hostile_page();
  std::set<std::string> ids;
  for (const pugi::xpath_node& each : page.document.select_nodes("//@id"))
    EXPECT_TRUE(ids.insert(each.attribute().value()).second) << "twice: " << each.attribute().value();
  int links = 0;
  for (const pugi::xpath_node& each : page.document.select_nodes("//@href")) {
    EXPECT_TRUE(ids.contains(each.attribute().value() + 1)) << each.attribute().value();
    ++links;
  }
  EXPECT_GT(links, 50);
  for (const pugi::xpath_node& each : page.document.select_nodes("//@aria-labelledby"))
    EXPECT_TRUE(ids.contains(each.attribute().value())) << each.attribute().value();
}

TEST(Html, HeadingsDescendOneByOneAndTablesHaveCaptions) {
  const Page page = hostile_page();
  int before = 0;
  for (const pugi::xpath_node& each : page.document.select_nodes("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")) {
    const int level = each.node().name()[1] - '0';
    EXPECT_LE(level, before + 1) << each.node().text().get();
    before = level;
  }
  EXPECT_EQ(page.count("//h1"), 1U);
  EXPECT_EQ(page.count("//table"), page.count("//table/caption"));
  EXPECT_EQ(page.count("//main"), 1U);
  EXPECT_EQ(page.count("//*[@aria-live='polite']"), 1U);
}

TEST(Html, FailuresAreOpenAndTheRestIsNot) {
  const Page page = hostile_page();
  EXPECT_EQ(page.count("//details[starts-with(@class, 'scenario')]"), 5U);
  EXPECT_EQ(page.count("//details[starts-with(@class, 'scenario')][@open]"), 2U);
  EXPECT_EQ(page.count("//details[starts-with(@class, 'scenario')][@open]//*[@class='doubt']"), 2U);
  EXPECT_EQ(page.count("//form[@id='filters'][@hidden]"), 1U)
      << "without the script there is nothing to filter";
}

TEST(Html, SaysWhyThereIsNoLadder) {
  const Page page = page_of(hostile_run(), [](const TestResult&) { return Error{"cannot read <it>"}; });
  EXPECT_EQ(page.count("//svg[@class='ladder']"), 0U);
  EXPECT_NE(page.text.find("No ladder: cannot read &lt;it&gt;"), std::string::npos);
  const Page without = page_of(hostile_run(), nullptr);
  EXPECT_EQ(without.count("//svg[@class='ladder']"), 0U);
}

TEST(Html, AnEmptyRunIsAPageToo) {
  const Page page = page_of(RunResult{}, nullptr);
  EXPECT_EQ(page.count("//details"), 0U);
  EXPECT_EQ(page.count("//h1"), 1U);
}

TEST(Html, NamesTheTemplateThatIsMissing) {
  auto page = to_html(RunResult{}, {.templates = "/nowhere", .trace_of = nullptr});
  ASSERT_FALSE(page);
  EXPECT_NE(page.error().text.find("/nowhere/page.html"), std::string::npos) << page.error().text;
}

// Fifty tests that passed, with descriptions as long as those of browsers, stay light.
TEST(Html, FiftyScenariosStayBelowTwoMegabytes) {
  RunResult run;
  for (int i = 0; i < 50; ++i) {
    TestResult test;
    test.name = "voip.v1.some.scenario[" + std::to_string(i) + "]";
    test.trace_file = "x.jsonl";
    run.tests.push_back(std::move(test));
  }
  std::string sdp;
  for (int i = 0; i < 150; ++i) sdp += "a=rtpmap:111 opus/48000/2 and more\r\n";
  std::deque<Entry> trace;
  for (int i = 0; i < 36; ++i) {
    Entry entry;
    entry.seq = i + 1;
    entry.kind = i % 6 == 0 ? Kind::event : Kind::note;
    entry.from = "bob";
    entry.to = i % 6 == 0 ? "homeserver" : "harness";
    entry.type = "m.call.invite";
    entry.body = make_object({{"call_id", "MAa4R7UTEmoI744B"}, {"state", "ringing"}});
    if (i % 6 == 0) entry.body.set("offer", make_object({{"type", "offer"}, {"sdp", sdp}}));
    trace.push_back(std::move(entry));
  }
  auto page = to_html(run, {.templates = source_dir() + "/reports/templates",
                            .trace_of = [&](const TestResult&) { return trace; }});
  ASSERT_TRUE(page) << page.error().text;
  EXPECT_LT(page->size(), std::size_t{2'000'000});
}

}  // namespace
}  // namespace ringcheck::report
