// `ringcheck run`.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <random>
#include <set>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/door.hpp"
#include "cli/follow.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "cli/select.hpp"
#include "cli/watch.hpp"
#include "report/console.hpp"
#include "run/embedded.hpp"
#include "run/saved_run.hpp"
#include "run/session.hpp"
#include "run/shard.hpp"

namespace ringcheck::cli {
namespace {

std::uint64_t draw_seed() {
  return std::random_device{}() % 1'000'000 + 1;
}

// Each repetition is a test of its own, with its own trace and its own randomness.
std::vector<scenario::Test> repeated(const std::vector<const scenario::Test*>& tests, int times) {
  std::vector<scenario::Test> all;
  for (int i = 1; i <= times; ++i) {
    for (const scenario::Test* test : tests) {
      all.push_back(*test);
      if (i > 1) all.back().name += fmt::format("#{}", i);
    }
  }
  return all;
}

Result<std::vector<std::string>> failed_before(const RunCommand& command) {
  auto folder = run::newest_run(command.out);
  if (!folder) return folder.error();
  auto before = run::load_run(*folder);
  if (!before) return before.error();
  std::vector<std::string> names;
  for (const report::TestResult& test : before->tests) {
    if (test.outcome != report::Outcome::passed && test.outcome != report::Outcome::skipped)
      names.push_back(test.name);
  }
  if (names.empty()) return Error{fmt::format("nothing failed in {}", *folder)};
  return names;
}

// Of the scenarios that are named those that failed before; of all of them where none is named.
Result<std::vector<std::string>> words_meant(const scenario::Library& library,
                                             const std::vector<std::string>& words,
                                             const std::vector<std::string>& failed) {
  if (failed.empty() || words.empty()) return failed.empty() ? words : failed;
  auto named = select_tests(library, words);
  if (!named) return named.error();
  std::vector<std::string> meant;
  for (const scenario::Test* test : *named) {
    if (std::find(failed.begin(), failed.end(), test->name) != failed.end()) meant.push_back(test->name);
  }
  if (meant.empty())
    return Error{fmt::format("nothing that {} names failed in the newest run", fmt::join(words, " "))};
  return meant;
}

// What the words, the filter and the shard leave.
Result<std::vector<const scenario::Test*>> chosen_tests(const scenario::Library& library,
                                                        const std::vector<std::string>& words,
                                                        const RunCommand& command, report::Shard& shard) {
  auto chosen = select_tests(library, words);
  if (!chosen) return chosen;
  chosen = tests_that_prove(library, std::move(*chosen), command.filter);
  if (!chosen || command.shard.empty()) return chosen;
  auto parsed = run::parse_shard(command.shard);
  if (!parsed) return parsed.error();
  shard = *parsed;
  std::erase_if(*chosen, [&](const scenario::Test* test) { return !run::is_in_shard(test->name, shard); });
  return chosen;
}

// `self` is, where a person moves it, any app; else our own subject of the kind that all chosen scenarios are
// for; where they are of several kinds, the client, as ever.
std::string subject_meant(const std::string& named, bool by_hand,
                          const std::vector<const scenario::Test*>& chosen) {
  if (named != "self") return named;
  if (by_hand) return "manual";
  for (const run::Embedded& own : run::embedded_subjects) {
    const bool fits = std::all_of(chosen.begin(), chosen.end(),
                                  [&](const scenario::Test* test) { return test->subject_is() == own.kind; });
    if (fits) return std::string(own.name);
  }
  return std::string(run::embedded_subjects.front().name);
}

struct Watched {
  Watcher files;
  std::set<std::string> changed = {};  ///< nothing yet: all is played
  int status = 2;                      ///< of the run before; of none, as of one that was interrupted
};

// True when something changed since the run before: then all else is left out.
bool leave_what_changed(const Watched& watched, const scenario::Library& library,
                        std::vector<const scenario::Test*>& tests) {
  if (watched.changed.empty()) return false;
  std::erase_if(
      tests, [&](const scenario::Test* test) { return !rests_on(*test, library.folder, watched.changed); });
  if (tests.empty()) say("none of the chosen scenarios rests on it\n");
  return true;
}

run::SessionEvents console_events(const RunCommand& command, const report::ConsoleStyle& style,
                                  std::uint64_t seed) {
  run::SessionEvents events;
  auto total = std::make_shared<std::size_t>(0);
  events.on_begin = [total, seed, selection = spec::describe(command.filter)](std::size_t tests) {
    *total = tests;
    say("ringcheck {}: {} scenarios, seed {}{}{}\n", RINGCHECK_VERSION, tests, seed,
        selection.empty() ? "" : ", only what fits ", selection);
    std::fflush(stdout);
  };
  auto was_ready = std::make_shared<bool>(false);
  events.told.on_adapter = [was_ready](const driver::Ready& ready) {
    *was_ready = true;
    say("subject: {}{}{}\n", ready.implementation, ready.version.empty() ? "" : " ", ready.version);
    std::fflush(stdout);
  };
  auto done = std::make_shared<std::size_t>(0);
  events.told.on_result = [done, was_ready, style, total,
                           quiet = command.quiet](const report::TestResult& test) {
    ++*done;
    // What is told once, for all of them.
    if (test.outcome == report::Outcome::skipped) return;
    if (!*was_ready && report::is_spoilt(test)) return;
    if (quiet && test.outcome == report::Outcome::passed) return;
    say("{:>4}/{} {}\n", *done, *total, report::test_line(test, style));
    std::fflush(stdout);
  };
  events.door = console_door();
  events.tell_person = [](const std::string& text) {
    say("{}", text);
    std::fflush(stdout);
  };
  events.on_authority = tell_authority();
  events.told.on_kept = [](const std::string& url, const std::string& user, const std::string& token) {
    say("kept: {} is up; {} has the token {}. Ctrl-C ends it.\n", url, user, token);
    std::fflush(stdout);
  };
  if (command.follow) follow(events.told);
  return events;
}

struct Played {
  int status = configuration_wrong;
  bool interrupted = false;
};

Result<run::SessionOptions> session_options(const RunCommand& command, const Home& home) {
  auto listen = listen_option(command.listen);
  if (!listen) return listen.error();
  run::SessionOptions options;
  options.listen = *listen;
  options.tls = command.tls;
  options.home = home.folder;
  options.program_dir = home.program_dir;
  options.adapter_arguments = command.adapter_arguments;
  options.out = command.out;
  options.seed = command.seed == 0 ? draw_seed() : command.seed;
  options.by_hand = !command.adapter.empty();
  options.time_scale = command.time_scale;
  options.jobs = command.follow ? 1 : command.jobs;
  options.debug = command.debug;
  options.keep = command.keep;
  options.strict = command.strict;
  options.probe = !command.no_probe;
  options.filter = command.filter;
  options.accept = command.accept;
  options.slow = command.slow;
  options.allow_intrusive = command.allow_intrusive;
  return options;
}

void print_end(const report::RunResult& result, const report::ConsoleStyle& style) {
  say("\n");
  const bool never_ready = !report::never_ready_line(result).empty();
  for (const report::TestResult& test : result.tests) {
    if (never_ready && report::is_spoilt(test)) continue;
    const std::string failure = report::describe_failure(test, style, result.requirements);
    if (!failure.empty()) say("{}\n", failure);
  }
  say("{}{}\n", report::summary(result, style), result.folder);
}

// One run of what the words choose, or of what `failed` names of it.
Played play(const RunCommand& command, const Home& home, const std::vector<std::string>& failed,
            Watched* watched = nullptr) {
  auto loaded = load_suites(home);
  if (!loaded) return {wrong(loaded.error().text)};
  const scenario::Library& library = *loaded;
  if (!library.faults.empty()) say(stderr, "{}", scenario::render_faults(library));
  auto asked = session_options(command, home);
  if (!asked) return {wrong(asked.error().text)};
  run::SessionOptions& options = *asked;
  auto meant = words_meant(library, command.words, failed);
  if (!meant) return {wrong(meant.error().text)};
  const std::vector<std::string>& words = *meant;
  auto chosen = chosen_tests(library, words, command, options.shard);
  if (!chosen) return {wrong(chosen.error().text)};

  options.subject = subject_meant(command.subject, options.by_hand, *chosen);
  options.subject_path = subject_path(home, options.subject);
  options.whole = words.empty() && command.filter.empty();
  options.asked_packs = asked_packs(library, words, command.filter);
  for (const scenario::Test* test : *chosen) {
    if (names_test(*test, words)) options.even_slow.insert(test->name);
  }
  if (watched != nullptr) {
    watched->files.look_at_subject(options.subject_path, home.program_dir);
    if (watched->files.was_interrupted()) return {watched->status, true};
    if (leave_what_changed(*watched, library, *chosen)) {
      options.whole = false;
      if (chosen->empty()) return {watched->status};
    }
  }
  const std::vector<scenario::Test> tests = repeated(*chosen, command.repeat);
  const report::ConsoleStyle style{wants_colour()};
  auto result = run::run_session(options, tests, library, console_events(command, style, options.seed));
  if (!result) return {wrong(result.error().text)};
  print_end(*result, style);
  return {result->exit_status, result->interrupted};
}

int play_and_watch(const RunCommand& command, const Home& home, const std::vector<std::string>& failed) {
  auto files = Watcher::over(home);
  if (!files) return wrong(files.error().text);
  Watched watched{std::move(*files)};
  while (true) {
    const Played played = play(command, home, failed, &watched);
    watched.status = played.status;
    if (played.interrupted) return played.status;
    watched.changed = watched.files.wait([] {
      say("watching suites, schemas and the subject: Ctrl-C ends it\n");
      std::fflush(stdout);
    });
    if (watched.changed.empty()) return played.status;
    for (const std::string& path : watched.changed)
      say("\nchanged: {}\n", std::filesystem::proximate(path).string());
    std::fflush(stdout);
  }
}

}  // namespace

int run_tests(const RunCommand& command) {
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  std::vector<std::string> failed;
  if (command.failed) {
    auto names = failed_before(command);
    if (!names) return wrong(names.error().text);
    failed = std::move(*names);
  }
  return command.watch ? play_and_watch(command, *home, failed) : play(command, *home, failed).status;
}

}  // namespace ringcheck::cli
