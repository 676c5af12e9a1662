#include "cli/pack_lines.hpp"

#include <cstdlib>

#include <fmt/format.h>

#include "run/write_file.hpp"
#include "value/json.hpp"

namespace ringcheck::cli {
namespace {

int number_after(std::string_view line, std::string_view prefix) {
  return line.starts_with(prefix) ? std::atoi(std::string(line.substr(prefix.size())).c_str()) : 0;
}

}  // namespace

std::vector<PackLine> pack_lines(const std::string& suites, const std::string& home,
                                 const std::string& number, const std::string& title) {
  const std::string quoted = to_json(Value(title));
  return {
      {suites + "/requirements/mscs.yaml", "MSC" + number, "MSC",
       fmt::format("MSC{}: {{title: {}, status: proposed}}\n", number, quoted)},
      {home + "/schemas/driver/protocol.yaml", "msc." + number, "  msc.",
       fmt::format("  msc.{}:\n    means: {}\n", number, to_json(Value(title + " (MSC" + number + ")")))}};
}

Result<bool> add_pack_line(const PackLine& line) {
  auto text = run::read_file(line.file);
  if (!text) return text.error();
  const int own =
      number_after(line.prefix.substr(0, line.prefix.find_first_not_of(' ')) + line.key, line.prefix);
  std::size_t at = 0;     // after the last line of a lower number
  bool in_lower = false;  // inside the block of one
  for (std::size_t begin = 0; begin < text->size();) {
    const std::size_t end = std::min(text->find('\n', begin), text->size() - 1) + 1;
    const std::string_view each = std::string_view(*text).substr(begin, end - begin);
    const int other = number_after(each, line.prefix);
    if (other == own) return false;
    const bool goes_on =
        in_lower && each.starts_with(std::string(line.prefix.find_first_not_of(' '), ' ') + "  ");
    in_lower = (other > 0 && other < own) || goes_on;
    if (in_lower) at = end;
    if (at == 0 && other > own) at = begin;
    begin = end;
  }
  if (at == 0) return Error{fmt::format("{} has no line that begins with {}", line.file, line.prefix)};
  text->insert(at, line.text);
  auto written = run::write_file(line.file, *text);
  if (!written) return written.error();
  return true;
}

}  // namespace ringcheck::cli
