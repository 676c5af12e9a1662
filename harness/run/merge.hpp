#pragma once
// `report merge`: the saved runs of shards become one saved run, as if one machine had played all of it. Made
// from the runs alone; no subject, no suites.

#include <string>
#include <vector>

#include "report/model.hpp"
#include "value/result.hpp"

namespace ringcheck::run {

/// One run of many: tests by name, requirements summed anew from their findings, expected failures judged
/// over the whole, exit status computed anew. Without a shard that is missing or was not whole, nothing is
/// stale; a missing one is told and leaves the run as open as an interrupted one. The error says why the runs
/// are no parts of one: another subject, version or time scale, a test in two of them.
Result<report::RunResult> merge_runs(const std::vector<report::RunResult>& runs);

/// The same from folders (or `last`) into a new folder, with the traces linked or copied. `out` must not
/// exist or be empty; when `out` is empty a folder is made in ringcheck-runs.
Result<report::RunResult> merge_saved_runs(const std::vector<std::string>& folders, const std::string& out);

}  // namespace ringcheck::run
