#include "report/junit.hpp"

#include <algorithm>
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

/// A failed test of an MSC that nobody asked for: no build shall break for it.
bool is_kept_apart(const RunResult& run, const TestResult& test) {
  return test.outcome == Outcome::failed && !counts(run, test.pack);
}

void add_case(pugi::xml_node suite, const RunResult& run, const TestResult& test) {
  pugi::xml_node node = suite.append_child("testcase");
  node.append_attribute("classname").set_value(test.scenario.c_str());
  node.append_attribute("name").set_value(test.name.c_str());
  node.append_attribute("time").set_value(seconds(test.duration_us).c_str());
  node.append_attribute("file").set_value(test.file.c_str());
  if (test.outcome == Outcome::passed) return;
  // JUnit has no "inconclusive": it is a skip with its reason, so that it is counted and never looks green.
  const char* kind = is_kept_apart(run, test)          ? "skipped"
                     : test.outcome == Outcome::failed ? "failure"
                     : test.outcome == Outcome::error  ? "error"
                                                       : "skipped";
  pugi::xml_node detail = node.append_child(kind);
  const std::string apart = is_kept_apart(run, test) ? "failed, but no release has " + test.pack + ": " : "";
  const std::string headline = apart + printable(headline_of(test));
  detail.append_attribute("message").set_value(headline.c_str());
  detail.text().set(describe_failure(test, {}, run.requirements).c_str());
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
  auto number = [&](auto is) {
    return static_cast<int>(std::count_if(run.tests.begin(), run.tests.end(), is));
  };
  const int failed =
      number([&](const TestResult& t) { return t.outcome == Outcome::failed && !is_kept_apart(run, t); });
  const int broken = number([](const TestResult& t) { return t.outcome == Outcome::error; });
  const int passed = number([](const TestResult& t) { return t.outcome == Outcome::passed; });
  suite.append_attribute("failures").set_value(failed);
  suite.append_attribute("errors").set_value(broken);
  suite.append_attribute("skipped").set_value(static_cast<int>(run.tests.size()) - failed - broken - passed);
  suite.append_attribute("time").set_value(seconds(total_us).c_str());
  suite.append_attribute("timestamp").set_value(run.started_at.c_str());
  add_profile(suite, run);
  for (const TestResult& test : run.tests) add_case(suite, run, test);
  std::ostringstream text;
  document.save(text, "  ");
  return text.str();
}

}  // namespace ringcheck::report
