#pragma once
// JSON values, one a line, of a file that somebody else wrote: events, the tap.

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "trace/line_reader.hpp"
#include "value/json.hpp"
#include "value/result.hpp"
#include "value/utf8.hpp"

namespace ringcheck::trace {

/// The words of an error about a line.
struct LineForm {
  std::string_view wanted;  ///< "one event a line, …"
  std::string_view mend;    ///< what to do about one that is none; begins a sentence, has no stop
};

/// Hands each value over with the number of its line; `take` says whether it is what was wanted. True at the
/// end when the last line was cut short, and so left out.
template <typename Take>
Result<bool> for_each_json_line(std::istream& file, std::string_view name, const LineForm& form, Take take) {
  const auto at_line = [&](const Line& line, std::string_view came) {
    return Error{fmt::format("{}:{}: wanted {}; came {}: {}. {}, or take the line out", name, line.number,
                             form.wanted, came, clip(line.text), form.mend)};
  };
  LineReader lines(file);
  while (const auto line = lines.next()) {
    std::string_view text = line->text;
    if (line->number == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (text.find_first_not_of(" \t") == std::string_view::npos) continue;
    if (line->too_long)
      return at_line(*line, fmt::format("a line of more than {} bytes", longest_line_bytes));
    auto parsed = parse_json(text, {.bytes = longest_line_bytes, .depth = 120});
    if (!parsed && !line->ended) return true;
    if (!parsed) return at_line(*line, parsed.error().text);
    if (!take(parsed->value, line->number)) return at_line(*line, "something else");
  }
  return false;
}

}  // namespace ringcheck::trace
