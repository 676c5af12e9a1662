#pragma once
// For tests: the program as its user meets it, in an empty folder of its own, with the suites of the tree.

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "run/saved_run.hpp"
#include "testing/source_dir.hpp"

namespace ringcheck {

namespace fs = std::filesystem;

struct Said {
  int status = -1;
  std::string text;  ///< stdout and stderr
};

class Cli : public ::testing::Test {
 protected:
  Cli() {
    std::string name = (fs::temp_directory_path() / "ringcheck-cli-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) folder_ = name;
  }
  ~Cli() override {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }

  static std::string program() {
    std::error_code failed;
    return (fs::read_symlink("/proc/self/exe", failed).parent_path() / "ringcheck").string();
  }

  static Said shell(const std::string& command) {
    Said said;
    std::FILE* pipe = popen((command + " 2>&1").c_str(), "re");
    if (pipe == nullptr) return said;
    std::array<char, 4096> buffer{};
    for (std::size_t count = 0; (count = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
      said.text.append(buffer.data(), count);
    const int status = pclose(pipe);
    said.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return said;
  }

  Said ringcheck(const std::string& arguments) const {
    return shell("cd '" + folder_ + "' && RINGCHECK_HOME='" + source_dir() + "' '" + program() + "' " +
                 arguments);
  }

  report::RunResult newest() const {
    auto folder = run::newest_run(folder_ + "/ringcheck-runs");
    if (!folder) return {};
    auto saved = run::load_run(*folder);
    return saved ? std::move(*saved) : report::RunResult{};
  }

  std::string folder_;
};

#define EXPECT_SAYS(said, words) EXPECT_NE((said).text.find(words), std::string::npos) << (said).text

}  // namespace ringcheck
