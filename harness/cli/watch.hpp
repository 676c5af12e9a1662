#pragma once
// `run --watch`: on which files a run rests, and which tests rest on one that changed.

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cli/home.hpp"
#include "net/file_watch.hpp"
#include "net/loop.hpp"
#include "scenario/model.hpp"
#include "value/result.hpp"

namespace ringcheck::cli {

/// Suites, schemas, and what lies beside subject.yaml and the files of the adapter's command: these, and what
/// ends like one of them (adapter.py brings client.py). So nothing that a run writes calls for the next one.
class Watcher {
 public:
  static Result<Watcher> over(const Home& home);

  /// From now on the subject too; a subject.yaml that is wrong is watched alone. May be told again.
  void look_at_subject(const std::string& subject_path, const std::string& program_dir);

  /// Waits until something was changed and a moment has passed without another change. Nothing: Ctrl-C.
  std::set<std::string> wait(const std::function<void()>& on_ready);
  /// Whether Ctrl-C came since this was made. A run hears it itself; until one begins nobody else does.
  bool was_interrupted();

 private:
  explicit Watcher(net::FileWatch files) : files_(std::move(files)) {}
  bool matters(const std::string& path) const;

  // Neither moves: the loop is told of signals as long as this lives.
  std::unique_ptr<net::Loop> loop_ = std::make_unique<net::Loop>();
  std::shared_ptr<bool> interrupted_ = std::make_shared<bool>(false);
  net::FileWatch files_;
  std::string home_;
  std::string suites_;
  std::string schemas_;
  std::set<std::string> of_subject_;  ///< files
  std::set<std::string> endings_;     ///< of files beside these
};

/// Whether the test was made from one of the files: its own, its fragments, and in any case what is no
/// scenario and no fragment.
bool rests_on(const scenario::Test& test, const std::string& suites, const std::set<std::string>& changed);

}  // namespace ringcheck::cli
