#pragma once
// The last lines that an adapter wrote to stderr: the first thing its author wants to see when it died.

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace ringcheck::driver {

/// Keeps the last 32 lines, each cut at 4 KiB, however much is fed.
class StderrTail {
 public:
  static constexpr std::size_t max_lines = 32;
  static constexpr std::size_t max_bytes = 4096;

  void feed(std::string_view bytes);
  /// Oldest first; an unfinished last line counts.
  std::vector<std::string> lines() const;

 private:
  void end_line();

  std::deque<std::string> lines_;
  std::string partial_;
};

/// The last three lines as `['one', 'two', 'three']`.
std::string brief(const std::vector<std::string>& lines);

}  // namespace ringcheck::driver
