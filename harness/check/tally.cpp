#include "check/tally.hpp"

#include <iterator>

namespace ringcheck::check {

void Tally::looked_at(std::string_view requirement) {
  const auto found = examined_.find(requirement);
  if (found == examined_.end()) {
    examined_.emplace(requirement, 1);
  } else {
    ++found->second;
  }
}

void Tally::fault(const trace::Entry& entry, Finding finding) {
  if (++found_[{finding.requirement, finding.error}] > most_findings) return;
  finding.check = check_;
  finding.at_seq = entry.seq;
  findings_.push_back(std::move(finding));
}

void Tally::write_into(TraceReport& report) {
  report.findings.insert(report.findings.end(), std::make_move_iterator(findings_.begin()),
                         std::make_move_iterator(findings_.end()));
  for (const auto& [requirement, count] : examined_) report.examined.push_back({check_, requirement, count});
  for (const auto& [kind, count] : found_) {
    if (count > most_findings)
      report.left_out.push_back({check_, kind.first, kind.second, count - most_findings});
  }
}

}  // namespace ringcheck::check
