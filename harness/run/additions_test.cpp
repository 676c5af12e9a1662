// What a young adapter is told to add, by the suites as they are: the lines only depend on what scenarios
// need.

#include "run/additions.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "run/needs.hpp"
#include "run/test_run.hpp"

namespace ringcheck::run {
namespace {

const driver::Vocabulary& vocabulary() {
  static const driver::Vocabulary loaded =
      *driver::load_vocabulary(testing::home + "/schemas/driver/protocol.yaml");
  return loaded;
}

const scenario::Library& library() {
  static const scenario::Library loaded = testing::load_suites_for(scenario::SubjectIs::client);
  return loaded;
}

std::vector<const scenario::Test*> all_tests() {
  std::vector<const scenario::Test*> tests;
  for (const scenario::Test& test : library().tests) tests.push_back(&test);
  return tests;
}

TEST(Additions, BeginWithWhatBringsMostForLeast) {
  const std::vector<Addition> steps = possible_additions(all_tests(), {}, vocabulary());
  ASSERT_FALSE(steps.empty());
  EXPECT_EQ(steps.front().claims, std::vector<std::string>{"voip.callee"});
  EXPECT_EQ(steps.front().notes, std::vector<std::string>{"incoming_call"});
  for (const Addition& step : steps) EXPECT_GT(step.requirements, 0U);
}

// However the way, its end is the same: no requirement is counted twice, none is left out.
TEST(Additions, AddUpToWhatAllScenariosProve) {
  std::set<std::string> proved;
  for (const scenario::Test* test : all_tests()) {
    if (!test->pack.empty()) continue;
    for (const std::string& id : scenario::proved_by(*test)) proved.insert(id);
  }
  std::size_t sum = 0;
  for (const Addition& step : possible_additions(all_tests(), {}, vocabulary())) sum += step.requirements;
  EXPECT_EQ(sum, proved.size());
}

TEST(Additions, NothingIsAddedToWhoHasAll) {
  const Offer all = {vocabulary().claim_names(), vocabulary().action_names(), vocabulary().note_names()};
  EXPECT_TRUE(possible_additions(all_tests(), all, vocabulary()).empty());
}

// One action less than all: that step is it, and brings just what only scenarios with it prove.
TEST(Additions, AnActionThatIsMissingIsNamedAlone) {
  Offer offer = {vocabulary().claim_names(), vocabulary().action_names(), vocabulary().note_names()};
  std::erase(offer.actions, "reject_call");
  std::set<std::string> with;
  std::set<std::string> without;
  for (const scenario::Test* test : all_tests()) {
    if (!test->pack.empty()) continue;
    const bool rejects = std::find(test->uses.orders.begin(), test->uses.orders.end(), "reject_call") !=
                         test->uses.orders.end();
    for (const std::string& id : scenario::proved_by(*test)) (rejects ? with : without).insert(id);
  }
  std::erase_if(with, [&](const std::string& id) { return without.contains(id); });
  const std::vector<std::string> lines = addition_lines(possible_additions(all_tests(), offer, vocabulary()));
  EXPECT_EQ(lines, std::vector<std::string>{"add reject_call: " + std::to_string(with.size()) +
                                            " more requirements"});
}

TEST(Additions, LinesNameAllOfAStepAndEnd) {
  const std::vector<Addition> steps(8, Addition{{"place_call", "hang_up"}, {"log"}, {"voip.caller"}, 1});
  const std::vector<std::string> lines = addition_lines(steps);
  ASSERT_EQ(lines.size(), 7U);
  EXPECT_EQ(lines.front(), "add place_call, hang_up; tell log; claim voip.caller: 1 more requirement");
  EXPECT_EQ(lines.back(), "and 2 more such steps");
}

}  // namespace
}  // namespace ringcheck::run
