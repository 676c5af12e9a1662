#pragma once
// What a reader of recorded traffic hands over: entries one by one, each with its place in the file, and at
// the end how much there was and what the file cannot tell.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "trace/entry.hpp"

namespace ringcheck::trace {

/// Takes the next entry; `place` is the line of the file, or the index of the HAR entry.
using Sink = std::function<void(const Entry& entry, std::int64_t place)>;

struct Extent {
  std::int64_t count = 0;     ///< lines or HAR entries with something of Matrix in them
  std::int64_t begin_ms = 0;  ///< Unix time of the first; 0 when the file does not tell
  std::int64_t span_us = 0;
  std::vector<std::string> untold;  ///< sentences: what is missing, and what is not judged for that
};

/// Counts what no check can look into.
class Blind {
 public:
  void take(const Entry& entry);
  /// One sentence for each kind that there was.
  void write_into(Extent& extent) const;

 private:
  std::int64_t encrypted_ = 0;
};

}  // namespace ringcheck::trace
