// Whatever the program was started as, and wherever it lies, its suites are those that came with it.

#include "cli/home.hpp"

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

namespace ringcheck::cli {
namespace {

namespace fs = std::filesystem;

class HomeOf : public ::testing::Test {
 protected:
  HomeOf() {
    std::string name = (fs::temp_directory_path() / "ringcheck-home-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) root_ = name;
  }
  ~HomeOf() override {
    std::error_code ignored;
    if (!root_.empty()) fs::remove_all(root_, ignored);
  }
  std::string make(const std::string& folder) const {
    fs::create_directories(root_ + folder);
    return root_ + folder;
  }
  void make_home(const std::string& folder) const {
    make(folder + "/suites/requirements");
    make(folder + "/schemas");
  }

  std::string root_;
};

TEST_F(HomeOf, ABuildInACheckoutIsTheCheckout) {
  make_home("");
  make("/build/debug");
  const auto home = find_home(root_ + "/build/debug/ringcheck", "");
  ASSERT_TRUE(home) << home.error().text;
  EXPECT_EQ(home->folder, root_);
  EXPECT_EQ(home->program_dir, root_ + "/build/debug");
}

TEST_F(HomeOf, WhatIsInstalledLiesInShareAndLib) {
  make_home("/usr/share/ringcheck");
  make("/usr/lib/ringcheck");
  make("/usr/bin");
  const auto home = find_home(root_ + "/usr/bin/ringcheck", "");
  ASSERT_TRUE(home) << home.error().text;
  EXPECT_EQ(home->folder, root_ + "/usr/share/ringcheck");
  EXPECT_EQ(home->program_dir, root_ + "/usr/lib/ringcheck");
}

TEST_F(HomeOf, TheNearestWins) {
  make_home("");
  make_home("/tools/ringcheck-1/share/ringcheck");
  make("/tools/ringcheck-1/bin");
  const auto home = find_home(root_ + "/tools/ringcheck-1/bin/ringcheck", "");
  ASSERT_TRUE(home) << home.error().text;
  EXPECT_EQ(home->folder, root_ + "/tools/ringcheck-1/share/ringcheck");
}

TEST_F(HomeOf, WhatIsGivenIsTakenOrRefused) {
  make_home("/near");
  make_home("/given");
  const auto home = find_home(root_ + "/near/ringcheck", root_ + "/given");
  ASSERT_TRUE(home) << home.error().text;
  EXPECT_EQ(home->folder, root_ + "/given");
  const auto refused = find_home(root_ + "/near/ringcheck", root_ + "/empty");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().text,
            "RINGCHECK_HOME is " + root_ + "/empty, and that holds no suites/ and schemas/");
}

TEST_F(HomeOf, AProgramAloneSaysWhatToDo) {
  const auto home = find_home(root_ + "/ringcheck", "");
  ASSERT_FALSE(home);
  EXPECT_EQ(
      home.error().text,
      "suites/ and schemas/ lie neither in a folder above " + root_ +
          "/ringcheck nor in share/ringcheck of one; unpack the archive of ringcheck as a whole, or set "
          "RINGCHECK_HOME to the folder that holds them");
}

}  // namespace
}  // namespace ringcheck::cli
