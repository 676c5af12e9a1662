#include "report/markdown_text.hpp"

#include <gtest/gtest.h>

#include "report/markdown.hpp"

namespace ringcheck::report {
namespace {

TEST(MarkdownText, OurWordsAreNoMarkup) {
  EXPECT_EQ(markdown_escaped("m.call.select_answer *is* [sent](x) | <b>"),
            "m.call.select\\_answer \\*is\\* \\[sent\\](x) \\| &lt;b\\>");
  EXPECT_EQ(markdown_escaped("# a - b"), "\\# a - b");
  EXPECT_EQ(markdown_escaped("@alice"),
            "@\u200b"
            "alice");
  EXPECT_EQ(markdown_escaped("a\nb").find('\n'), std::string::npos);
}

TEST(MarkdownText, NoContentEndsACodeSpan) {
  EXPECT_EQ(markdown_code("x"), "`x`");
  EXPECT_EQ(markdown_code("a`b``c"), "```a`b``c```");
  EXPECT_EQ(markdown_code("`"), "`` ` ``");
  EXPECT_EQ(markdown_code(" x "), "`  x  `");
  EXPECT_EQ(markdown_code(""), "(empty)");
  EXPECT_EQ(markdown_code("a\n\n<script>").find('\n'), std::string::npos);
}

TEST(MarkdownText, NoContentEndsABlock) {
  EXPECT_EQ(markdown_block("x\ny\n"), "```text\nx\ny\n```\n");
  EXPECT_EQ(markdown_block("````\n"), "`````text\n````\n`````\n");
  EXPECT_LT(markdown_block(std::string(100'000, 'x')).size(), 500U);
}

// Lines outside of fenced blocks, without their code spans: what GitHub reads as markup.
std::string markup_of(const std::string& markdown) {
  std::string kept;
  std::string fence;
  for (std::size_t at = 0; at < markdown.size();) {
    const std::size_t end = markdown.find('\n', at);
    const std::string line = markdown.substr(at, end - at);
    const std::string ticks = line.substr(0, line.find_first_not_of('`'));
    at = end + 1;
    if (fence.empty() && ticks.size() >= 3) {
      fence = ticks;
    } else if (!fence.empty()) {
      if (line == fence) fence.clear();
    } else {
      for (std::size_t i = 0; i < line.size();) {
        if (line[i] != '`') {
          kept += line[i++];
          continue;
        }
        const std::size_t after = line.find_first_not_of('`', i);
        const std::string span = line.substr(i, after - i);
        i = line.find(span, after) + span.size();
      }
      kept += "\n";
    }
  }
  return kept;
}

TEST(Markdown, NothingThatASubjectWroteIsMarkup) {
  const std::string evil =
      "EVIL</details><img src=x onerror=a()> `](http://e) ``` ~~~ |x|\n## @all ``````\n````";
  RunResult run;
  run.subject = "mine";
  run.implementation = evil;
  run.unknown_endpoints = {evil};
  run.notices = {evil};
  TestResult test;
  test.name = "voip.v1.callee.answer";
  test.outcome = Outcome::error;
  test.message = evil;
  test.adapter_log = {evil};
  test.around = {{1, 2, evil}};
  test.repeat_command = "ringcheck run '" + evil + "'";
  Finding finding;
  finding.requirement = "VOIP-001";
  finding.verdict = Verdict::fail;
  finding.check = "schema";
  finding.message = evil;
  finding.differences = {{evil, evil, evil}};
  test.findings = {finding};
  run.tests = {test, test};
  RequirementResult failing;
  failing.id = "VOIP-001";
  failing.verdict = Verdict::fail;
  RequirementResult expected = failing;
  expected.id = "VOIP-002";
  expected.against_baseline = "expected";
  expected.why_expected = evil;
  RequirementResult stale = expected;
  stale.against_baseline = "stale";
  stale.verdict = Verdict::pass;
  run.requirements = {failing, expected, stale};
  const std::string text = to_markdown(run);
  EXPECT_NE(text.find("EVIL"), std::string::npos);
  EXPECT_EQ(markup_of(text).find("EVIL"), std::string::npos) << markup_of(text);
  for (const char* part : {"<img", "@all", "onerror", "http"})
    EXPECT_EQ(markup_of(text).find(part), std::string::npos) << part;
}

}  // namespace
}  // namespace ringcheck::report
