#pragma once
// What a new pack adds to files that people write in: a line for the MSC, and the claim by which a subject
// says that it follows it. Lines are put in by number; nothing else of the file changes.

#include <string>
#include <vector>

#include "value/result.hpp"

namespace ringcheck::cli {

struct PackLine {
  std::string file;
  std::string key;     ///< MSC4567, msc.4567: what the line is of, and what is there already if it is
  std::string prefix;  ///< what stands before the number, `MSC` or `  msc.`: such lines stand together
  std::string text;
};

std::vector<PackLine> pack_lines(const std::string& suites, const std::string& home,
                                 const std::string& number, const std::string& title);

/// Whether it was put in; it is not when the key is there. The error is a file that has no such lines, or
/// that cannot be written.
Result<bool> add_pack_line(const PackLine& line);

}  // namespace ringcheck::cli
