#pragma once
// RapidJSON gives up on two things that ringcheck wants to report and read past: a lone surrogate escape, and
// a number too large for a double. This replaces them by harmless text of the same length, so that offsets
// stay.

#include <cstddef>
#include <string>
#include <vector>

namespace ringcheck {

struct JsonRepair {
  std::size_t offset = 0;  ///< of the first byte that was replaced
  std::string text;        ///< what stood there
};

/// Replaces every lone surrogate escape by `\ufffd` and every number that may be too large by `0`, in place;
/// what is not JSON is left as it is. The repairs come in the order of their offsets.
std::vector<JsonRepair> repair_json(std::string& bytes);

}  // namespace ringcheck
