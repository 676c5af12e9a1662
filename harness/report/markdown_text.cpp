#include "report/markdown_text.hpp"

#include <algorithm>

#include "value/utf8.hpp"

namespace ringcheck::report {
namespace {

std::size_t longest_run_of_backticks(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

std::string markdown_escaped(std::string_view text) {
  static constexpr std::string_view special = "\\`*_[]|~>";
  static constexpr std::string_view special_at_start = "#-+=";
  const std::string line = clip(text, 2000);
  std::string escaped;
  for (const char c : line) {
    const bool marks = special.find(c) != std::string_view::npos ||
                       (escaped.empty() && special_at_start.find(c) != std::string_view::npos);
    if (c == '<') {
      escaped += "&lt;";
    } else if (c == '&') {
      escaped += "&amp;";
    } else if (c == '@') {
      escaped += "@\u200b";  // else GitHub calls whoever is named so
    } else {
      if (marks) escaped += '\\';
      escaped += c;
    }
  }
  return escaped;
}

std::string markdown_code(std::string_view text) {
  const std::string shown = clip(text, 200);
  if (shown.empty()) return "(empty)";
  const std::string fence(longest_run_of_backticks(shown) + 1, '`');
  // One space at each end is taken away again, and keeps a backtick at an end from the fence.
  const bool pads =
      shown.front() == '`' || shown.back() == '`' || shown.front() == ' ' || shown.back() == ' ';
  const char* pad = pads ? " " : "";
  return fence + pad + shown + pad + fence;
}

std::string markdown_block(std::string_view text, std::string_view language) {
  std::string shown;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    shown += clip(text.substr(at, end - at), 400) + "\n";
    at = end + 1;
  }
  const std::string fence(std::max<std::size_t>(3, longest_run_of_backticks(shown) + 1), '`');
  return fence + std::string(language) + "\n" + shown + fence + "\n";
}

}  // namespace ringcheck::report
