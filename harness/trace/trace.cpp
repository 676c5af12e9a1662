#include "trace/trace.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

#include "trace/trace_lines.hpp"

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
  const bool is_end = entry.kind == Kind::end;
  entries_.push_back(std::move(entry));
  if (file_) {
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), file_.get());
    if (is_end) flush();
  }
  const Entry& kept = entries_.back();
  if (listener_) listener_(kept);
  return &kept;
}

void Trace::flush() {
  if (file_) std::fflush(file_.get());
}

const Entry* Trace::find(std::int64_t seq) const {
  if (seq < 1 || seq >= next_seq()) return nullptr;
  return &entries_[static_cast<std::size_t>(seq - 1)];
}

Result<std::deque<Entry>> read_trace(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{fmt::format("cannot read {}: {}", path, std::strerror(errno))};
  std::deque<Entry> entries;
  auto extent =
      read_trace_lines(file, path, [&](const Entry& entry, std::int64_t) { entries.push_back(entry); });
  if (!extent) return extent.error();
  return entries;
}

}  // namespace ringcheck::trace
