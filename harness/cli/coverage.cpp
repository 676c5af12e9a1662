// `ringcheck coverage`.

#include "report/coverage.hpp"

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "report/decided.hpp"
#include "run/saved_run.hpp"

namespace ringcheck::cli {
namespace {

// What the saved runs decided of it.
int say_decided(const report::Coverage& coverage, const std::vector<std::string>& words) {
  auto runs = run::load_named_runs(words);
  if (!runs) return wrong(runs.error().text);
  say("{}", report::decided_text(report::decided(coverage, *runs)));
  return 0;
}

}  // namespace

int coverage(const CoverageCommand& command) {
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  auto loaded = load_suites(*home);
  if (!loaded) return wrong(loaded.error().text);
  const scenario::Library& library = *loaded;
  auto chosen = spec::requirements_that_fit(library.requirements, command.filter);
  if (!chosen) return wrong(chosen.error().text);
  const report::Coverage coverage =
      report::coverage(library.requirements, *chosen, library.tests, report::proving_checks());
  if (!command.decided.empty()) {
    if (const int status = say_decided(coverage, command.decided); status != 0) return status;
  } else if (command.json) {
    say("{}", report::coverage_json(coverage));
  } else if (command.not_yet) {
    say("{}", report::not_yet_text(coverage));
  } else {
    say("{}", report::coverage_text(coverage));
  }
  if (library.faults.empty()) return 0;
  say(stderr, "{}", scenario::render_faults(library));
  return configuration_wrong;
}

}  // namespace ringcheck::cli
