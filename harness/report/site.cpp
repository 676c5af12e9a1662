#include "report/site.hpp"

#include <utility>

#include "report/html_policy.hpp"
#include "report/html_template.hpp"
#include "report/html_text.hpp"
#include "report/site_parts.hpp"

namespace ringcheck::report {
namespace {

// What every page of a kind is made with.
struct Form {
  std::string name;
  Templates templates;
  std::string style;
  std::string script;
  std::string policy;
  std::string version;
};

// Of the templates only those that the kind needs: all are read anew for each page, and there are hundreds.
Result<Form> read_form(const SiteInput& input, const std::string& name, bool has_rows, bool has_script) {
  Form form{name, {}, "", "", "", input.version};
  std::vector<std::string> names = {"head", "icons", name};
  if (has_rows) names.emplace_back("site_rows");
  auto templates = read_templates(input.templates, names);
  if (!templates) return templates.error();
  form.templates = std::move(*templates);
  for (const char* file : {"page.css", "site.css"}) {
    auto text = read_page_file(input.templates, file);
    if (!text) return text.error();
    form.style += *text;
  }
  if (has_script) {
    auto script = read_page_file(input.templates, "page.js");
    if (!script) return script.error();
    form.script = std::move(*script);
  }
  form.policy = content_policy(form.style, form.script);
  return form;
}

using Pages = std::vector<SitePage>;

Result<Done> print(Pages& pages, const Form& form, std::string path, Value part) {
  part.set("policy", form.policy).set("style_text", form.style).set("script_text", form.script);
  part.set("version", form.version);
  auto text = fill_template(form.templates, form.name, part);
  if (!text) return text.error();
  pages.push_back({std::move(path), std::move(*text)});
  return Done{};
}

Result<Done> print_requirements(Pages& pages, const SiteInput& input, const SiteBook& book) {
  auto form = read_form(input, "site_requirement", false, false);
  if (!form) return form.error();
  const std::vector<CoveredRequirement>& all = book.coverage.requirements;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const CoveredRequirement* before = i == 0 ? nullptr : &all[i - 1];
    const CoveredRequirement* after = i + 1 == all.size() ? nullptr : &all[i + 1];
    auto printed = print(pages, *form, requirement_path(all[i].requirement->id),
                         requirement_part(book, all[i], before, after));
    if (!printed) return printed;
  }
  return Done{};
}

Result<Done> print_mscs(Pages& pages, const SiteInput& input, const SiteBook& book) {
  auto form = read_form(input, "site_msc", true, false);
  if (!form) return form.error();
  for (const spec::Msc& msc : input.library.requirements.mscs()) {
    auto printed = print(pages, *form, msc_path(msc.number), msc_part(book, msc));
    if (!printed) return printed;
  }
  return Done{};
}

Result<Done> print_index(Pages& pages, const SiteInput& input, const SiteBook& book) {
  auto form = read_form(input, "site_index", true, true);
  if (!form) return form.error();
  return print(pages, *form, "index.html", index_part(book));
}

}  // namespace

std::string requirement_path(const std::string& id) {
  return "requirement/" + anchor_of(id) + ".html";
}

std::string msc_path(const std::string& number) {
  return "msc/" + anchor_of(number) + ".html";
}

SiteBook book_of(const SiteInput& input) {
  const spec::Register& requirements = input.library.requirements;
  std::vector<const spec::Requirement*> all;
  for (const spec::Requirement& each : requirements.all()) all.push_back(&each);
  SiteBook book{input, coverage(requirements, all, input.library.tests, input.checks), {}, {}};
  for (const scenario::Test& test : input.library.tests) book.scenarios.emplace(test.scenario, &test);
  for (const RunResult& run : input.runs) {
    auto& verdicts = book.verdicts.emplace_back();
    for (const RequirementResult& each : run.requirements) verdicts.emplace(each.id, &each);
  }
  return book;
}

Result<std::vector<SitePage>> site_pages(const SiteInput& input) {
  const SiteBook book = book_of(input);
  Pages pages;
  for (const auto& print_kind : {print_requirements, print_mscs, print_index}) {
    auto printed = print_kind(pages, input, book);
    if (!printed) return printed.error();
  }
  return pages;
}

bool is_page_of_ours(std::string_view text) {
  return text.find(R"(<meta name="generator" content="ringcheck )") != std::string_view::npos;
}

}  // namespace ringcheck::report
