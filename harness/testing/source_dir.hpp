#pragma once
// Where the tree lies, for tests that read its files. Known to one object file alone: were it a definition on
// every command line, a second clone could not use what the first one compiled (ccache).

#include <string>

namespace ringcheck {

/// Absolute, without a trailing slash.
std::string source_dir();

}  // namespace ringcheck
