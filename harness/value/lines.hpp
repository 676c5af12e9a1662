#pragma once
// The lines of a source text: where a byte stands in characters, and what stands at a place.

#include <cstddef>
#include <string_view>
#include <vector>

#include "value/value.hpp"

namespace ringcheck {

/// A place as yaml-cpp counts it: zero-based, in bytes.
struct Spot {
  std::size_t line = 0;
  std::size_t column = 0;
  bool operator==(const Spot&) const = default;
};

/// An index over a text that outlives it. Every look-up takes constant time, also in a line of a megabyte.
class Lines {
 public:
  explicit Lines(std::string_view text);

  std::string_view text() const { return text_; }
  std::size_t count() const { return starts_.size(); }
  /// The line without its end (LF or CR LF); empty when there is no such line.
  std::string_view line(std::size_t index) const;
  /// What stands from the spot to the end of its line.
  std::string_view rest(Spot spot) const;
  /// The character at the spot, or 0 at the end of a line or of the text.
  char at(Spot spot) const;
  /// One-based and in characters.
  Place place(Spot spot) const;
  std::size_t offset(Spot spot) const;
  Spot spot(std::size_t offset) const;

 private:
  static constexpr std::size_t stride = 256;

  std::size_t characters_until(std::size_t offset) const;

  std::string_view text_;
  std::vector<std::size_t> starts_;
  std::vector<std::size_t> characters_;  ///< before every `stride`th byte
};

}  // namespace ringcheck
