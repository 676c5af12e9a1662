#include "run/apply_checks.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace ringcheck::run {
namespace {

report::Verdict fault_verdict(const check::Finding& fault, const spec::Register& requirements) {
  if (fault.note) return report::Verdict::observed;
  const spec::Requirement* requirement = requirements.find(fault.requirement);
  const bool binding = requirement == nullptr || is_binding(*requirement);
  return fault.error && binding ? report::Verdict::fail : report::Verdict::warn;
}

report::Finding to_finding(const check::Finding& fault, const spec::Register& requirements) {
  report::Finding finding;
  finding.requirement = fault.requirement;
  finding.verdict = fault_verdict(fault, requirements);
  finding.check = fault.check;
  finding.message = fault.text;
  if (!fault.wanted.empty()) finding.differences.push_back({fault.pointer, fault.wanted, fault.came});
  finding.at_seq = fault.at_seq;
  return finding;
}

}  // namespace

void apply_checks(const check::TraceReport& report, const spec::Register& requirements,
                  report::TestResult& result) {
  for (const check::Finding& fault : report.findings) {
    result.findings.push_back(to_finding(fault, requirements));
    if (result.findings.back().verdict == report::Verdict::fail && result.outcome != report::Outcome::error) {
      result.outcome = report::Outcome::failed;
    }
  }
  for (const check::LeftOut& each : report.left_out) {
    result.warnings.push_back(fmt::format("the check {} found {} more {}{}{} than are told here", each.check,
                                          each.count, each.error ? "faults" : "warnings",
                                          each.requirement.empty() ? "" : " of ", each.requirement));
  }
  for (const check::Examined& examined : report.examined) {
    const bool faulty =
        std::any_of(report.findings.begin(), report.findings.end(),
                    [&](const check::Finding& f) { return f.requirement == examined.requirement; });
    if (faulty || examined.count == 0 || examined.requirement.empty()) continue;
    report::Finding finding;
    finding.requirement = examined.requirement;
    finding.check = examined.check;
    result.findings.push_back(std::move(finding));
  }
}

}  // namespace ringcheck::run
