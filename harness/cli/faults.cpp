// `ringcheck faults`: the judge is judged. Every fault switch of reference-client must be caught, and caught
// under a requirement that the fault breaks; one that survives needs a written reason.

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "run/fault_table.hpp"
#include "run/session.hpp"
#include "scenario/library.hpp"

namespace ringcheck::cli {
namespace {

Result<std::vector<run::FaultSwitch>> wanted_switches(const Home& home,
                                                      const std::vector<std::string>& only) {
  auto switches = run::list_faults(home.program_dir + "/reference-client");
  if (!switches) return switches;
  for (const std::string& name : only) {
    const bool known = std::any_of(switches->begin(), switches->end(),
                                   [&](const run::FaultSwitch& each) { return each.name == name; });
    if (!known)
      return Error{
          fmt::format("reference-client has no fault {}; it lists them all with --list-faults", name)};
  }
  std::erase_if(*switches, [&](const run::FaultSwitch& each) {
    return !only.empty() && std::find(only.begin(), only.end(), each.name) == only.end();
  });
  return switches;
}

}  // namespace

int faults(const FaultsCommand& command) {
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  auto loaded = load_suites(*home);
  if (!loaded) return wrong(loaded.error().text);
  const scenario::Library& library = *loaded;
  if (!library.faults.empty()) return wrong("the suites do not load; ringcheck lint shows why");
  auto switches = wanted_switches(*home, command.only);
  if (!switches) return wrong(switches.error().text);
  auto reasons = run::load_survivors(home->folder + "/fixtures/subjects/reference-client/survivors.yaml");
  if (!reasons) return wrong(reasons.error().text);
  run::SessionOptions base;
  base.home = home->folder;
  base.program_dir = home->program_dir;
  base.subject_path = subject_path(*home, "reference-client");
  base.out = command.out;
  int survivors = 0;
  int unexplained = 0;
  for (const run::FaultSwitch& fault : *switches) {
    auto result =
        run::run_session(run::fault_session(base, fault), run::tests_for(library, fault), library, {});
    if (!result) return wrong(result.error().text);
    if (result->interrupted) return 2;
    const std::vector<std::string> caught = run::caught_under(*result, fault);
    const bool explained = reasons->contains(fault.name);
    say("{:<8} {:<36} {:<28} {}\n", caught.empty() ? "SURVIVES" : "caught", fault.name,
        fmt::format("{}", fmt::join(caught.empty() ? fault.breaks : caught, " ")), fault.sentence);
    if (caught.empty()) {
      ++survivors;
      say("         {}\n", explained ? reasons->at(fault.name) : "and nobody has written why");
    }
    if (caught.empty() != explained) ++unexplained;
    std::fflush(stdout);
  }
  say("{} faults, {} survive, {} not as survivors.yaml says\n", switches->size(), survivors, unexplained);
  return unexplained == 0 ? 0 : 1;
}

}  // namespace ringcheck::cli
