// `ringcheck lint`.

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "scenario/library.hpp"

namespace ringcheck::cli {

int lint(const std::vector<std::string>& paths) {
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  auto loaded = load_suites(*home, paths);
  if (!loaded) return wrong(loaded.error().text);
  const scenario::Library& library = *loaded;
  say("{}", scenario::render_faults(library));
  if (!library.faults.empty()) return configuration_wrong;
  say("{} tests in order\n", library.tests.size());
  return 0;
}

}  // namespace ringcheck::cli
