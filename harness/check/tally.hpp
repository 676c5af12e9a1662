#pragma once
// How one check writes its part of the report: what it looked at and what it found.

#include <string>
#include <string_view>

#include "check/finding.hpp"
#include "trace/entry.hpp"

namespace ringcheck::check {

class Tally {
 public:
  Tally(std::string_view check, TraceReport& report) : check_(check), report_(report) {}

  /// One more entry was looked at for the requirement; empty for what no requirement asks.
  void looked_at(std::string_view requirement);
  /// A fault of the entry; name and seq are filled in.
  void fault(const trace::Entry& entry, Finding finding);

 private:
  std::string check_;
  TraceReport& report_;
};

}  // namespace ringcheck::check
