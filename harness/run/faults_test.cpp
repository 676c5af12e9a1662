// The judge is judged: each fault switch of our own subjects is caught under a requirement that it breaks, or
// survivors.yaml says why not. The same table as `ringcheck faults` prints.

#include "run/fault_table.hpp"
#include "run/test_run.hpp"

namespace ringcheck::run {
namespace {

// In parts, so that ctest plays them side by side.
constexpr std::size_t parts = 8;

class FaultsOf : public ::testing::TestWithParam<std::size_t> {};

/// Whether it is caught, and survivors.yaml agrees.
bool expect_caught_or_explained(const FaultSwitch& fault, const scenario::Library& library) {
  auto reasons = load_survivors(testing::home, fault.subject);
  EXPECT_TRUE(reasons) << (reasons ? "" : reasons.error().text);
  if (!reasons) return false;
  const testing::TemporaryFolder folder;
  const SessionOptions options =
      fault_session(testing::options_for(std::string(fault.subject.name), folder), fault);
  const auto play = play_fault(options, fault, library);
  EXPECT_TRUE(play) << (play ? "" : play.error().text);
  if (!play) return false;
  const bool is_caught = !play->caught.empty();
  EXPECT_TRUE(is_caught || play->played == play->of) << fault.name << " was not played against all";
  const bool has_reason = reasons->contains(fault.name);
  EXPECT_TRUE(is_caught || has_reason)
      << fault.subject.name << ": " << fault.name << " survives, and no reason is written";
  EXPECT_FALSE(is_caught && has_reason)
      << fault.subject.name << ": " << fault.name << " is caught; its reason is out of date";
  return is_caught;
}

TEST_P(FaultsOf, EachIsCaughtOrExplained) {
  const scenario::Library library = testing::load_suites();
  ASSERT_EQ(scenario::render_faults(library), "");
  auto switches = list_all_faults(testing::program_dir());
  ASSERT_TRUE(switches) << switches.error().text;
  std::size_t caught = 0;
  for (std::size_t i = GetParam(); i < switches->size(); i += parts) {
    caught += expect_caught_or_explained((*switches)[i], library) ? 1 : 0;
  }
  EXPECT_GE(caught, 16U);
}

INSTANTIATE_TEST_SUITE_P(Part, FaultsOf, ::testing::Range(std::size_t{0}, parts));

TEST(Faults, EveryReasonIsOfOne) {
  for (const Embedded& subject : embedded_subjects) {
    auto switches = list_faults(testing::program_dir(), subject);
    auto reasons = load_survivors(testing::home, subject);
    ASSERT_TRUE(switches && reasons) << subject.name;
    for (const FaultSwitch& fault : *switches) reasons->erase(fault.name);
    for (const auto& [name, reason] : *reasons) ADD_FAILURE() << subject.name << " has no fault " << name;
  }
}

TEST(Faults, AProgramThatListsNoneIsAnError) {
  EXPECT_FALSE(list_faults("/bin", {"true"}));
  EXPECT_FALSE(list_faults("/no/such", {"program"}));
}

}  // namespace
}  // namespace ringcheck::run
