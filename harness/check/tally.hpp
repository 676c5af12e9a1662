#pragma once
// How one check writes its part of the report: what it looked at and what it found. It stays small however
// much is wrong.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/finding.hpp"
#include "trace/entry.hpp"

namespace ringcheck::check {

class Tally {
 public:
  /// So many findings of one requirement are told in full, errors and warnings apart; of the others the
  /// number.
  static constexpr std::int64_t most_findings = 100;

  explicit Tally(std::string_view check) : check_(check) {}

  /// One more entry was looked at for the requirement; empty for what no requirement asks.
  void looked_at(std::string_view requirement);
  /// A fault of the entry; name and seq are filled in.
  void fault(const trace::Entry& entry, Finding finding);

  /// Moves all of it into the report.
  void write_into(TraceReport& report);

 private:
  std::string check_;
  std::map<std::string, std::int64_t, std::less<>> examined_;
  std::map<std::pair<std::string, bool>, std::int64_t> found_;  ///< requirement, is an error
  std::vector<Finding> findings_;
};

}  // namespace ringcheck::check
