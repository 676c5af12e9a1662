#include "report/html.hpp"

#include "report/html_parts.hpp"
#include "report/html_policy.hpp"
#include "report/html_template.hpp"

namespace ringcheck::report {
namespace {

void merge(Value& page, Value part) {
  for (Member& member : part.members) page.set(member.key, std::move(member.value));
}

}  // namespace

Result<std::string> to_html(const RunResult& run, const HtmlOptions& options) {
  auto templates = read_templates(
      options.templates, {"page", "head", "icons", "summary", "requirements", "scenarios", "finding"});
  if (!templates) return templates.error();
  auto style = read_page_file(options.templates, "page.css");
  if (!style) return style.error();
  auto script = read_page_file(options.templates, "page.js");
  if (!script) return script.error();

  const PageIndex index = index_of(run);
  Value page = make_object(
      {{"policy", content_policy(*style, *script)}, {"style_text", *style}, {"script_text", *script}});
  merge(page, summary_part(run, index));
  merge(page, requirements_part(run, index));
  merge(page, scenarios_part(run, index, options));
  return fill_template(*templates, "page", page);
}

}  // namespace ringcheck::report
