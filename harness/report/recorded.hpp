#pragma once
// What `ringcheck check` says of a file of recorded traffic, for the terminal.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "report/console.hpp"
#include "report/model.hpp"

namespace ringcheck::report {

/// What was looked at for one requirement, and came of it.
struct Examined {
  std::int64_t times = 0;
  std::int64_t warnings = 0;
  std::int64_t fails = 0;
};
using ExaminedMap = std::map<std::string, Examined>;

struct Recorded {
  std::string path;
  std::string format;  ///< "HAR", "trace", "events"; empty when the file could not be read
  std::string count;   ///< "57 exchanges"
  std::string begin;   ///< time of day; empty when the file does not tell
  std::int64_t span_us = 0;
  std::vector<std::string> subjects;  ///< of whom something was judged
  std::vector<std::string> untold;    ///< what the file cannot tell, so that it is not judged
  std::vector<TestResult> tests;      ///< one per subject, or one that says why there is none
  ExaminedMap examined;               ///< by requirement
};

/// The head of the file, what it cannot tell, and its findings.
std::string describe_recorded(const Recorded& recorded, const ConsoleStyle& style,
                              const std::vector<RequirementResult>& requirements);

/// The table of all requirements that were examined in any of the files, and the closing line.
std::string recorded_summary(const RunResult& run, const ExaminedMap& examined, const ConsoleStyle& style);

}  // namespace ringcheck::report
