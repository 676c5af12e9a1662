#include "report/html.hpp"

#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "report/html_parts.hpp"
#include "report/html_policy.hpp"
#include "report/html_template.hpp"

namespace ringcheck::report {
namespace {

Result<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return Error{fmt::format("cannot read {}; the page is made of the files in reports/templates", path)};
  return std::string{std::istreambuf_iterator<char>(file), {}};
}

void merge(Value& page, Value part) {
  for (Member& member : part.members) page.set(member.key, std::move(member.value));
}

}  // namespace

Result<std::string> to_html(const RunResult& run, const HtmlOptions& options) {
  Templates templates;
  for (const char* name : {"page", "icons", "summary", "requirements", "scenarios", "finding"}) {
    auto text = read_text(fmt::format("{}/{}.html", options.templates, name));
    if (!text) return text.error();
    templates.emplace(name, std::move(*text));
  }
  auto style = read_text(options.templates + "/page.css");
  if (!style) return style.error();
  auto script = read_text(options.templates + "/page.js");
  if (!script) return script.error();

  const PageIndex index = index_of(run);
  Value page = make_object(
      {{"policy", content_policy(*style, *script)}, {"style_text", *style}, {"script_text", *script}});
  merge(page, summary_part(run, index));
  merge(page, requirements_part(run, index));
  merge(page, scenarios_part(run, index, options));
  return fill_template(templates, "page", page);
}

}  // namespace ringcheck::report
