// `ringcheck show`: a saved test as a ladder.

#include <filesystem>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/say.hpp"
#include "report/console.hpp"
#include "report/ladder.hpp"
#include "run/saved_run.hpp"
#include "trace/trace.hpp"

namespace ringcheck::cli {

int show(const std::string& word, const std::string& test) {
  auto found = run::run_folder(word);
  if (!found) return wrong(found.error().text);
  const std::string& folder = *found;
  const std::string path = fmt::format("{}/{}.jsonl", folder, test);
  if (!std::filesystem::exists(path)) {
    return wrong(fmt::format("{} has no test {}; it has\n  {}", folder, test,
                             fmt::join(run::traces_in(folder), "\n  ")));
  }
  auto entries = trace::read_trace(path);
  if (!entries) return wrong(entries.error().text);
  const report::ConsoleStyle style{wants_colour()};
  say("{}", report::ladder(*entries, style));
  // The verdict beside it, when the run came to its end.
  if (auto saved = run::load_run(folder)) {
    for (const report::TestResult& each : saved->tests) {
      if (each.name == test)
        say("\n{}\n{}", report::test_line(each, style),
            report::describe_failure(each, style, saved->requirements));
    }
  }
  return 0;
}

}  // namespace ringcheck::cli
