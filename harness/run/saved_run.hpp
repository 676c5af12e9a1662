#pragma once
// A run on disk: `<out>/<id>/` with a trace per test, results.json and junit.xml.

#include <cstdint>
#include <string>
#include <vector>

#include "report/model.hpp"
#include "value/result.hpp"

namespace ringcheck::run {

/// Makes the folder of a new run.
Result<std::string> make_run_folder(const std::string& out, std::uint64_t seed);
/// Writes results.json and junit.xml into the run's folder.
Result<Done> save_run(const report::RunResult& run);
/// Writes results.json alone, to a file of this name.
Result<Done> write_results(const std::string& path, const report::RunResult& run);
/// Reads results.json of a folder, which may have been moved since: traces are told where they lie now.
Result<report::RunResult> load_run(const std::string& folder);
/// What a user says for a run: its folder, or `last` for the newest one here.
Result<std::string> run_folder(const std::string& word);
/// The same as load_run, by what a user says.
Result<report::RunResult> load_named_run(const std::string& word);
/// All of them, or the first error.
Result<std::vector<report::RunResult>> load_named_runs(const std::vector<std::string>& words);
/// The folder of the newest run that has results.
Result<std::string> newest_run(const std::string& out);
/// The tests whose traces lie in a folder, by name.
std::vector<std::string> traces_in(const std::string& folder);

}  // namespace ringcheck::run
