#pragma once
// Files that are written whole or not at all: a crash, a full disk or Ctrl-C leaves the old one.

#include <string>

#include "value/result.hpp"

namespace ringcheck::run {

/// Writes beside the path and renames. What a link names is replaced, not the link; what is no plain file
/// (/dev/stdout) is written into. The error names the path.
Result<Done> write_file(const std::string& path, const std::string& text);

/// The whole file. The error names the path.
Result<std::string> read_file(const std::string& path);

}  // namespace ringcheck::run
