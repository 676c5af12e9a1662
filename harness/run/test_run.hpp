#pragma once
// For the tests of run/: whole runs of the embedded subjects, in a folder that goes when the test does.

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "run/needs.hpp"
#include "run/session.hpp"
#include "scenario/library.hpp"
#include "testing/source_dir.hpp"

namespace ringcheck::run::testing {

inline const std::string home = source_dir();

/// Where the test program lies, and reference-client beside it.
inline std::string program_dir() {
  std::error_code failed;
  return std::filesystem::read_symlink("/proc/self/exe", failed).parent_path().string();
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "ringcheck-test-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline SessionOptions options_for(const std::string& subject, const TemporaryFolder& folder) {
  SessionOptions options;
  options.home = home;
  options.program_dir = program_dir();
  options.subject_path = home + "/fixtures/subjects/" + subject + "/subject.yaml";
  options.out = folder.path();
  return options;
}

inline scenario::Library load_suites(const std::vector<std::string>& paths = {}) {
  auto vocabulary = driver::load_vocabulary(home + "/schemas/driver/protocol.yaml");
  EXPECT_TRUE(vocabulary) << vocabulary.error().text;
  return scenario::load_library(home + "/suites", paths, words_of(*vocabulary));
}

/// The suites without the scenarios that are for other kinds of subjects.
inline scenario::Library load_suites_for(scenario::SubjectIs kind) {
  scenario::Library library = load_suites();
  std::erase_if(library.tests, [&](const scenario::Test& test) { return test.subject_is() != kind; });
  return library;
}

/// A run that must at least come about; an empty result fails the test that asked.
inline report::RunResult play(const SessionOptions& options, const std::vector<scenario::Test>& tests,
                              const scenario::Library& library) {
  auto result = run_session(options, tests, library, {});
  EXPECT_TRUE(result) << (result ? "" : result.error().text);
  return result ? std::move(*result) : report::RunResult{};
}

}  // namespace ringcheck::run::testing
