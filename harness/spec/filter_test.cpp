#include "spec/filter.hpp"

#include <gtest/gtest.h>

namespace ringcheck::spec {
namespace {

Requirement make(std::string id, std::string section, std::string level, std::string since,
                 std::string msc = {}) {
  Requirement made;
  made.id = std::move(id);
  made.section = std::move(section);
  made.level = std::move(level);
  made.since = std::move(since);
  made.msc = std::move(msc);
  return made;
}

Register four() {
  Register made;
  made.add(make("VOIP-001", "invite", "must", "r0.6.1"));
  made.add(make("VOIP-002", "glare", "should", "v1.7", "MSC2746"));
  made.add(make("VOIP-003", "glare", "must", "v1.12", "MSC2746"));
  made.add(make("RTC-001", "membership", "must", "MSC4143"));
  return made;
}

std::string ids(const Filter& filter) {
  const Register requirements = four();
  auto fitting = requirements_that_fit(requirements, filter);
  if (!fitting) return "error: " + fitting.error().text;
  std::string text;
  for (const Requirement* each : *fitting) text += each->id + " ";
  return text;
}

TEST(Filter, ReleasesHaveAnOrder) {
  const std::vector<std::string> in_order = {"r0.0.1", "r0.6.0", "r0.6.1", "v1.1", "v1.7", "v1.12"};
  for (std::size_t i = 0; i < in_order.size(); ++i) {
    EXPECT_TRUE(is_release(in_order[i]));
    for (std::size_t j = 0; j < in_order.size(); ++j)
      EXPECT_EQ(is_earlier(in_order[i], in_order[j]), i < j) << in_order[i] << " " << in_order[j];
  }
  for (const char* text : {"", "v1", "1.7", "v1.7.0", "r1.0.0", "v2.1", "MSC2746", "v1.99999999999999"})
    EXPECT_FALSE(is_release(text)) << text;
}

TEST(Filter, NothingAskedIsAll) {
  EXPECT_TRUE(Filter{}.empty());
  EXPECT_EQ(ids({}), "VOIP-001 VOIP-002 VOIP-003 RTC-001 ");
}

TEST(Filter, OneRequirementMustFitAll) {
  EXPECT_EQ(ids({.ids = {"VOIP-003", "RTC-001"}}), "VOIP-003 RTC-001 ");
  EXPECT_EQ(ids({.sections = {"glare"}, .levels = {"must"}}), "VOIP-003 ");
  EXPECT_EQ(ids({.sections = {"glare", "invite"}}), "VOIP-001 VOIP-002 VOIP-003 ");
  EXPECT_EQ(ids({.mscs = {"2746"}}), ids({.mscs = {"MSC2746"}}));
  EXPECT_EQ(ids({.mscs = {"4143"}}), "RTC-001 ");
}

TEST(Filter, SinceTakesWhatAReleaseDemandsAndNoBareMsc) {
  EXPECT_EQ(ids({.since = "v1.7"}), "VOIP-001 VOIP-002 ");
  EXPECT_EQ(ids({.since = "v1.11"}), "VOIP-001 VOIP-002 ");
  EXPECT_EQ(ids({.since = "v1.12"}), "VOIP-001 VOIP-002 VOIP-003 ");
  EXPECT_EQ(ids({.since = "r0.6.1"}), "VOIP-001 ");
  EXPECT_EQ(ids({.since = "1.7"}), ids({.since = "v1.7"}));
  EXPECT_EQ(ids({.since = "0.6.1"}), ids({.since = "r0.6.1"}));
}

TEST(Filter, AFilterIsDescribedByItsOptions) {
  EXPECT_EQ(describe({}), "");
  EXPECT_EQ(describe({.ids = {"VOIP-001", "VOIP-002"}, .levels = {"must"}, .since = "1.7"}),
            "--req VOIP-001 --req VOIP-002 --level must --since 1.7");
}

TEST(Filter, WhatIsNotKnownIsAnErrorWithTheNearest) {
  EXPECT_EQ(ids({.sections = {"glair"}}),
            "error: no requirement has the section glair; did you mean glare?\nthere are:\n    glare "
            "invite membership");
  EXPECT_NE(ids({.ids = {"VOIP-0003"}}).find("did you mean VOIP-003?"), std::string::npos);
  EXPECT_NE(ids({.mscs = {"2747"}}).find("did you mean MSC2746?"), std::string::npos);
  EXPECT_NE(ids({.levels = {"mus"}}).find("did you mean must?"), std::string::npos);
  EXPECT_NE(ids({.levels = {"mus"}}).find("there are:\n    must should"), std::string::npos);
  EXPECT_NE(ids({.since = "v17"}).find("did you mean v1.7?\nthere are:\n    r0.6.1 v1.7 v1.12"),
            std::string::npos);
  EXPECT_EQ(
      ids({.since = "v1.99"}),
      "error: release v1.99 is newer than the register, which ends at v1.12\nthere are:\n    r0.6.1 v1.7 "
      "v1.12");
  EXPECT_NE(ids({.sections = {""}}).find("error: no requirement has the section "), std::string::npos);
  EXPECT_EQ(ids({.sections = {"invite"}, .levels = {"should"}}),
            "error: no requirement fits all of --section invite --level should");
}

}  // namespace
}  // namespace ringcheck::spec
