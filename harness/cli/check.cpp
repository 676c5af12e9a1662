// `ringcheck check`.

#include <cstdio>

#include <fmt/format.h>

#include "check/checker.hpp"
#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "run/judge_recording.hpp"
#include "run/saved_run.hpp"
#include "spec/register.hpp"

namespace ringcheck::cli {
int check_recordings(const CheckCommand& command) {
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  std::vector<Fault> faults;
  std::vector<YamlDocument> documents;
  const spec::Register requirements =
      spec::read_register(suites_folder(*home) + "/requirements", faults, documents);
  if (!faults.empty()) return wrong("the register of requirements has faults; ringcheck lint shows them");
  auto checker = check::Checker::load(home->folder + "/schemas/matrix");
  if (!checker) return wrong(checker.error().text);

  const report::ConsoleStyle style{wants_colour()};
  const run::RecordingChoice choice{trace::format_from_name(command.format), command.subject};
  std::vector<report::Recorded> files;
  for (const std::string& path : command.files) {
    files.push_back(run::judge_recording(path, choice, **checker, requirements));
    const auto so_far = run::run_of({files.back()}, requirements);
    say("{}\n", report::describe_recorded(files.back(), style, so_far.requirements));
    std::fflush(stdout);
  }
  const report::RunResult run = run::run_of(files, requirements);
  say("{}", report::recorded_summary(run, run::examined_in(files), style));
  if (!command.json.empty()) {
    auto saved = run::write_results(command.json, run);
    if (!saved) return wrong(saved.error().text);
  }
  return run.exit_status;
}

}  // namespace ringcheck::cli
