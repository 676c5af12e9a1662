#include "sdp/finding.hpp"

#include <algorithm>
#include <utility>

namespace ringcheck::sdp {
namespace {

constexpr std::size_t kMaxFindings = 100;

}  // namespace

void report(Findings& findings, const Rule& rule, int line, std::string text) {
  if (findings.size() >= kMaxFindings) return;
  if (findings.size() == kMaxFindings - 1) text += "; there is more, not shown";
  findings.push_back({std::string(rule.id), rule.severity, line, std::move(text), std::string(rule.source)});
}

bool has_error(const Findings& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::error; });
}

}  // namespace ringcheck::sdp
