#include "run/session.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <unistd.h>

#include "check/checker.hpp"
#include "driver/subject_file.hpp"
#include "net/descriptor.hpp"
#include "net/loop.hpp"
#include "run/accept.hpp"
#include "run/additions.hpp"
#include "run/expected.hpp"
#include "run/needs.hpp"
#include "run/saved_run.hpp"
#include "run/slow.hpp"
#include "run/utc_now.hpp"
#include "run/verdict.hpp"

namespace ringcheck::run {
namespace {

namespace fs = std::filesystem;

Result<driver::Subject> load_subject(const SessionOptions& options, const driver::Vocabulary& vocabulary) {
  driver::SubjectFile file = driver::load_subject(options.subject_path, vocabulary);
  if (!file.faults.empty()) {
    std::string text = fmt::format("the subject cannot be used\n");
    for (const Fault& fault : file.faults) text += render(fault, file.source);
    return Error{text};
  }
  driver::Subject subject = std::move(file.subject);
  subject.adapter.insert(subject.adapter.end(), options.adapter_arguments.begin(),
                         options.adapter_arguments.end());
  if (options.listen) subject.listen = options.listen;
  subject.by_hand = subject.by_hand || options.by_hand;
  if (subject.by_hand && subject.kind != driver::SubjectKind::client)
    return Error{fmt::format("{} is no client: a person can move nothing else by hand", subject.name)};
  if (subject.by_hand && options.jobs > 1)
    return Error{
        fmt::format("{} is moved by a person, one scenario after the other: leave --jobs out", subject.name)};
  if (!options.adapter_arguments.empty() && (subject.by_hand || subject.listen || subject.operated))
    return Error{fmt::format("no adapter of {} is started, to whose command --adapter-arg could be added",
                             subject.name)};
  if (options.listen && subject.operated)
    return Error{fmt::format("{} is a homeserver that runs already: there is no adapter to come to --listen",
                             subject.name)};
  return subject;
}

// Who has to look, to press and to type needs more time than a program.
double time_scale_of(const SessionOptions& options, const driver::Subject& subject) {
  constexpr double pace_of_a_person = 4;
  return options.time_scale * (subject.by_hand ? pace_of_a_person : 1);
}

std::string without_repetition(const std::string& name) {
  return name.substr(0, name.find('#'));
}

bool may_play(const SessionOptions& options, const scenario::Test& test, const driver::Subject& subject) {
  return !subject.operated || test.harmless || options.allow_intrusive;
}

std::vector<const scenario::Test*> tests_to_play(const SessionOptions& options,
                                                 const std::vector<const scenario::Test*>& tests,
                                                 const driver::Subject& subject) {
  std::vector<const scenario::Test*> played;
  for (const scenario::Test* each : tests) {
    const scenario::Test& test = *each;
    if (!may_play(options, test, subject)) continue;
    if (options.slow || !is_slow(test, subject.claims) ||
        options.even_slow.contains(without_repetition(test.name)))
      played.push_back(&test);
  }
  return played;
}

// The suites of clients, hosts and widgets lie side by side; those of others are not this subject's, and say
// nothing of it.
Result<std::vector<const scenario::Test*>> fitting_tests(const std::vector<scenario::Test>& tests,
                                                         const driver::Subject& subject) {
  std::vector<const scenario::Test*> fitting;
  for (const scenario::Test& test : tests) {
    if (fits(test, subject)) fitting.push_back(&test);
  }
  if (!fitting.empty() || tests.empty()) return fitting;
  return Error{
      fmt::format("{} is for another kind of subject than {}\nsubject.yaml says what it is: client, "
                  "widget_host, widget or homeserver; a client that shows widgets claims widget.host",
                  tests.size() == 1 ? tests.front().name : "every scenario that was chosen", subject.name)};
}

// Tests that are the same scenario and case but for their repetition must come to the same end.
void note_unstable(report::RunResult& result) {
  std::map<std::string, std::map<report::Outcome, int>> outcomes;
  for (const report::TestResult& test : result.tests) {
    ++outcomes[without_repetition(test.name)][test.outcome];
  }
  for (const auto& [name, seen] : outcomes) {
    if (seen.size() < 2) continue;
    std::string text = fmt::format("unstable: {} ended", name);
    for (const auto& [outcome, times] : seen)
      text += fmt::format(" {}x {}", times, report::outcome_name(outcome));
    result.notices.push_back(text);
  }
}

void note_unexplained(report::RunResult& result) {
  for (report::TestResult& test : result.tests) {
    for (const std::int64_t seq : test.unexplained) {
      test.warnings.push_back(fmt::format("entry {}: no step explains it", seq));
      result.notices.push_back(fmt::format("{}: entry {} is explained by no step", test.name, seq));
    }
  }
}

// A list that cannot be written loses nothing of the run, and is no success either.
void accept(const std::string& subject_path, const driver::Subject& subject,
            const spec::Register& requirements, report::RunResult& result) {
  auto accepted = accept_run({subject_path, subject.folder, subject.expected}, requirements, result);
  if (accepted) return;
  result.notices.push_back(accepted.error().text);
  result.configuration_wrong = true;
}

// Nothing when all of them are wanted.
Result<std::optional<std::set<std::string>>> wanted_requirements(const spec::Register& requirements,
                                                                 const spec::Filter& filter) {
  if (filter.empty()) return std::optional<std::set<std::string>>{};
  auto fitting = spec::requirements_that_fit(requirements, filter);
  if (!fitting) return fitting.error();
  std::set<std::string> ids;
  for (const spec::Requirement* each : *fitting) ids.insert(each->id);
  return std::optional(std::move(ids));
}

// What the adapter could do more; of one that broke nothing is known.
void note_additions(const std::vector<const scenario::Test*>& tests, const driver::Vocabulary& vocabulary,
                    const driver::Subject& subject, const std::optional<driver::Ready>& ready,
                    report::RunResult& result) {
  const bool was_not_asked =
      std::all_of(result.tests.begin(), result.tests.end(),
                  [](const report::TestResult& test) { return test.outcome == report::Outcome::skipped; });
  if (subject.kind == driver::SubjectKind::homeserver || (!ready && !was_not_asked)) return;
  Offer offer{subject.claims, {}, {}};
  if (ready) {
    offer.actions = ready->actions;
    offer.notes = ready->notes;
  }
  for (std::string& line : addition_lines(possible_additions(tests, offer, vocabulary)))
    result.notices.push_back(std::move(line));
}

// A run tells what broke it; which promise that was, and what its author does next, is another command's.
void point_to_adapter_check(const std::string& subject, report::RunResult& result) {
  const bool broke =
      std::any_of(result.tests.begin(), result.tests.end(), [](const report::TestResult& test) {
        return test.outcome == report::Outcome::error && test.blame == "adapter";
      });
  if (broke)
    result.notices.push_back(
        fmt::format("the adapter is to blame: ringcheck adapter check --subject {} says which promise it "
                    "breaks, and what to do",
                    subject));
}

// With --strict whatever is played counts.
std::vector<std::string> counted_packs(const SessionOptions& options,
                                       const std::vector<scenario::Test>& tests) {
  std::set<std::string> counted = options.asked_packs;
  for (const scenario::Test& test : tests) {
    if (options.strict && !test.pack.empty()) counted.insert(test.pack);
  }
  return {counted.begin(), counted.end()};
}

void remove_temporary(const std::string& folder) {
  std::error_code ignored;
  for (const auto& each : fs::directory_iterator(folder, ignored)) {
    if (each.path().filename().string().starts_with("tmp-")) fs::remove_all(each.path(), ignored);
  }
}

}  // namespace

Result<report::RunResult> run_session(const SessionOptions& options, const std::vector<scenario::Test>& tests,
                                      const scenario::Library& library, const SessionEvents& events) {
  auto vocabulary = driver::load_vocabulary(options.home + "/schemas/driver/protocol.yaml");
  if (!vocabulary) return vocabulary.error();
  auto subject = load_subject(options, *vocabulary);
  if (!subject) return subject.error();
  Result<std::vector<report::ExpectedFailure>> expected = std::vector<report::ExpectedFailure>{};
  if (!subject->expected.empty())
    expected = load_expected(subject->folder + "/" + subject->expected, library.requirements);
  if (!expected) return expected.error();
  auto wanted = wanted_requirements(library.requirements, options.filter);
  if (!wanted) return wanted.error();
  auto fitting = fitting_tests(tests, *subject);
  if (!fitting) return fitting.error();
  auto reach = reach_of(*subject, options.tls);
  if (!reach) return reach.error();
  auto checker = check::Checker::load(options.home + "/schemas/matrix");
  if (!checker) return checker.error();
  // From here on Ctrl-C waits for the loop, so that every run that has a folder has a report.
  net::Loop loop;
  std::function<void()> interrupt;
  loop.on_signal([&](int) { interrupt(); });
  std::unique_ptr<AdapterDoor> door;
  if (subject->listen && !subject->by_hand) {
    auto opened = AdapterDoor::open(loop, *subject->listen, wait_for_adapter_ms(options.time_scale),
                                    events.door, *reach);
    if (!opened) return opened.error();
    door = std::move(*opened);
  }
  auto folder = make_run_folder(options.out, options.seed);
  if (!folder) return folder.error();
  if (auto shown = show_authority(*reach, *folder, events.on_authority); !shown) return shown.error();

  report::RunResult result;
  result.subject = subject->name;
  result.claims = subject->claims;
  result.harness_version = RINGCHECK_VERSION;
  result.started_at = utc_now();
  result.seed = options.seed;
  result.time_scale = time_scale_of(options, *subject);
  result.folder = *folder;
  result.whole = options.whole;
  result.shard = options.shard;
  result.selection = spec::describe(options.filter);
  result.counted_packs = counted_packs(options, tests);
  result.configuration_wrong = !library.faults.empty();
  for (const auto& [name, faults] : library.faults_of_scenario) {
    result.notices.push_back(fmt::format("{} did not load: {} faults", name, faults));
  }

  if (auto raised = net::raise_descriptor_limit(); !raised) result.notices.push_back(raised.error().text);
  const std::vector<const scenario::Test*> played = tests_to_play(options, *fitting, *subject);
  const auto intrusive = static_cast<std::size_t>(
      std::count_if(fitting->begin(), fitting->end(),
                    [&](const scenario::Test* test) { return !may_play(options, *test, *subject); }));
  if (intrusive > 0) {
    result.notices.push_back(
        fmt::format("{} not harmless on a server that people use {} left out: --allow-intrusive plays {}",
                    intrusive == 1 ? "1 test that is" : fmt::format("{} tests that are", intrusive),
                    intrusive == 1 ? "was" : "were", intrusive == 1 ? "it" : "them"));
    result.whole = false;
  }
  if (const std::size_t left_out = fitting->size() - played.size() - intrusive; left_out > 0) {
    result.notices.push_back(left_out == 1
                                 ? "1 slow test was left out: --slow plays it"
                                 : fmt::format("{} slow tests were left out: --slow plays them", left_out));
    result.whole = false;
  }
  if (events.on_begin) events.on_begin(played.size());
  RunOptions run_options;
  run_options.folder = *folder;
  run_options.program_dir = options.program_dir;
  run_options.fixtures = options.home + "/fixtures";
  run_options.pages = options.home + "/harness/widget/pages";
  run_options.subject = options.subject.empty() ? options.subject_path : options.subject;
  run_options.seed = options.seed;
  run_options.asked_packs = options.asked_packs;
  run_options.time_scale = result.time_scale;
  run_options.jobs = options.jobs;
  run_options.debug = options.debug;
  run_options.keep = options.keep;
  run_options.door = door.get();
  std::optional<Person> person;
  if (subject->by_hand)
    run_options.person = &person.emplace(loop, Person::Terminal{STDIN_FILENO, events.tell_person});
  run_options.reach = *reach;
  run_options.probe = options.probe && !subject->by_hand;
  run_options.wanted = std::move(*wanted);
  std::optional<driver::Ready> ready;
  RunEvents told = events.told;
  told.on_adapter = [&](const driver::Ready& each) {
    ready = each;
    if (events.told.on_adapter) events.told.on_adapter(each);
  };
  Runner runner(loop, *vocabulary, *subject, played, library.requirements, **checker, run_options,
                std::move(told));
  interrupt = [&] {
    result.interrupted = true;
    runner.interrupt();
  };
  result.tests = runner.run();
  result.no_calls = runner.no_calls();
  result.implementation = runner.implementation();
  result.unknown_endpoints = runner.unknown_endpoints();
  for (const std::string& notice : runner.notices()) result.notices.push_back(notice);
  result.requirements = sum_up(result.tests, library.requirements);
  result.has_baseline = !subject->expected.empty();
  result.expected_failures = std::move(*expected);
  if (options.accept) accept(options.subject_path, *subject, library.requirements, result);
  if (result.has_baseline) compare_with_expected(result);
  note_unstable(result);
  if (!subject->by_hand) {
    point_to_adapter_check(run_options.subject, result);
    note_additions(*fitting, *vocabulary, *subject, ready, result);
  }
  if (options.strict) note_unexplained(result);
  result.exit_status = report::exit_status(result);
  remove_temporary(*folder);
  auto saved = save_run(result);
  if (!saved) return saved.error();
  return result;
}

}  // namespace ringcheck::run
