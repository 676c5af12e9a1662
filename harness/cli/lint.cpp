// `ringcheck lint`.

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "scenario/library.hpp"

namespace ringcheck::cli {
namespace {

// What is wrong with a stage or a fragment may show only in the scenarios that use it: then all are loaded.
bool names_a_piece(const Home& home, const std::vector<std::string>& paths) {
  const std::string suites = std::filesystem::absolute(suites_folder(home)).string();
  return std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
    return !scenario::is_scenario_file(suites, std::filesystem::absolute(path).string());
  });
}

}  // namespace

int lint(const std::vector<std::string>& paths) {
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  auto loaded = load_suites(*home, names_a_piece(*home, paths) ? std::vector<std::string>{} : paths);
  if (!loaded) return wrong(loaded.error().text);
  const scenario::Library& library = *loaded;
  say("{}", scenario::render_faults(library));
  if (!library.faults.empty()) return configuration_wrong;
  say("{} tests in order\n", library.tests.size());
  return 0;
}

}  // namespace ringcheck::cli
