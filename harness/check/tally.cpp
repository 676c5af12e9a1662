#include "check/tally.hpp"

#include <algorithm>
#include <utility>

namespace ringcheck::check {

void Tally::looked_at(std::string_view requirement) {
  const auto found = std::find_if(
      report_.examined.begin(), report_.examined.end(),
      [&](const Examined& each) { return each.check == check_ && each.requirement == requirement; });
  if (found == report_.examined.end()) {
    report_.examined.push_back({check_, std::string(requirement), 1});
  } else {
    ++found->count;
  }
}

void Tally::fault(const trace::Entry& entry, Finding finding) {
  finding.check = check_;
  finding.at_seq = entry.seq;
  report_.findings.push_back(std::move(finding));
}

}  // namespace ringcheck::check
