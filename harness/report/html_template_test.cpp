#include "report/html_template.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "report/html_policy.hpp"
#include "testing/source_dir.hpp"

namespace ringcheck::report {
namespace {

TEST(HtmlTemplate, FillsSectionsListsAndOtherTemplates) {
  const Templates templates = {{"page", "{{> item}}{{#none}}never{{/none}}{{^none}}nothing{{/none}}"},
                               {"item", "{{#list}}[{{word}} of {{owner}}]{{/list}}"}};
  Value data = make_object({{"owner", "bob"}, {"none", ""}});
  data["list"].push(make_object({{"word", "a&b"}}));
  data["list"].push(make_object({{"word", 2}}));
  auto text = fill_template(templates, "page", data);
  ASSERT_TRUE(text) << text.error().text;
  EXPECT_EQ(*text, "[a&amp;b of bob][2 of bob]nothing");
}

TEST(HtmlTemplate, WhatNothingHasIsAnError) {
  auto text = fill_template({{"page", "{{ther}}{{> gone}}"}}, "page", make_object({{"there", "x"}}));
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().text, "template page asks for what nothing has: > gone, ther");
  EXPECT_FALSE(fill_template({{"page", "{{#open}}"}}, "page", make_object({{"open", true}})));
  EXPECT_FALSE(fill_template({}, "page", make_object()));
}

// What is put in as markup is made by us: the ladder by pugixml, JSON by escape_inner_text, and our own
// files.
TEST(HtmlTemplate, OurTemplatesLetNoForeignTextInAsMarkup) {
  const std::set<std::string> made_by_us = {"style_text", "script_text", "ladder", "json"};
  static const re2::RE2 raw(R"(\{\{(?:\{|\s*&)\s*([^}\s]*))");
  int files = 0;
  for (const auto& each : std::filesystem::directory_iterator(source_dir() + "/reports/templates")) {
    if (each.path().extension() != ".html") continue;
    ++files;
    std::ifstream file(each.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    re2::StringPiece rest(text);
    std::string name;
    while (re2::RE2::FindAndConsume(&rest, raw, &name))
      EXPECT_TRUE(made_by_us.contains(name)) << each.path() << ": " << name;
  }
  EXPECT_EQ(files, 12);
}

TEST(HtmlPolicy, AllowsItsOwnStyleAndScriptAlone) {
  // SHA-256 of nothing and of "abc" (FIPS 180-2, appendix B.1), in base64.
  EXPECT_EQ(
      content_policy("", "abc"),
      "default-src 'none'; style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; script-src "
      "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='; img-src data:; base-uri 'none'; form-action "
      "'none'");
}

}  // namespace
}  // namespace ringcheck::report
