#include "driver/stderr_tail.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace ringcheck::driver {

void StderrTail::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view piece = bytes.substr(0, end);
    partial_.append(piece.substr(0, max_bytes - std::min(max_bytes, partial_.size())));
    if (end == std::string_view::npos) return;
    end_line();
    bytes.remove_prefix(end + 1);
  }
}

std::vector<std::string> StderrTail::lines() const {
  std::vector<std::string> all(lines_.begin(), lines_.end());
  if (!partial_.empty()) all.push_back(partial_);
  if (all.size() > max_lines) all.erase(all.begin());
  return all;
}

void StderrTail::end_line() {
  if (!partial_.empty() && partial_.back() == '\r') partial_.pop_back();
  lines_.push_back(std::exchange(partial_, {}));
  if (lines_.size() > max_lines) lines_.pop_front();
}

std::string brief(const std::vector<std::string>& lines) {
  constexpr std::size_t shown = 3;
  std::string text = "[";
  for (std::size_t i = lines.size() - std::min(shown, lines.size()); i < lines.size(); ++i) {
    text += fmt::format("{}'{}'", text.size() > 1 ? ", " : "", lines[i]);
  }
  return text + "]";
}

}  // namespace ringcheck::driver
