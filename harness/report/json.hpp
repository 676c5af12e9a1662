#pragma once
// results.json: a run as data, in the form of schemas/results.schema.json, and back. Every other report can
// be made from it.

#include <string>

#include "report/model.hpp"
#include "value/result.hpp"

namespace ringcheck::report {

std::string to_results_json(const RunResult& run);
/// Reads what `to_results_json` wrote. The error names what is missing.
Result<RunResult> from_results_json(std::string_view text);

}  // namespace ringcheck::report
