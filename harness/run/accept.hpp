#pragma once
// `run --accept`: makes what a run found the subject's list of expected failures. A file that people write in
// is changed line by line: their comments, their order and their whys stay.

#include <string>
#include <vector>

#include "report/model.hpp"
#include "spec/register.hpp"
#include "value/result.hpp"

namespace ringcheck::run {

/// The list after it was brought up to a run.
struct Accepted {
  std::string text;
  std::vector<report::ExpectedFailure> list;
  std::vector<std::string> added;
  std::vector<std::string> changed;
  std::vector<std::string> dropped;  ///< they are decided and do not fail any more
};

/// `source` is the file as it is, empty when there is none; `file` names it in errors. Whatever is bad in the
/// run comes in; what is stale goes out. The error says that the text cannot be changed without breaking it,
/// and what to do.
Result<Accepted> accept_failures(const std::string& file, const std::string& source,
                                 const report::RunResult& run, const spec::Register& requirements);

/// Where the list lies and what was told about it.
struct AcceptTarget {
  std::string subject_path;  ///< of the subject.yaml
  std::string folder;        ///< in which that lies
  std::string expected;      ///< its `expected:`; empty when it has none
};

/// Writes the list beside subject.yaml and puts it into the run, with notices that say what was done. When
/// the run is no ground for a list (it was interrupted, adapter or scenarios broke) a notice says so and
/// nothing is written. The error is a list that cannot be changed or written.
Result<Done> accept_run(const AcceptTarget& target, const spec::Register& requirements,
                        report::RunResult& run);

}  // namespace ringcheck::run
