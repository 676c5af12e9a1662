// `ringcheck judge`: the judge is judged. What catches each requirement that the suites decide, and what of
// all that was made wrong nobody noticed.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <unistd.h>

#include "cli/commands.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "cli/select.hpp"
#include "run/fault_table.hpp"
#include "run/judge_live.hpp"
#include "run/judge_print.hpp"
#include "run/judge_reasons.hpp"
#include "run/session.hpp"
#include "trace/trace.hpp"

namespace ringcheck::cli {
namespace {

namespace fs = std::filesystem;

/// The runs go into a folder that goes with the command.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "ringcheck-judge-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// The traces of the passed tests, and of each survivor as it was mutated.
Result<Done> keep_traces(const report::RunResult& run, const run::JudgeTable& table,
                         const std::string& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  for (const report::TestResult& test : run.tests) {
    if (failed || test.trace_file.empty()) continue;
    fs::copy_file(test.trace_file, fs::path(folder) / fs::path(test.trace_file).filename(),
                  fs::copy_options::overwrite_existing, failed);
  }
  if (failed) return Error{fmt::format("cannot write into {}: {}", folder, failed.message())};
  for (std::size_t i = 0; i < table.survivors.size(); ++i) {
    trace::Trace trace;
    auto opened = trace.write_to(fmt::format("{}/{}.jsonl", folder, run::survivor_name(table, i)));
    if (!opened) return opened;
    for (const trace::Entry& entry : table.survivors[i].entries) trace.append(entry);
  }
  return Done{};
}

Result<Done> write_text(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) return Error{fmt::format("cannot write {}", path)};
  return Done{};
}

void tell_progress(const std::string& what) {
  if (isatty(STDERR_FILENO) != 0) say(stderr, "\r\x1b[K{}", what);
}

/// Each test with the embedded subject that it is for, without faults.
Result<report::RunResult> play_references(const Home& home, run::SessionOptions options,
                                          const std::vector<scenario::Test>& tests,
                                          const scenario::Library& library) {
  report::RunResult all;
  for (const run::Embedded& subject : run::embedded_subjects) {
    std::vector<scenario::Test> fitting;
    std::copy_if(tests.begin(), tests.end(), std::back_inserter(fitting),
                 [&](const scenario::Test& test) { return test.subject_is() == subject.kind; });
    if (fitting.empty()) continue;
    tell_progress(fmt::format("{}, without faults", subject.name));
    options.subject_path = run::subject_file(home.folder, subject.name);
    auto played = run::run_session(options, fitting, library, {});
    if (!played) return played.error();
    if (played->interrupted) return Error{"interrupted"};
    if (all.tests.empty()) {
      all = std::move(*played);
    } else {
      std::move(played->tests.begin(), played->tests.end(), std::back_inserter(all.tests));
    }
  }
  return all;
}

/// Mutations, then faults and idle unless they are not wanted; `run` is what was mutated.
Result<run::JudgeTable> judge_all(const JudgeCommand& command, const Home& home,
                                  const scenario::Library& library, const std::vector<scenario::Test>& tests,
                                  const run::SessionOptions& options, report::RunResult& run) {
  auto reasons = run::load_survivor_reasons(home.folder + "/fixtures/judge/survivors.yaml");
  if (!reasons) return reasons.error();
  auto checker = check::Checker::load(home.folder + "/schemas/matrix");
  if (!checker) return checker.error();
  auto played = play_references(home, options, tests, library);
  if (!played) return played.error();
  run = std::move(*played);
  tell_progress("mutants");
  auto table = run::judge_traces(run, tests, library.requirements, **checker);
  if (!table) return table;
  table->whole = command.words.empty();
  run::apply_reasons(*reasons, *table);
  if (!command.no_live) {
    auto live = run::judge_live(options, tests, library, *table, tell_progress);
    if (!live) return live.error();
  }
  tell_progress("");
  return table;
}

}  // namespace

int judge(const JudgeCommand& command) {
  const auto began = std::chrono::steady_clock::now();
  auto home = find_home();
  if (!home) return wrong(home.error().text);
  auto loaded = load_suites(*home);
  if (!loaded) return wrong(loaded.error().text);
  const scenario::Library& library = *loaded;
  if (!library.faults.empty()) return wrong("the suites do not load; ringcheck lint shows why");
  auto chosen = select_tests(library, command.words);
  if (!chosen) return wrong(chosen.error().text);
  std::vector<scenario::Test> tests;
  for (const scenario::Test* test : *chosen) tests.push_back(*test);

  const TemporaryFolder folder;
  run::SessionOptions options;
  options.home = home->folder;
  options.program_dir = home->program_dir;
  options.out = folder.path();
  options.jobs = 8;
  report::RunResult run;
  auto table = judge_all(command, *home, library, tests, options, run);
  if (!table) return wrong(table.error().text);
  if (!command.keep.empty()) {
    auto kept = keep_traces(run, *table, command.keep);
    if (!kept) return wrong(kept.error().text);
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began;
  if (!command.json.empty()) {
    auto written = write_text(command.json, run::judge_json(*table, seconds.count()));
    if (!written) return wrong(written.error().text);
  }
  say("{}", run::print_judge(*table, command.keep, seconds.count()));
  return table->is_sound() ? 0 : 1;
}

}  // namespace ringcheck::cli
