// `ringcheck list`.

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "cli/select.hpp"
#include "run/slow.hpp"

namespace ringcheck::cli {
namespace {

// Nobody is judged here, so it is told for a subject with a clock of its own and for one without.
std::string_view slowness(const scenario::Test& test) {
  if (run::is_slow(test, {"clock.virtual"})) return "  slow";
  const auto& claims = test.claims;
  const bool always_virtual = std::find(claims.begin(), claims.end(), "clock.virtual") != claims.end();
  return !always_virtual && run::is_slow(test, {}) ? "  slow without clock.virtual" : "";
}

void print_tests(const std::vector<const scenario::Test*>& tests) {
  for (const scenario::Test* test : tests) {
    say("{}{}\n    {}\n    {}\n", test->name, slowness(*test), test->title,
        fmt::join(scenario::proved_by(*test), " "));
  }
}

void print_requirements(const std::vector<const spec::Requirement*>& requirements,
                        const std::vector<const scenario::Test*>& tests) {
  for (const spec::Requirement* requirement : requirements) {
    say("{:<9} {:<11} {}\n", requirement->id, requirement->level, requirement->title);
    for (const scenario::Test* test : tests) {
      const std::vector<std::string> proved = scenario::proved_by(*test);
      if (std::find(proved.begin(), proved.end(), requirement->id) != proved.end())
        say("    {}\n", test->name);
    }
  }
}

struct ByReleaseOrWord {
  bool operator()(const std::string& a, const std::string& b) const {
    return spec::is_release(a) && spec::is_release(b) ? spec::is_earlier(a, b) : a < b;
  }
};

using Counts = std::map<std::string, int, ByReleaseOrWord>;

void print_counts(const char* option, const Counts& counts) {
  say("{}\n", option);
  for (const auto& [word, count] : counts) say("    {:<24} {:>4}\n", word, count);
}

// Every word that the options of selection take, with how many requirements each has.
void print_words(const spec::Register& requirements) {
  Counts sections;
  Counts mscs;
  Counts levels;
  Counts tiers;
  Counts releases;
  for (const spec::Requirement& each : requirements.all()) {
    ++sections[each.section];
    ++levels[each.level];
    if (each.tier != 0) ++tiers[spec::tier_word(each)];
    if (spec::is_release(each.since)) ++releases[each.since];
    if (!spec::msc_of(each).empty()) ++mscs[std::string(spec::msc_of(each))];
  }
  print_counts("--section", sections);
  print_counts("--level", levels);
  print_counts("--tier", tiers);
  print_counts("--since", releases);
  print_counts("--msc", mscs);
}

Result<std::vector<const scenario::Test*>> chosen_tests(const scenario::Library& library,
                                                        const ListCommand& command) {
  auto tests = select_tests(library, command.words);
  // The register may be listed without any scenario.
  if (!tests || command.requirements) return tests;
  return tests_that_prove(library, std::move(*tests), command.filter);
}

}  // namespace

int list(const ListCommand& command) {
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  auto loaded = load_suites(*home);
  if (!loaded) return wrong(loaded.error().text);
  const scenario::Library& library = *loaded;
  auto tests = chosen_tests(library, command);
  if (!tests) return wrong(tests.error().text);
  if (command.sections) {
    print_words(library.requirements);
  } else if (command.requirements) {
    auto fitting = spec::requirements_that_fit(library.requirements, command.filter);
    if (!fitting) return wrong(fitting.error().text);
    print_requirements(*fitting, *tests);
  } else {
    print_tests(*tests);
  }
  if (library.faults.empty()) return 0;
  say(stderr, "{}", scenario::render_faults(library));
  return configuration_wrong;
}

}  // namespace ringcheck::cli
