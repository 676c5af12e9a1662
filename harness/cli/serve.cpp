// `ringcheck serve`.

#include "run/serve.hpp"

#include <cstdio>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include "check/checker.hpp"
#include "cli/commands.hpp"
#include "cli/door.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "cli/select.hpp"
#include "report/ladder.hpp"

namespace ringcheck::cli {
namespace {

namespace fs = std::filesystem;

// What `word` means; nothing typed is the free play of schemas/driver/serve.
Result<const scenario::Test*> chosen_test(const scenario::Library& library, const std::string& word) {
  auto chosen = select_tests(library, word.empty() ? std::vector<std::string>{} : std::vector{word});
  if (!chosen) return chosen.error();
  if (chosen->size() == 1) return chosen->front();
  std::vector<std::string> names;
  for (const scenario::Test* test : *chosen) names.push_back(test->name);
  return Error{fmt::format("{} is more than one: name one of them\n  {}", word, fmt::join(names, "\n  "))};
}

Result<run::Reach> reach_of(const ServeCommand& command, const std::string& folder) {
  auto listen = listen_option(command.listen);
  if (!listen) return listen.error();
  net::Endpoint at;
  if (*listen) at = {(*listen)->address, (*listen)->port};
  auto reach = run::reach_at(at, command.tls);
  if (!reach) return reach;
  if (auto shown = run::show_authority(*reach, folder, tell_authority()); !shown) return shown.error();
  return reach;
}

run::ServeEvents console_events() {
  run::ServeEvents events;
  events.tell_person = [](const std::string& text) {
    say("{}", text);
    std::fflush(stdout);
  };
  events.on_entry = [ladder = report::live_ladder(false, {wants_colour()})](const trace::Entry& entry) {
    say("{}", ladder(entry));
    std::fflush(stdout);
  };
  return events;
}

// What an app did wrong is no broken build here: only a trace that cannot be judged is an error.
int judge_what_it_sent(const std::string& trace, const scenario::Test& test) {
  CheckCommand check;
  check.files = {trace};
  check.subject = test.subject().name;
  say("\n");
  return check_recordings(check) == configuration_wrong ? configuration_wrong : 0;
}

}  // namespace

int serve(const ServeCommand& command) {
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  auto vocabulary = driver::load_vocabulary(home->folder + "/schemas/driver/protocol.yaml");
  if (!vocabulary) return wrong(vocabulary.error().text);
  auto checker = check::Checker::load(home->folder + "/schemas/matrix");
  if (!checker) return wrong(checker.error().text);
  auto library =
      load_suites(*home, command.scenario.empty() ? std::vector{home->folder + "/schemas/driver/serve"}
                                                  : std::vector<std::string>{});
  if (!library) return wrong(library.error().text);
  auto test = chosen_test(*library, command.scenario);
  if (!test) return wrong(test.error().text);
  std::error_code failed;
  fs::create_directories(command.out, failed);
  if (failed) return wrong(fmt::format("cannot make the folder {}: {}", command.out, failed.message()));
  auto reach = reach_of(command, command.out);
  if (!reach) return wrong(reach.error().text);

  run::ServeOptions options;
  options.seed = command.seed;
  options.fixtures = home->folder + "/fixtures";
  options.trace_path = command.out + "/trace.jsonl";
  options.reach = *reach;
  options.input = STDIN_FILENO;
  say("{}\n", (*test)->title);
  auto unknown = run::serve(options, **test, *vocabulary, **checker, console_events());
  if (!unknown) return wrong(unknown.error().text);
  const int status = judge_what_it_sent(options.trace_path, **test);
  for (const std::string& line : *unknown) say("not known to the homeserver: {}\n", line);
  return status;
}

}  // namespace ringcheck::cli
