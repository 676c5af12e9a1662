#include "value/lines.hpp"

#include <algorithm>

#include "value/utf8.hpp"

namespace ringcheck {

Lines::Lines(std::string_view text) : text_(text), starts_{0} {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    starts_.push_back(at + 1);
  }
  characters_.reserve(text.size() / stride + 1);
  std::size_t characters = 0;
  for (std::size_t at = 0; at <= text.size(); at += stride) {
    characters_.push_back(characters);
    characters += count_characters(text.substr(at, stride));
  }
}

std::string_view Lines::line(std::size_t index) const {
  if (index >= starts_.size()) return {};
  std::size_t end = index + 1 < starts_.size() ? starts_[index + 1] - 1 : text_.size();
  std::string_view line = text_.substr(starts_[index], end - starts_[index]);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view Lines::rest(Spot spot) const {
  std::string_view whole = line(spot.line);
  return whole.substr(std::min(spot.column, whole.size()));
}

char Lines::at(Spot spot) const {
  std::string_view text = rest(spot);
  return text.empty() ? '\0' : text[0];
}

Place Lines::place(Spot spot) const {
  if (spot.line >= starts_.size()) return {static_cast<int>(spot.line) + 1, 1};
  std::size_t begin = starts_[spot.line];
  std::size_t before = characters_until(begin + std::min(spot.column, line(spot.line).size()));
  return {static_cast<int>(spot.line) + 1, static_cast<int>(before - characters_until(begin)) + 1};
}

std::size_t Lines::offset(Spot spot) const {
  if (spot.line >= starts_.size()) return text_.size();
  return std::min(starts_[spot.line] + spot.column, text_.size());
}

Spot Lines::spot(std::size_t offset) const {
  auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  auto line = static_cast<std::size_t>(after - starts_.begin()) - 1;
  return {line, offset - starts_[line]};
}

std::size_t Lines::characters_until(std::size_t offset) const {
  std::size_t known = offset / stride;
  return characters_[known] + count_characters(text_.substr(known * stride, offset - known * stride));
}

}  // namespace ringcheck
