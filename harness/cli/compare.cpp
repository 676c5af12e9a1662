// `ringcheck compare`.

#include "report/compare.hpp"

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "run/saved_run.hpp"

namespace ringcheck::cli {

int compare(const CompareCommand& command) {
  constexpr std::size_t most_columns = 12;  // that fit 100 characters
  if (command.runs.size() < 2 || command.runs.size() > most_columns)
    return wrong(fmt::format("compare takes 2 to {} runs, these are {}", most_columns, command.runs.size()));
  auto runs = run::load_named_runs(command.runs);
  if (!runs) return wrong(runs.error().text);
  const report::Comparison comparison = report::compare(*runs);
  if (command.html) {
    auto home = find_home();
    if (!home) return wrong(home.error().text);
    auto page = report::comparison_html(comparison, home->folder + "/reports/templates");
    if (!page) return wrong(page.error().text);
    say("{}", *page);
  } else if (command.json) {
    say("{}", report::comparison_json(comparison));
  } else if (command.markdown) {
    say("{}", report::comparison_markdown(comparison, command.all));
  } else {
    say("{}", report::comparison_text(comparison, command.all));
  }
  return comparison.worse() ? 1 : 0;
}

}  // namespace ringcheck::cli
