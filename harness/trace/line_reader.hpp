#pragma once
// The lines of a file one after the other, in constant memory whatever the file holds.

#include <array>
#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>

namespace ringcheck::trace {

/// The longest line that is read: an event has 64 KiB, a sync response some megabytes.
inline constexpr std::size_t longest_line_bytes = std::size_t{16} * 1024 * 1024;

struct Line {
  std::int64_t number = 0;  ///< from 1
  std::string_view text;    ///< without its end; good until the next line is read
  bool ended = true;        ///< false for a last line without a line end: it may have been cut short
  bool too_long = false;    ///< then the text is only its beginning
};

class LineReader {
 public:
  explicit LineReader(std::istream& file) : file_(file) {}

  std::optional<Line> next();

 private:
  bool fill();

  std::istream& file_;
  std::array<char, 65'536> buffer_{};
  std::size_t at_ = 0;
  std::size_t filled_ = 0;
  std::string text_;
  std::int64_t number_ = 0;
};

}  // namespace ringcheck::trace
