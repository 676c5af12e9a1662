#include "report/coverage.hpp"

#include "testing/golden.hpp"

namespace ringcheck::report {
namespace {

spec::Requirement make(std::string id, std::string section, std::string level, std::string since,
                       std::string msc = {}, std::string excluded = {}) {
  spec::Requirement made;
  made.title = "What " + id + " asks";
  made.id = std::move(id);
  made.section = std::move(section);
  made.level = std::move(level);
  made.since = std::move(since);
  made.msc = std::move(msc);
  made.excluded = std::move(excluded);
  return made;
}

spec::Register six() {
  spec::Register made;
  made.add(make("VOIP-001", "invite", "should", "v1.12"));
  made.add(make("VOIP-002", "glare", "must", "v1.7", "MSC2746"));
  made.add(make("VOIP-003", "glare", "must", "v1.7", "MSC2746", "no client can see it"));
  made.add(make("VOIP-004", "glare", "may", "r0.6.1"));
  made.add(make("RTC-001", "membership", "must", "MSC4143"));
  made.add(make("RTC-002", "membership", "info", "MSC4140", "", "left to servers"));
  made.add_msc({"MSC4143", "MatrixRTC", "proposed", "", ""});
  made.add_msc({"MSC4140", "Delayed events", "superseded", "", "MSC4999"});
  made.add_msc({"MSC2746", "Improved signalling for 1:1 VoIP", "merged", "v1.7", ""});
  return made;
}

scenario::Test proving(std::string scenario, std::vector<std::string> ids) {
  scenario::Test test;
  test.scenario = test.name = std::move(scenario);
  scenario::Step step;
  step.proves = std::move(ids);
  test.steps = {step};
  return test;
}

std::vector<scenario::Test> tests() {
  return {proving("voip.a", {"VOIP-002"}), proving("voip.a", {"VOIP-002"}),
          proving("voip.b", {"VOIP-002", "RTC-002"})};
}

const std::vector<ProvingCheck> checks = {{"schema", {"VOIP-001", "VOIP-002"}}, {"size", {}}};

std::vector<const spec::Requirement*> all_of(const spec::Register& requirements) {
  std::vector<const spec::Requirement*> all;
  for (const spec::Requirement& each : requirements.all()) all.push_back(&each);
  return all;
}

TEST(Coverage, EachRequirementIsProvedOrExcludedOrNotYet) {
  const spec::Register requirements = six();
  const Coverage covered = coverage(requirements, all_of(requirements), tests(), checks);
  ASSERT_EQ(covered.requirements.size(), 6U);
  const std::vector<Standing> standings = {Standing::proved,  Standing::proved,  Standing::excluded,
                                           Standing::not_yet, Standing::not_yet, Standing::proved};
  for (std::size_t i = 0; i < standings.size(); ++i)
    EXPECT_EQ(covered.requirements[i].standing, standings[i]) << covered.requirements[i].requirement->id;
  EXPECT_EQ(covered.requirements[1].scenarios, (std::vector<std::string>{"voip.a", "voip.b"}));
  EXPECT_EQ(covered.requirements[1].checks, std::vector<std::string>{"schema"});
  EXPECT_EQ(covered.all.proved + covered.all.excluded + covered.all.not_yet, 6);
}

TEST(Coverage, CountsWhatWasChosenOnly) {
  const spec::Register requirements = six();
  const Coverage covered = coverage(requirements, {requirements.find("VOIP-002")}, tests(), checks);
  ASSERT_EQ(covered.requirements.size(), 1U);
  EXPECT_EQ(covered.all.proved + covered.all.excluded + covered.all.not_yet, 1);
  EXPECT_EQ(covered.areas.size(), 1U);
}

TEST(Coverage, SumsStandInTheirOrder) {
  const spec::Register requirements = six();
  const Coverage covered = coverage(requirements, all_of(requirements), tests(), checks);
  auto words = [](const std::vector<CoverageSum>& sums) {
    std::string text;
    for (const CoverageSum& each : sums) text += each.word + " ";
    return text;
  };
  EXPECT_EQ(words(covered.areas), "VOIP RTC ");
  EXPECT_EQ(words(covered.levels), "must should may info ");
  EXPECT_EQ(words(covered.releases), "r0.6.1 v1.7 v1.12 ");
  EXPECT_EQ(words(covered.mscs), "MSC2746 MSC4140 MSC4143 ");
  EXPECT_EQ(covered.mscs[0].about, "merged in v1.7: Improved signalling for 1:1 VoIP");
  EXPECT_EQ(covered.mscs[1].about, "superseded by MSC4999: Delayed events");
}

TEST(Golden, Coverage) {
  const spec::Register requirements = six();
  const Coverage covered = coverage(requirements, all_of(requirements), tests(), checks);
  expect_golden("coverage.txt", coverage_text(covered) + "\n" + not_yet_text(covered));
  expect_golden("coverage.json", coverage_json(covered));
}

}  // namespace
}  // namespace ringcheck::report
