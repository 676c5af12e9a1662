// `ringcheck faults`: the judge is judged. Every fault switch of reference-client must be caught, and caught
// under a requirement that the fault breaks.

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "run/session.hpp"
#include "scenario/library.hpp"
#include "value/json.hpp"

namespace ringcheck::cli {
namespace {

struct FaultSwitch {
  std::string name;
  std::string sentence;
  std::vector<std::string> breaks;
};

struct ClosePipe {
  void operator()(std::FILE* pipe) const { pclose(pipe); }
};

// The client itself lists its switches: one JSON object a line.
std::vector<FaultSwitch> read_switches(const std::string& program) {
  std::vector<FaultSwitch> switches;
  const std::unique_ptr<std::FILE, ClosePipe> pipe(popen(("'" + program + "' --list-faults").c_str(), "r"));
  std::array<char, 4096> buffer{};
  while (pipe && std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr) {
    auto line = parse_json(buffer.data());
    if (!line) continue;
    FaultSwitch each{
        std::string(line->value.string_at("name")), std::string(line->value.string_at("sentence")), {}};
    if (const Value* breaks = line->value.find("breaks")) {
      for (const Value& id : breaks->items) each.breaks.emplace_back(id.as_string());
    }
    switches.push_back(std::move(each));
  }
  return switches;
}

bool proves_any(const scenario::Test& test, const std::vector<std::string>& ids) {
  const std::vector<std::string> proved = scenario::proved_by(test);
  return std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
    return std::find(proved.begin(), proved.end(), id) != proved.end();
  });
}

// Only the scenarios that could catch it are played; where none proves what it breaks, the checks that read
// every trace must, and any call will do.
std::vector<scenario::Test> tests_for(const scenario::Library& library, const FaultSwitch& fault) {
  std::vector<scenario::Test> chosen;
  for (const scenario::Test& test : library.tests) {
    if (proves_any(test, fault.breaks)) chosen.push_back(test);
  }
  return chosen.empty() ? library.tests : chosen;
}

std::vector<std::string> caught_under(const report::RunResult& run, const FaultSwitch& fault) {
  std::vector<std::string> ids;
  for (const report::RequirementResult& each : run.requirements) {
    const bool told = each.verdict == report::Verdict::fail || each.verdict == report::Verdict::warn;
    if (told && std::find(fault.breaks.begin(), fault.breaks.end(), each.id) != fault.breaks.end())
      ids.push_back(each.id);
  }
  return ids;
}

}  // namespace

int faults(const FaultsCommand& command) {
  auto home = find_home();
  if (!home) {
    fmt::print(stderr, "ringcheck: {}\n", home.error().text);
    return configuration_wrong;
  }
  const scenario::Library library = scenario::load_library(suites_folder(*home));
  const std::vector<FaultSwitch> switches = read_switches(home->program_dir + "/reference-client");
  if (switches.empty() || !library.faults.empty()) {
    fmt::print(stderr,
               "ringcheck: reference-client lists no faults, or the suites do not load (ringcheck lint)\n");
    return configuration_wrong;
  }
  int survivors = 0;
  for (const FaultSwitch& fault : switches) {
    const bool wanted = command.only.empty() ||
                        std::find(command.only.begin(), command.only.end(), fault.name) != command.only.end();
    if (!wanted) continue;
    run::SessionOptions options;
    options.home = home->folder;
    options.program_dir = home->program_dir;
    options.subject_path = subject_path(*home, "reference-client");
    options.adapter_arguments = {"--fault", fault.name};
    options.out = command.out;
    options.seed = 1;
    options.time_scale = 0.2;
    options.jobs = 8;
    const std::vector<scenario::Test> tests = tests_for(library, fault);
    auto result = run::run_session(options, tests, library, {});
    if (!result) {
      fmt::print(stderr, "ringcheck: {}\n", result.error().text);
      return configuration_wrong;
    }
    const std::vector<std::string> caught = caught_under(*result, fault);
    if (caught.empty()) ++survivors;
    fmt::print("{:<8} {:<36} {:<28} {}\n", caught.empty() ? "SURVIVES" : "caught", fault.name,
               fmt::format("{}", fmt::join(caught.empty() ? fault.breaks : caught, " ")), fault.sentence);
    std::fflush(stdout);
    if (result->interrupted) return 2;
  }
  fmt::print("{} faults, {} survive\n", command.only.empty() ? switches.size() : command.only.size(),
             survivors);
  return survivors == 0 ? 0 : 1;
}

}  // namespace ringcheck::cli
