#include "value/lines.hpp"

#include <algorithm>

#include "value/utf8.hpp"

namespace ringcheck {

Lines::Lines(std::string_view text) : text_(text), starts_{0} {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    starts_.push_back(at + 1);
  }
}

std::string_view Lines::line(std::size_t index) const {
  if (index >= starts_.size()) return {};
  std::size_t begin = starts_[index];
  std::string_view line = text_.substr(begin, std::min(text_.find('\n', begin), text_.size()) - begin);
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
  std::string_view whole = line(spot.line);
  std::size_t before = count_characters(whole.substr(0, std::min(spot.column, whole.size())));
  return {static_cast<int>(spot.line) + 1, static_cast<int>(before) + 1};
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

}  // namespace ringcheck
