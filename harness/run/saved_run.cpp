#include "run/saved_run.hpp"

#include <algorithm>
#include <ctime>
#include <filesystem>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "report/json.hpp"
#include "report/junit.hpp"
#include "run/write_file.hpp"

namespace ringcheck::run {

namespace fs = std::filesystem;

Result<std::string> make_run_folder(const std::string& out, std::uint64_t seed) {
  const std::string day = fmt::format("{:%Y%m%d-%H%M%S}", fmt::gmtime(std::time(nullptr)));
  for (int attempt = 0; attempt < 1000; ++attempt) {
    const std::string suffix = attempt == 0 ? "" : fmt::format("-{}", attempt);
    const fs::path folder = fs::path(out) / fmt::format("{}-{}{}", day, seed, suffix);
    std::error_code failed;
    fs::create_directories(out, failed);
    if (!failed && fs::create_directory(folder, failed)) return folder.string();
    if (failed) return Error{fmt::format("cannot make {}: {}", folder.string(), failed.message())};
  }
  return Error{fmt::format("cannot make a folder for the run in {}", out)};
}

Result<Done> write_results(const std::string& path, const report::RunResult& run) {
  return write_file(path, report::to_results_json(run));
}

Result<Done> save_run(const report::RunResult& run) {
  auto junit = write_file(run.folder + "/junit.xml", report::to_junit(run));
  if (!junit) return junit;
  // The last file: a folder that has it holds a whole run.
  return write_results(run.folder + "/results.json", run);
}

Result<report::RunResult> load_run(const std::string& folder) {
  const std::string path = folder + "/results.json";
  if (!fs::exists(path)) return Error{fmt::format("{} holds no results.json", folder)};
  auto text = read_file(path);
  if (!text) return text.error();
  auto run = report::from_results_json(*text);
  if (!run) return Error{fmt::format("{}: {}", path, run.error().text)};
  run->folder = folder;
  for (report::TestResult& test : run->tests) {
    if (test.trace_file.empty()) continue;
    test.trace_file = (fs::path(folder) / fs::path(test.trace_file).filename()).string();
  }
  return run;
}

Result<std::string> run_folder(const std::string& word) {
  if (word != "last") return word;
  return newest_run("ringcheck-runs");
}

Result<report::RunResult> load_named_run(const std::string& word) {
  auto folder = run_folder(word);
  if (!folder) return folder.error();
  return load_run(*folder);
}

Result<std::vector<report::RunResult>> load_named_runs(const std::vector<std::string>& words) {
  std::vector<report::RunResult> runs;
  for (const std::string& word : words) {
    auto run = load_named_run(word);
    if (!run) return run.error();
    runs.push_back(std::move(*run));
  }
  return runs;
}

Result<std::string> newest_run(const std::string& out) {
  fs::path newest;
  fs::file_time_type newest_time{};
  std::error_code failed;
  for (const auto& each : fs::directory_iterator(out, failed)) {
    const fs::path results = each.path() / "results.json";
    std::error_code missing;
    const auto time = fs::last_write_time(results, missing);
    if (missing || (!newest.empty() && time <= newest_time)) continue;
    newest = each.path();
    newest_time = time;
  }
  if (newest.empty()) return Error{fmt::format("there is no saved run in {}; ringcheck run makes one", out)};
  return newest.string();
}

std::vector<std::string> traces_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& each : fs::directory_iterator(folder, failed)) {
    if (each.path().extension() == ".jsonl") names.push_back(each.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace ringcheck::run
