// The list of what a guest has on a homeserver: it outlives a run that was killed, and only that.

#include "run/guest_journal.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "run/test_run.hpp"

namespace ringcheck::run {
namespace {

constexpr const char* url = "https://matrix.example.org";

class GuestJournalTest : public ::testing::Test {
 protected:
  std::string run(const std::string& name) const {
    std::filesystem::create_directories(folder.path() + '/' + name);
    return folder.path() + '/' + name;
  }
  std::unique_ptr<GuestJournal> open(const std::string& name) const {
    auto journal = GuestJournal::open(run(name), url);
    return journal ? std::move(*journal) : nullptr;
  }

  testing::TemporaryFolder folder;
};

TEST_F(GuestJournalTest, WhatARunLeftIsFoundWhenItIsOver) {
  auto journal = open("one");
  ASSERT_TRUE(journal);
  journal->note_registered("ringcheck-a");
  journal->note_device("@b:example.org", "B1");
  journal->note_device("@b:example.org", "B2");
  journal->note_room("!c:example.org");
  EXPECT_EQ(left_behind(run("two"), url).size(), 0U) << "it is still played";
  journal.reset();
  const std::vector<LeftBehind> left = left_behind(run("two"), url);
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].registered, (std::set<std::string>{"ringcheck-a"}));
  EXPECT_EQ(left[0].devices.at("@b:example.org"), (std::set<std::string>{"B1", "B2"}));
  EXPECT_EQ(left[0].rooms, (std::set<std::string>{"!c:example.org"}));
  EXPECT_EQ(left_behind(run("two"), "https://another.example").size(), 0U);
}

TEST_F(GuestJournalTest, WhoLeftNothingHasNoList) {
  auto journal = open("one");
  journal->note_room("!c:example.org");
  journal->remove();
  journal.reset();
  EXPECT_EQ(left_behind(run("two"), url).size(), 0U);
}

TEST_F(GuestJournalTest, ALineThatWasCutOffIsNone) {
  open("one")->note_room("!c:example.org");
  std::ofstream(run("one") + "/left-behind.jsonl", std::ios::app) << R"({"room":"!d:exam)";
  const std::vector<LeftBehind> left = left_behind(run("two"), url);
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].rooms, (std::set<std::string>{"!c:example.org"}));
}

TEST_F(GuestJournalTest, AFolderThatIsNotThereIsAnError) {
  const auto journal = GuestJournal::open(folder.path() + "/none", url);
  ASSERT_FALSE(journal);
  EXPECT_NE(journal.error().text.find("No such file or directory"), std::string::npos);
}

}  // namespace
}  // namespace ringcheck::run
