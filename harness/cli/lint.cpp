// `ringcheck lint`.

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "scenario/library.hpp"

namespace ringcheck::cli {
namespace {

namespace fs = std::filesystem;

// What is wrong with a stage or a fragment may show only in the scenarios that use it: it stands for all.
std::vector<std::string> with_users_of_pieces(const Home& home, std::vector<std::string> paths) {
  const std::string folder = suites_folder(home);
  const std::string suites = fs::absolute(folder).string();
  const auto pieces = std::erase_if(paths, [&](const std::string& path) {
    std::error_code ignored;
    return fs::exists(path, ignored) && !scenario::is_scenario_file(suites, fs::absolute(path).string());
  });
  if (pieces > 0) paths.push_back(folder);
  return paths;
}

}  // namespace

int lint(const std::vector<std::string>& paths) {
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  auto loaded = load_suites(*home, with_users_of_pieces(*home, paths));
  if (!loaded) return wrong(loaded.error().text);
  const scenario::Library& library = *loaded;
  say("{}", scenario::render_faults(library));
  if (!library.faults.empty()) return configuration_wrong;
  say("{} tests in order\n", library.tests.size());
  return 0;
}

}  // namespace ringcheck::cli
