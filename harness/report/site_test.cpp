// The site as a browser would take it: read with pugixml, every link followed, hostile text looked for.

#include "report/site.hpp"

#include <filesystem>
#include <map>
#include <set>

#include <pugixml.hpp>
#include <re2/re2.h>

#include "report/html_policy.hpp"
#include "testing/golden.hpp"

namespace ringcheck::report {
namespace {

namespace fs = std::filesystem;
using trace::Entry;
using trace::Kind;

const std::string attack =
    "</script>\"'><img src=x onerror=alert(1)><script>alert(2)</script>\x1b\u202E{{id}}";

spec::Requirement plain(std::string id, std::string since, std::string msc) {
  spec::Requirement made;
  made.id = std::move(id);
  made.section = "glare";
  made.title = "The lesser of two crossing calls is taken";
  made.role = "client";
  made.level = "must";
  made.since = std::move(since);
  made.msc = std::move(msc);
  made.source = "client-server API, Glare";
  made.says = "Of two calls that cross the one with the lesser call_id goes on.";
  made.basis = "spec";
  return made;
}

scenario::Library library() {
  scenario::Library made;
  made.folder = "/home/somebody/suites";
  spec::Requirement first = plain("VOIP-001", "v1.7", "MSC2746");
  first.stance = "S01";
  first.note = "The text says it twice.";
  first.names = {{"m.call", "org.example.call"}};
  spec::Requirement second = plain("VOIP-002", "MSC3086", "");
  second.excluded = "nobody can see it";
  made.requirements.add(first);
  made.requirements.add(second);
  made.requirements.add(plain("VOIP-003", "r0.6.1", ""));
  made.requirements.add_stance("S01", "Compared by code point.");
  made.requirements.add_msc({"MSC2746", "Improved signalling", "merged", "v1.7", ""});
  made.requirements.add_msc({"MSC3086", "Asserted identity", "proposed", "", ""});
  made.requirements.add_msc({"MSC1234", "An older one", "superseded", "", "MSC2746"});
  scenario::Test test;
  test.name = test.scenario = "voip.glare";
  test.file = "/home/somebody/suites/voip/glare.yaml";
  test.title = "Two calls cross";
  scenario::Step step;
  step.proves = {"VOIP-001"};
  test.steps = {step};
  made.tests = {test};
  return made;
}

TestResult passed(std::string name, std::size_t other_findings) {
  TestResult test;
  test.name = std::move(name);
  test.title = "Two calls cross";
  test.trace_file = "there";
  Finding finding;
  finding.requirement = "VOIP-001";
  finding.at_seq = 2;
  test.findings = {finding};
  finding.requirement = "VOIP-003";
  test.findings.insert(test.findings.end(), other_findings, finding);
  return test;
}

RunResult run(std::string implementation) {
  RunResult made;
  made.implementation = std::move(implementation);
  made.started_at = "2026-11-27T12:00:00Z";
  made.tests = {passed("voip.glare.long", 3), passed("voip.glare", 0)};
  RequirementResult result;
  result.id = "VOIP-001";
  result.tests = {"voip.glare.long", "voip.glare"};
  made.requirements = {result};
  return made;
}

Result<std::deque<Entry>> short_trace(const TestResult&) {
  std::deque<Entry> entries(2);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    entries[i].seq = static_cast<std::int64_t>(i) + 1;
    entries[i].kind = i == 0 ? Kind::start : Kind::event;
    entries[i].from = "bob";
    entries[i].to = "homeserver";
    entries[i].type = "m.call.answer";
  }
  return entries;
}

SiteInput input_of(const scenario::Library& library) {
  return {
      .library = library,
      .checks = {{"schema", {"VOIP-001"}, "the content fits its schema"}},
      .mistakes = {{"VOIP-001", "fault greater_wins of reference-client", {}, "the greater goes on"},
                   {"VOIP-001", "somebody's client", {Verdict::fail, Verdict::pass}, "It compares numbers."}},
      .runs = {run("mine 1.0"), run("theirs 2.0")},
      .templates = source_dir() + "/reports/templates",
      .version = "0.0.0",
      .trace_of = short_trace};
}

using Pages = std::map<std::string, std::string>;

Pages pages_of(const SiteInput& input) {
  auto made = site_pages(input);
  if (!made) {
    ADD_FAILURE() << made.error().text;
    return {};
  }
  Pages pages;
  for (SitePage& page : *made)
    EXPECT_TRUE(pages.emplace(page.path, std::move(page.text)).second) << "twice: " << page.path;
  return pages;
}

// What all pages share has its own tests, and would be the most of an approved page.
std::string without_form(std::string page) {
  re2::RE2::GlobalReplace(&page, "(?s)<style>.*?</style>", "<style></style>");
  re2::RE2::GlobalReplace(&page, "(?s)(<svg class=\"sprite\".*?)</svg>", "<svg></svg>");
  re2::RE2::GlobalReplace(&page, "(Content-Security-Policy\" content=)\"[^\"]*\"", "\\1\"\"");
  return page;
}

TEST(Site, LooksAsApproved) {
  const scenario::Library all = library();
  const Pages pages = pages_of(input_of(all));
  expect_golden("site_requirement.html", without_form(pages.at("requirement/VOIP-001.html")));
  expect_golden("site_msc.html", without_form(pages.at("msc/MSC2746.html")));
}

pugi::xml_document parsed(const std::string& path, const std::string& text) {
  pugi::xml_document document;
  const pugi::xml_parse_result result = document.load_string(text.c_str());
  EXPECT_TRUE(result) << path << ": " << result.description() << " at "
                      << text.substr(static_cast<std::size_t>(result.offset), 80);
  return document;
}

// Each page with the ids that links may lead to, each of them one.
std::map<std::string, std::set<std::string>> anchors_of(const Pages& pages) {
  std::map<std::string, std::set<std::string>> anchors;
  for (const auto& [path, text] : pages) {
    anchors[path];
    const pugi::xml_document document = parsed(path, text);
    for (const pugi::xpath_node& each : document.select_nodes("//@id"))
      EXPECT_TRUE(anchors[path].insert(each.attribute().value()).second) << path;
  }
  return anchors;
}

void expect_links_to_resolve(const Pages& pages) {
  const auto anchors = anchors_of(pages);
  int links = 0;
  for (const auto& [path, text] : pages) {
    const pugi::xml_document document = parsed(path, text);
    for (const pugi::xpath_node& each : document.select_nodes("//@href")) {
      const std::string href = each.attribute().value();
      const std::size_t hash = href.find('#');
      const std::string file = href.substr(0, hash);
      const std::string target =
          file.empty() ? path : (fs::path(path).parent_path() / file).lexically_normal().string();
      ASSERT_TRUE(anchors.contains(target)) << path << " leads to " << href;
      ++links;
      if (hash == std::string::npos) continue;
      const std::string anchor = href.substr(hash + 1);
      if (anchor.starts_with("filter:")) {
        EXPECT_TRUE(anchors.at(target).contains("filters")) << path << " leads to " << href;
      } else {
        EXPECT_TRUE(anchors.at(target).contains(anchor)) << path << " leads to " << href;
      }
    }
    for (const pugi::xpath_node& each : document.select_nodes("//@aria-labelledby"))
      EXPECT_TRUE(anchors.at(path).contains(each.attribute().value())) << path;
  }
  EXPECT_GT(links, 30);
}

TEST(Site, EveryLinkLeadsSomewhere) {
  const scenario::Library all = library();
  const Pages pages = pages_of(input_of(all));
  EXPECT_EQ(pages.size(), 7U);
  expect_links_to_resolve(pages);
}

TEST(Site, TheSimplestTestOfTheFirstRunShowsHowItIsRight) {
  const scenario::Library all = library();
  SiteInput input = input_of(all);
  const std::string page = pages_of(input).at("requirement/VOIP-001.html");
  EXPECT_NE(page.find("Ladder of voip.glare\""), std::string::npos);
  EXPECT_EQ(page.find("Ladder of voip.glare.long"), std::string::npos);
  EXPECT_NE(page.find("by mine 1.0"), std::string::npos);
  input.trace_of = [](const TestResult&) { return Error{"cannot read <it>"}; };
  EXPECT_NE(pages_of(input).at("requirement/VOIP-001.html").find("No ladder: cannot read &lt;it&gt;"),
            std::string::npos);
  // Who failed shows nobody how it is right.
  for (RunResult& run : input.runs) {
    for (TestResult& test : run.tests) test.outcome = Outcome::failed;
  }
  EXPECT_EQ(pages_of(input).at("requirement/VOIP-001.html").find("when it is right"), std::string::npos);
}

TEST(Site, ForeignTextIsOnlyText) {
  scenario::Library all;
  all.folder = "/suites";
  spec::Requirement hostile;
  hostile.id = hostile.section = hostile.title = hostile.role = hostile.level = hostile.since = hostile.msc =
      hostile.source = hostile.says = hostile.basis = hostile.stance = hostile.excluded = hostile.note =
          attack;
  hostile.names = {{attack, attack}};
  all.requirements.add(hostile);
  hostile.id += "2";
  all.requirements.add(hostile);
  all.requirements.add_stance(attack, attack);
  all.requirements.add_msc({attack, attack, attack, attack, attack});
  scenario::Test test;
  test.name = test.scenario = test.file = test.title = attack;
  scenario::Step step;
  step.proves = {attack};
  test.steps = {step};
  all.tests = {test};
  SiteInput input = input_of(all);
  input.checks = {{attack, {attack}, attack}};
  input.mistakes = {{attack, attack, {}, attack}, {attack, attack, {Verdict::fail}, attack}};
  input.version = attack;
  for (RunResult& run : input.runs) {
    run.implementation = run.started_at = attack;
    run.requirements.front().id = run.requirements.front().why_expected = attack;
    for (TestResult& each : run.tests) each.findings.front().requirement = each.title = attack;
  }
  const Pages pages = pages_of(input);
  expect_links_to_resolve(pages);
  for (const auto& [path, text] : pages) {
    const pugi::xml_document document = parsed(path, text);
    EXPECT_EQ(path.find_first_of("<>\"' "), std::string::npos) << path;
    EXPECT_TRUE(document.select_nodes("//img | //@onerror | //@style | //link | //base | //@src").empty());
    EXPECT_EQ(document.select_nodes("//script").size(), path == "index.html" ? 1U : 0U) << path;
    EXPECT_EQ(text.find("<script>alert"), std::string::npos) << path;
    EXPECT_EQ(text.find('\x1b'), std::string::npos) << path;
    EXPECT_EQ(text.find("\u202E"), std::string::npos) << path;
    EXPECT_NE(text.find("{{id}}"), std::string::npos) << "foreign text is no template: " << path;
  }
}

TEST(Site, ItsPolicyIsThatOfAllPages) {
  const scenario::Library all = library();
  for (const auto& [path, text] : pages_of(input_of(all))) {
    const pugi::xml_document document = parsed(path, text);
    const std::string policy =
        document.select_node("//meta[@http-equiv='Content-Security-Policy']/@content").attribute().value();
    EXPECT_EQ(policy, content_policy(document.select_node("//style").node().text().get(),
                                     document.select_node("//script").node().text().get()))
        << path;
    EXPECT_TRUE(is_page_of_ours(text)) << path;
  }
  EXPECT_FALSE(is_page_of_ours("<html><head></head></html>"));
}

TEST(Site, NamesTheTemplateThatIsMissing) {
  const scenario::Library all = library();
  SiteInput input = input_of(all);
  input.templates = "/nowhere";
  auto pages = site_pages(input);
  ASSERT_FALSE(pages);
  EXPECT_NE(pages.error().text.find("/nowhere/head.html"), std::string::npos) << pages.error().text;
}

}  // namespace
}  // namespace ringcheck::report
