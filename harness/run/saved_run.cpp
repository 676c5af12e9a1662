#include "run/saved_run.hpp"

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include "report/json.hpp"
#include "report/junit.hpp"

namespace ringcheck::run {
namespace {

namespace fs = std::filesystem;

Result<Done> write_file(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) return Error{fmt::format("cannot write {}", path.string())};
  return Done{};
}

}  // namespace

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

Result<Done> save_run(const report::RunResult& run) {
  auto results = write_file(fs::path(run.folder) / "results.json", report::to_results_json(run));
  if (!results) return results;
  return write_file(fs::path(run.folder) / "junit.xml", report::to_junit(run));
}

Result<report::RunResult> load_run(const std::string& folder) {
  const fs::path path = fs::path(folder) / "results.json";
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{fmt::format("{} holds no results.json", folder)};
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto run = report::from_results_json(text);
  if (!run) return Error{fmt::format("{}: {}", path.string(), run.error().text)};
  run->folder = folder;
  return run;
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

}  // namespace ringcheck::run
