#include "report/junit.hpp"

#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "report/call_profile.hpp"
#include "report/console.hpp"

namespace ringcheck::report {
namespace {

std::string seconds(std::int64_t us) {
  return fmt::format("{:.3f}", static_cast<double>(us) / 1e6);
}

void add_case(pugi::xml_node suite, const TestResult& test,
              const std::vector<RequirementResult>& requirements) {
  pugi::xml_node node = suite.append_child("testcase");
  node.append_attribute("classname").set_value(test.scenario.c_str());
  node.append_attribute("name").set_value(test.name.c_str());
  node.append_attribute("time").set_value(seconds(test.duration_us).c_str());
  node.append_attribute("file").set_value(test.file.c_str());
  if (test.outcome == Outcome::passed) return;
  // JUnit has no "inconclusive": it is a skip with its reason, so that it is counted and never looks green.
  const char* kind = test.outcome == Outcome::failed  ? "failure"
                     : test.outcome == Outcome::error ? "error"
                                                      : "skipped";
  pugi::xml_node detail = node.append_child(kind);
  const std::string headline = printable(headline_of(test));
  detail.append_attribute("message").set_value(headline.c_str());
  detail.text().set(describe_failure(test, {}, requirements).c_str());
}

void add_profile(pugi::xml_node suite, const RunResult& run) {
  const std::string none = printable(no_calls_line(run));
  const std::string says = none.empty() ? call_profile(run).says : none;
  if (says.empty()) return;
  pugi::xml_node property = suite.append_child("properties").append_child("property");
  property.append_attribute("name").set_value(none.empty() ? "call profile" : "no calls");
  property.append_attribute("value").set_value(says.c_str());
}

}  // namespace

std::string to_junit(const RunResult& run) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  pugi::xml_node root = document.append_child("testsuites");
  pugi::xml_node suite = root.append_child("testsuite");
  std::int64_t total_us = 0;
  for (const TestResult& test : run.tests) total_us += test.duration_us;
  suite.append_attribute("name").set_value(("ringcheck: " + run.subject).c_str());
  suite.append_attribute("tests").set_value(static_cast<unsigned>(run.tests.size()));
  suite.append_attribute("failures").set_value(count(run, Outcome::failed));
  suite.append_attribute("errors").set_value(count(run, Outcome::error));
  suite.append_attribute("skipped").set_value(count(run, Outcome::skipped) +
                                              count(run, Outcome::inconclusive));
  suite.append_attribute("time").set_value(seconds(total_us).c_str());
  suite.append_attribute("timestamp").set_value(run.started_at.c_str());
  add_profile(suite, run);
  for (const TestResult& test : run.tests) add_case(suite, test, run.requirements);
  std::ostringstream text;
  document.save(text, "  ");
  return text.str();
}

}  // namespace ringcheck::report
