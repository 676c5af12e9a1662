#include "net/file_watch.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <poll.h>

namespace ringcheck::net {
namespace {

namespace fs = std::filesystem;

class FilesThatChange : public ::testing::Test {
 protected:
  FilesThatChange() {
    std::string name = (fs::temp_directory_path() / "ringcheck-watch-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) folder_ = name;
    fs::create_directories(folder_ + "/in/ner");
  }
  ~FilesThatChange() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  void write(const std::string& name) const { std::ofstream(path(name)) << "x"; }

  std::string folder_;
};

using Paths = std::set<std::string>;

TEST_F(FilesThatChange, AreToldOnceByTheirPaths) {
  write("there");
  auto watch = FileWatch::open();
  ASSERT_TRUE(watch);
  ASSERT_TRUE(watch->add(folder_, false));
  EXPECT_EQ(watch->take(), Paths{});
  write("there");
  write("new");
  write("in/deeper");
  pollfd ready{watch->descriptor(), POLLIN, 0};
  EXPECT_EQ(poll(&ready, 1, 0), 1);
  EXPECT_EQ(watch->take(), (Paths{path("there"), path("new")}));
  EXPECT_EQ(watch->take(), Paths{});
  fs::rename(path("new"), path("there"));  // as editors save
  fs::remove(path("there"));
  EXPECT_EQ(watch->take(), (Paths{path("there"), path("new")}));
}

TEST_F(FilesThatChange, AreNotToldBeforeTheyAreClosed) {
  auto watch = FileWatch::open();
  ASSERT_TRUE(watch);
  ASSERT_TRUE(watch->add(folder_, false));
  std::ofstream half(path("half"));
  half << "x" << std::flush;
  EXPECT_EQ(watch->take(), Paths{});
  half.close();
  EXPECT_EQ(watch->take(), Paths{path("half")});
}

TEST_F(FilesThatChange, AreToldOfFoldersBelowAndOfNewOnes) {
  auto watch = FileWatch::open();
  ASSERT_TRUE(watch);
  ASSERT_TRUE(watch->add(folder_, true));
  ASSERT_TRUE(watch->add(folder_, false));  // known already, and stays what it is
  write("in/ner/one");
  EXPECT_EQ(watch->take(), Paths{path("in/ner/one")});
  fs::create_directories(path("later/still"));
  write("later/still/two");  // before anybody could watch it
  EXPECT_EQ(watch->take(), Paths{path("later/still/two")});
  write("later/still/three");
  EXPECT_EQ(watch->take(), Paths{path("later/still/three")});
}

TEST_F(FilesThatChange, AFolderThatIsNotThereIsAnError) {
  auto watch = FileWatch::open();
  ASSERT_TRUE(watch);
  EXPECT_FALSE(watch->add(path("nowhere"), true));
}

}  // namespace
}  // namespace ringcheck::net
