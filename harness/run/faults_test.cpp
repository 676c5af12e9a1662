// The judge is judged: each fault switch of reference-client is caught under a requirement that it breaks, or
// survivors.yaml says why not. The same table as `ringcheck faults` prints.

#include "run/fault_table.hpp"
#include "run/test_run.hpp"

namespace ringcheck::run {
namespace {

// In parts, so that ctest plays them side by side.
constexpr std::size_t parts = 4;

class FaultsOf : public ::testing::TestWithParam<std::size_t> {};

TEST_P(FaultsOf, EachIsCaughtOrExplained) {
  const scenario::Library library = testing::load_suites_for(scenario::SubjectIs::client);
  ASSERT_EQ(scenario::render_faults(library), "");
  auto switches = list_faults(testing::program_dir() + "/reference-client");
  ASSERT_TRUE(switches) << switches.error().text;
  auto reasons = load_survivors(testing::home + "/fixtures/subjects/reference-client/survivors.yaml");
  ASSERT_TRUE(reasons) << reasons.error().text;
  std::size_t caught = 0;
  for (std::size_t i = GetParam(); i < switches->size(); i += parts) {
    const FaultSwitch& fault = (*switches)[i];
    const testing::TemporaryFolder folder;
    const SessionOptions options = fault_session(testing::options_for("reference-client", folder), fault);
    const report::RunResult run = testing::play(options, tests_for(library, fault), library);
    const bool is_caught = !caught_under(run, fault).empty();
    caught += is_caught ? 1 : 0;
    const bool has_reason = reasons->contains(fault.name);
    EXPECT_TRUE(is_caught || has_reason) << fault.name << " survives, and no reason is written";
    EXPECT_FALSE(is_caught && has_reason) << fault.name << " is caught; its reason is out of date";
  }
  EXPECT_GE(caught, 16U);
}

INSTANTIATE_TEST_SUITE_P(Part, FaultsOf, ::testing::Range(std::size_t{0}, parts));

TEST(Faults, EveryReasonIsOfOne) {
  auto switches = list_faults(testing::program_dir() + "/reference-client");
  auto reasons = load_survivors(testing::home + "/fixtures/subjects/reference-client/survivors.yaml");
  ASSERT_TRUE(switches && reasons);
  for (const FaultSwitch& fault : *switches) reasons->erase(fault.name);
  for (const auto& [name, reason] : *reasons) ADD_FAILURE() << "reference-client has no fault " << name;
}

TEST(Faults, AProgramThatListsNoneIsAnError) {
  EXPECT_FALSE(list_faults("/bin/true"));
  EXPECT_FALSE(list_faults("/no/such/program"));
}

}  // namespace
}  // namespace ringcheck::run
