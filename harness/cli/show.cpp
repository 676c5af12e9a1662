// `ringcheck show`: a saved test as a ladder.

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/say.hpp"
#include "report/console.hpp"
#include "report/ladder.hpp"
#include "run/saved_run.hpp"
#include "trace/trace.hpp"

namespace ringcheck::cli {
namespace {

std::string traces_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& each : std::filesystem::directory_iterator(folder, failed)) {
    if (each.path().extension() == ".jsonl") names.push_back(each.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return fmt::format("{}", fmt::join(names, "\n  "));
}

}  // namespace

int show(const std::string& run, const std::string& test) {
  std::string folder = run;
  if (run == "last") {
    auto newest = run::newest_run("ringcheck-runs");
    if (!newest) return wrong(newest.error().text);
    folder = *newest;
  }
  const std::string path = fmt::format("{}/{}.jsonl", folder, test);
  if (!std::filesystem::exists(path)) {
    return wrong(fmt::format("{} has no test {}; it has\n  {}", folder, test, traces_in(folder)));
  }
  auto entries = trace::read_trace(path);
  if (!entries) return wrong(entries.error().text);
  say("{}", report::ladder(*entries));
  // The verdict beside it, when the run came to its end.
  if (auto saved = run::load_run(folder)) {
    for (const report::TestResult& each : saved->tests) {
      if (each.name == test)
        say("\n{}\n{}", report::test_line(each, {}), report::describe_failure(each, {}, saved->requirements));
    }
  }
  return 0;
}

}  // namespace ringcheck::cli
