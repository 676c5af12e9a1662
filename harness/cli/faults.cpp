// `ringcheck faults`: the judge is judged. Every fault switch of our own subjects must be caught, and caught
// under a requirement that the fault breaks; one that survives needs a written reason.

#include <algorithm>
#include <cstdio>
#include <map>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "run/fault_table.hpp"
#include "run/session.hpp"
#include "scenario/library.hpp"

namespace ringcheck::cli {
namespace {

using Reasons = std::map<std::string_view, std::map<std::string, std::string>>;  ///< by subject

Result<std::vector<run::FaultSwitch>> wanted_switches(const Home& home,
                                                      const std::vector<std::string>& only) {
  auto switches = run::list_all_faults(home.program_dir);
  if (!switches) return switches;
  for (const std::string& name : only) {
    const bool known = std::any_of(switches->begin(), switches->end(),
                                   [&](const run::FaultSwitch& each) { return each.name == name; });
    if (!known) {
      return Error{
          fmt::format("none of our subjects has a fault {}; each lists its own with --list-faults", name)};
    }
  }
  std::erase_if(*switches, [&](const run::FaultSwitch& each) {
    return !only.empty() && std::find(only.begin(), only.end(), each.name) == only.end();
  });
  return switches;
}

Result<Reasons> load_reasons(const Home& home) {
  Reasons reasons;
  for (const run::Embedded& subject : run::embedded_subjects) {
    auto loaded = run::load_survivors(home.folder, subject);
    if (!loaded) return loaded.error();
    reasons[subject.name] = std::move(*loaded);
  }
  return reasons;
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
  auto reasons = load_reasons(*home);
  if (!reasons) return wrong(reasons.error().text);
  run::SessionOptions base;
  base.home = home->folder;
  base.program_dir = home->program_dir;
  base.out = command.out;
  int survivors = 0;
  int unexplained = 0;
  std::string_view subject;
  for (const run::FaultSwitch& fault : *switches) {
    auto played = run::play_fault(run::fault_session(base, fault), fault, library);
    if (!played) return wrong(played.error().text);
    if (played->interrupted) return 2;
    const std::vector<std::string>& caught = played->caught;
    const auto& written = reasons->at(fault.subject.name);
    const bool explained = written.contains(fault.name);
    if (std::exchange(subject, fault.subject.name) != fault.subject.name) say("{}:\n", fault.subject.name);
    say("{:<8} {:<36} {:<28} {}\n", caught.empty() ? "SURVIVES" : "caught", fault.name,
        fmt::format("{}", fmt::join(caught.empty() ? fault.breaks : caught, " ")), fault.sentence);
    if (caught.empty()) {
      ++survivors;
      say("         {}\n", explained ? written.at(fault.name) : "and nobody has written why");
    }
    if (caught.empty() != explained) ++unexplained;
    std::fflush(stdout);
  }
  say("{} faults, {} survive, {} not as survivors.yaml says\n", switches->size(), survivors, unexplained);
  return unexplained == 0 ? 0 : 1;
}

}  // namespace ringcheck::cli
