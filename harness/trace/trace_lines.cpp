#include "trace/trace_lines.hpp"

#include <fmt/format.h>

#include "trace/line_reader.hpp"
#include "value/json.hpp"
#include "value/utf8.hpp"

namespace ringcheck::trace {
namespace {

Result<Done> read_format_line(LineReader& lines, std::string_view name) {
  const auto line = lines.next();
  auto format = parse_json(line ? line->text : "");
  const Value* version = format ? format->value.find("trace") : nullptr;
  if (version == nullptr || version->as_int() != 1) {
    return Error{fmt::format(R"({}:1: not a ringcheck trace: the first line should be {{"trace":1}})", name)};
  }
  return Done{};
}

Error at_line(std::string_view name, const Line& line, std::string_view what) {
  return Error{
      fmt::format("{}:{}: {}; the line begins {}. A trace is read as ringcheck wrote it: take it anew", name,
                  line.number, what, clip(line.text))};
}

/// What is to be said once all lines are read.
class Gaps {
 public:
  void take(const Entry& entry) {
    if (entry.seq != next_seq_) ++gaps_;
    next_seq_ = entry.seq + 1;
    ended_ = entry.kind == Kind::end;
  }
  void write_into(Extent& extent, bool cut_short) const {
    if (cut_short) extent.untold.emplace_back("the last line was cut short and is left out");
    if (!ended_) {
      extent.untold.emplace_back(
          "there is no end entry: the test was cut short, and what came after is not known");
    }
    if (gaps_ > 0) {
      extent.untold.push_back(
          fmt::format("the numbers of the entries jump {} time{}: what is missing is not judged", gaps_,
                      gaps_ == 1 ? "" : "s"));
    }
  }

 private:
  std::int64_t next_seq_ = 1;
  std::int64_t gaps_ = 0;
  bool ended_ = false;
};

}  // namespace

Result<std::string> subject_of_trace(std::istream& file, std::string_view name) {
  LineReader lines(file);
  if (auto format = read_format_line(lines, name); !format) return format.error();
  const auto line = lines.next();
  auto start = line ? from_line(line->text) : Result<Entry>(Error{""});
  const std::string subject(start ? start->head.string_at("subject") : std::string_view());
  if (!subject.empty()) return subject;
  return Error{fmt::format(
      "{}:2: a trace begins with its start entry, which names the subject; this one does not. Take it anew",
      name)};
}

Result<Extent> read_trace_lines(std::istream& file, std::string_view name, const Sink& sink) {
  LineReader lines(file);
  if (auto format = read_format_line(lines, name); !format) return format.error();
  Extent extent;
  Gaps gaps;
  Blind blind;
  bool cut_short = false;
  while (const auto line = lines.next()) {
    if (line->too_long) {
      return at_line(name, *line, fmt::format("a line of more than {} bytes", longest_line_bytes));
    }
    auto entry = from_line(line->text);
    cut_short = !entry && !line->ended;
    if (cut_short) break;
    if (!entry) return at_line(name, *line, entry.error().text);
    gaps.take(*entry);
    blind.take(*entry);
    ++extent.count;
    extent.span_us = entry->t_us;
    sink(*entry, line->number);
  }
  blind.write_into(extent);
  gaps.write_into(extent, cut_short);
  return extent;
}

}  // namespace ringcheck::trace
