#pragma once
// A run as one HTML page: no network, no other file; read on screen, by keyboard, by ear and on paper. It is
// made of the saved run and its traces, by the templates in reports/templates.

#include <deque>
#include <functional>
#include <string>

#include "report/model.hpp"
#include "trace/entry.hpp"
#include "value/result.hpp"

namespace ringcheck::report {

struct HtmlOptions {
  std::string templates;  ///< folder of the page's templates, style and script
  /// The trace of a test; called for tests that have one. Without it, or with an error, the page shows the
  /// verdicts and says why there is no ladder.
  std::function<Result<std::deque<trace::Entry>>(const TestResult&)> trace_of;
};

/// The page. Everything foreign in it is escaped. The error names the template that is missing or wrong.
Result<std::string> to_html(const RunResult& run, const HtmlOptions& options);

}  // namespace ringcheck::report
