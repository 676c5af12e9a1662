#pragma once
// A run as Markdown, for the comment on a pull request: the sums, each failing requirement with its evidence
// and the command that repeats it, the rest folded.

#include <cstddef>
#include <string>

#include "report/model.hpp"

namespace ringcheck::report {

struct MarkdownOptions {
  std::size_t most_bytes = 60'000;  ///< GitHub takes no comment above 65536 characters
};

/// What does not fit is left out from the end, and said.
std::string to_markdown(const RunResult& run, const MarkdownOptions& options = {});

}  // namespace ringcheck::report
