#pragma once
// What a new pack adds to files that people write in: a line for the MSC, and the claim by which a subject
// says that it follows it. Lines are put in by number; nothing else of the file changes.

#include <optional>
#include <string>
#include <vector>

#include "value/result.hpp"

namespace ringcheck::cli {

struct PackLine {
  std::string file;
  int number = 0;      ///< of the MSC
  std::string prefix;  ///< what stands before the number, `MSC` or `  msc.`: such lines stand together
  std::string text;

  /// `MSC4567`, `msc.4567`
  std::string key() const;
};

std::vector<PackLine> pack_lines(const std::string& suites, const std::string& home, int number,
                                 const std::string& title);

/// The text of its file with the line put in; nothing when it is there already. The error is a text that has
/// no such lines.
Result<std::optional<std::string>> with_pack_line(const PackLine& line, std::string text);

}  // namespace ringcheck::cli
