#pragma once
// What decides a run as workflow commands of GitHub Actions, which shows them on the page of the job and of
// the pull request: one line each, errors first.

#include <string>

#include "report/model.hpp"

namespace ringcheck::report {

std::string to_annotations(const RunResult& run);

}  // namespace ringcheck::report
