#pragma once
// Judges a file of recorded traffic by the checks that need no scenario. Nothing is run, and nothing is held
// of the file, so it may be of any length.

#include <optional>
#include <string>

#include "check/checker.hpp"
#include "report/recorded.hpp"
#include "spec/register.hpp"
#include "trace/recording.hpp"

namespace ringcheck::run {

struct RecordingChoice {
  std::optional<trace::Format> format;  ///< none: by the content
  std::string subject;                  ///< empty: everybody whose traffic it is
};

/// One test per subject of whom anything was judged; when there is none, one that is inconclusive and says
/// so. A file that cannot be read is one test that is an error.
report::Recorded judge_recording(const std::string& path, const RecordingChoice& choice,
                                 const check::Checker& checker, const spec::Register& requirements);

/// The files as one run, as reports are made from it.
report::RunResult run_of(const std::vector<report::Recorded>& files, const spec::Register& requirements);
/// What was examined in all of them together.
report::ExaminedMap examined_in(const std::vector<report::Recorded>& files);

}  // namespace ringcheck::run
