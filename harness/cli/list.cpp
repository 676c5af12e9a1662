// `ringcheck list`.

#include <algorithm>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/select.hpp"

namespace ringcheck::cli {
namespace {

void print_tests(const std::vector<const scenario::Test*>& tests) {
  for (const scenario::Test* test : tests) {
    fmt::print("{}\n    {}\n    {}\n", test->name, test->title, fmt::join(scenario::proved_by(*test), " "));
  }
}

void print_requirements(const scenario::Library& library, const std::vector<const scenario::Test*>& tests) {
  for (const spec::Requirement& requirement : library.requirements.all()) {
    fmt::print("{:<9} {:<11} {}\n", requirement.id, requirement.level, requirement.title);
    for (const scenario::Test* test : tests) {
      const std::vector<std::string> proved = scenario::proved_by(*test);
      if (std::find(proved.begin(), proved.end(), requirement.id) != proved.end())
        fmt::print("    {}\n", test->name);
    }
  }
}

}  // namespace

int list(const std::vector<std::string>& words, bool requirements) {
  auto home = find_home();
  if (!home) {
    fmt::print(stderr, "ringcheck: {}\n", home.error().text);
    return configuration_wrong;
  }
  auto loaded = load_suites(*home);
  if (!loaded) {
    fmt::print(stderr, "ringcheck: {}\n", loaded.error().text);
    return configuration_wrong;
  }
  const scenario::Library& library = *loaded;
  auto tests = select_tests(library, words);
  if (!tests) {
    fmt::print(stderr, "ringcheck: {}\n", tests.error().text);
    return configuration_wrong;
  }
  if (requirements) {
    print_requirements(library, *tests);
  } else {
    print_tests(*tests);
  }
  if (library.faults.empty()) return 0;
  fmt::print(stderr, "{}", scenario::render_faults(library));
  return configuration_wrong;
}

}  // namespace ringcheck::cli
