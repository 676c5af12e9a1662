#include "cli/watch.hpp"

#include <algorithm>
#include <filesystem>

#include "driver/subject_file.hpp"
#include "net/loop.hpp"
#include "run/process_link.hpp"
#include "scenario/library.hpp"

namespace ringcheck::cli {
namespace {

namespace fs = std::filesystem;

/// An editor that saves touches more than one file.
constexpr std::int64_t quiet_ms = 50;
/// In which a loop comes to hear of a signal that was there before.
constexpr std::int64_t hearing_ms = 10;

std::string real_path(const fs::path& path) {
  std::error_code failed;
  return fs::weakly_canonical(path, failed).string();
}

bool is_below(const std::string& path, const std::string& folder) {
  return path == folder || path.starts_with(folder + "/");
}

// The files of the command that there are; `python3` is a matter of PATH.
std::vector<std::string> files_of(const driver::Subject& subject, const std::string& program_dir) {
  std::vector<std::string> files;
  for (const std::string& word : run::adapter_command(subject, program_dir)) {
    const fs::path path = fs::path(subject.folder) / word;
    std::error_code failed;
    if (fs::is_regular_file(path, failed)) files.push_back(real_path(path));
  }
  return files;
}

}  // namespace

Result<Watcher> Watcher::over(const Home& home) {
  auto files = net::FileWatch::open();
  if (!files) return files.error();
  Watcher watcher(std::move(*files));
  watcher.loop_->on_signal([loop = watcher.loop_.get(), interrupted = watcher.interrupted_](int) {
    *interrupted = true;
    loop->stop();
  });
  watcher.home_ = home.folder;
  watcher.suites_ = real_path(home.folder + "/suites");
  watcher.schemas_ = real_path(home.folder + "/schemas");
  for (const std::string& folder : {watcher.suites_, watcher.schemas_}) {
    if (auto added = watcher.files_.add(folder, true); !added) return added.error();
  }
  return watcher;
}

void Watcher::look_at_subject(const std::string& subject_path, const std::string& program_dir) {
  of_subject_ = {real_path(subject_path)};
  endings_ = {".yaml"};
  if (auto vocabulary = driver::load_vocabulary(home_ + "/schemas/driver/protocol.yaml")) {
    const driver::SubjectFile file = driver::load_subject(subject_path, *vocabulary);
    for (std::string& each : files_of(file.subject, program_dir)) of_subject_.insert(std::move(each));
  }
  for (const std::string& file : of_subject_) {
    if (const fs::path path = file; path.has_extension()) endings_.insert(path.extension().string());
    // A folder that is not there is no place where something could change.
    static_cast<void>(files_.add(fs::path(file).parent_path().string(), false));
  }
}

bool Watcher::matters(const std::string& path) const {
  const fs::path file(path);
  const std::string name = file.filename().string();
  if (name.starts_with('.') || name.ends_with('~')) return false;
  if (is_below(path, suites_) || is_below(path, schemas_))
    return path == suites_ || path == schemas_ || file.extension() == ".yaml" || file.extension() == ".json";
  return of_subject_.contains(path) || endings_.contains(file.extension().string());
}

std::set<std::string> Watcher::wait(const std::function<void()>& on_ready) {
  std::set<std::string> changed;
  net::Watch readable = loop_->watch(files_.descriptor());
  net::Timer quiet;
  std::function<void()> take = [&] {
    for (const std::string& path : files_.take()) {
      if (!matters(path)) continue;
      changed.insert(path);
      quiet = loop_->after_ms(quiet_ms, [&] { loop_->stop(); });
    }
    readable.on_readable(take);
  };
  readable.on_readable(take);
  on_ready();
  loop_->run();
  return *interrupted_ ? std::set<std::string>{} : changed;
}

bool Watcher::was_interrupted() {
  const net::Timer heard = loop_->after_ms(hearing_ms, [&] { loop_->stop(); });
  if (!*interrupted_) loop_->run();
  return *interrupted_;
}

bool rests_on(const scenario::Test& test, const std::string& suites, const std::set<std::string>& changed) {
  std::set<std::string> own = {real_path(test.file)};
  for (const std::string& each : test.fragments) own.insert(real_path(each));
  const std::string folder = real_path(suites);
  return std::any_of(changed.begin(), changed.end(), [&](const std::string& path) {
    if (own.contains(path) || path == folder || !is_below(path, folder)) return true;
    return !scenario::is_scenario_file(folder, path) && !is_below(path, folder + "/fragments");
  });
}

}  // namespace ringcheck::cli
