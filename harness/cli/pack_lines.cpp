#include "cli/pack_lines.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "value/json.hpp"

namespace ringcheck::cli {
namespace {

int number_after(std::string_view line, std::string_view prefix) {
  return line.starts_with(prefix) ? std::atoi(std::string(line.substr(prefix.size())).c_str()) : 0;
}

}  // namespace

std::string PackLine::key() const {
  return prefix.substr(prefix.find_first_not_of(' ')) + std::to_string(number);
}

std::vector<PackLine> pack_lines(const std::string& suites, const std::string& home, int number,
                                 const std::string& title) {
  return {
      {suites + "/requirements/mscs.yaml", number, "MSC",
       fmt::format("MSC{}: {{title: {}, status: proposed}}\n", number, to_json(Value(title)))},
      {home + "/schemas/driver/protocol.yaml", number, "  msc.",
       fmt::format("  msc.{}:\n    means: {}\n", number, to_json(fmt::format("{} (MSC{})", title, number)))}};
}

Result<std::optional<std::string>> with_pack_line(const PackLine& line, std::string text) {
  const std::string deeper(line.prefix.find_first_not_of(' ') + 2, ' ');
  std::size_t at = 0;     // after the last line of a lower number
  bool in_lower = false;  // inside the block of one
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    const std::string_view each = std::string_view(text).substr(begin, end - begin);
    const int other = number_after(each, line.prefix);
    if (other == line.number) return std::optional<std::string>();
    const bool goes_on = in_lower && each.starts_with(deeper);
    in_lower = (other > 0 && other < line.number) || goes_on;
    if (in_lower) at = end;
    if (at == 0 && other > line.number) at = begin;
    begin = end;
  }
  if (at == 0) return Error{fmt::format("{} has no line that begins with {}", line.file, line.prefix)};
  text.insert(at, line.text);
  return std::optional(std::move(text));
}

}  // namespace ringcheck::cli
