#include "run/judge_live.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "run/fault_table.hpp"

namespace ringcheck::run {
namespace {

Result<report::RunResult> play(const SessionOptions& options, const std::vector<scenario::Test>& tests,
                               const scenario::Library& library) {
  auto run = run_session(options, tests, library, {});
  if (run && run->interrupted) return Error{"interrupted"};
  return run;
}

/// Of the tests that could catch the fault those that were chosen.
std::vector<scenario::Test> chosen_for(const FaultSwitch& fault, const std::vector<scenario::Test>& tests,
                                       const scenario::Library& library) {
  std::set<std::string> chosen;
  for (const scenario::Test& test : tests) chosen.insert(test.name);
  std::vector<scenario::Test> could = tests_for(library, fault);
  std::erase_if(could, [&](const scenario::Test& test) { return !chosen.contains(test.name); });
  return could;
}

/// Idle is a client, and so can only show of their scenarios that doing nothing passes none.
Result<Done> judge_idle(const SessionOptions& options, const std::vector<scenario::Test>& tests,
                        const scenario::Library& library, JudgeTable& table,
                        const std::function<void(const std::string&)>& progress) {
  std::vector<scenario::Test> of_clients = tests;
  std::erase_if(of_clients,
                [](const scenario::Test& test) { return test.subject_is() != scenario::SubjectIs::client; });
  table.without_idle = static_cast<int>(tests.size() - of_clients.size());
  if (of_clients.empty()) return Done{};
  progress("idle, which does nothing");
  SessionOptions idle = options;
  idle.subject_path = subject_file(options.home, "idle");
  idle.time_scale = 0.2;
  idle.jobs = 16;
  auto run = play(idle, of_clients, library);
  if (!run) return run.error();
  for (const report::RequirementResult& each : run->requirements) {
    auto row = table.requirements.find(each.id);
    if (row != table.requirements.end()) row->second.idle = each.verdict;
  }
  return Done{};
}

}  // namespace

Result<Done> judge_live(const SessionOptions& options, const std::vector<scenario::Test>& tests,
                        const scenario::Library& library, JudgeTable& table,
                        const std::function<void(const std::string&)>& progress) {
  auto switches = list_all_faults(options.program_dir);
  if (!switches) return switches.error();
  for (const FaultSwitch& fault : *switches) {
    const bool decided = std::any_of(fault.breaks.begin(), fault.breaks.end(),
                                     [&](const std::string& id) { return table.requirements.contains(id); });
    const std::vector<scenario::Test> could = chosen_for(fault, tests, library);
    if (!decided || could.empty()) continue;
    progress(fmt::format("{}, fault {}", fault.subject.name, fault.name));
    auto run = play(fault_session(options, fault), could, library);
    if (!run) return run.error();
    ++table.faults_played;
    const auto caught = caught_in(fault_session(options, fault), fault, *run, could, library);
    if (!caught) return caught.error();
    for (const std::string& id : *caught) {
      auto row = table.requirements.find(id);
      if (row != table.requirements.end()) row->second.faults.push_back(fault.name);
    }
  }
  auto idle = judge_idle(options, tests, library, table, progress);
  if (!idle) return idle;
  table.live = true;
  return Done{};
}

}  // namespace ringcheck::run
