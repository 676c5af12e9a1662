#include "trace/trace.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

#include "value/json.hpp"

namespace ringcheck::trace {
namespace {
constexpr std::string_view format_line = R"({"trace":1})";
}

Result<Done> Trace::write_to(const std::string& path) {
  file_.reset(std::fopen(path.c_str(), "we"));
  if (!file_) return Error{fmt::format("cannot write {}: {}", path, std::strerror(errno))};
  fmt::print(file_.get(), "{}\n", format_line);
  return Done{};
}

const Entry* Trace::append(Entry entry) {
  entry.seq = next_seq();
  // The text of an entry is what it costs, in memory and on disk; it is made once and written when there is a
  // file.
  std::string line = to_line(entry);
  const auto cost = static_cast<std::int64_t>(line.size());
  const bool closing = entry.kind == Kind::end || entry.kind == Kind::step || entry.kind == Kind::deadline;
  if (!closing && (entry.seq > limits_.entries || bytes_ + cost > limits_.bytes)) {
    overflowed_ = true;
    return nullptr;
  }
  bytes_ += cost;
  entries_.push_back(std::move(entry));
  if (file_) {
    line += '\n';
    // A trace is evidence of a run that may be killed at any moment: nothing waits in our own buffers.
    std::fwrite(line.data(), 1, line.size(), file_.get());
    std::fflush(file_.get());
  }
  const Entry& kept = entries_.back();
  if (listener_) listener_(kept);
  return &kept;
}

const Entry* Trace::find(std::int64_t seq) const {
  if (seq < 1 || seq >= next_seq()) return nullptr;
  return &entries_[static_cast<std::size_t>(seq - 1)];
}

Result<std::deque<Entry>> read_trace(const std::string& path) {
  std::ifstream file(path);
  if (!file) return Error{fmt::format("cannot read {}: {}", path, std::strerror(errno))};
  std::string line;
  std::getline(file, line);
  auto format = parse_json(line);
  const Value* version = format ? format->value.find("trace") : nullptr;
  if (version == nullptr || version->as_int() != 1) {
    return Error{fmt::format(R"({}:1: not a ringcheck trace: the first line should be {{"trace":1}})", path)};
  }
  std::deque<Entry> entries;
  for (int number = 2; std::getline(file, line); ++number) {
    const bool cut_short = file.eof();
    auto entry = from_line(line);
    if (!entry && cut_short) break;
    if (!entry) return Error{fmt::format("{}:{}: {}", path, number, entry.error().text)};
    entries.push_back(std::move(*entry));
  }
  return entries;
}

}  // namespace ringcheck::trace
