#include "trace/line_reader.hpp"

#include <algorithm>

namespace ringcheck::trace {

bool LineReader::fill() {
  at_ = 0;
  file_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  filled_ = static_cast<std::size_t>(file_.gcount());
  return filled_ > 0;
}

std::optional<Line> LineReader::next() {
  if (at_ == filled_ && !fill()) return std::nullopt;
  Line line;
  line.number = ++number_;
  line.ended = false;
  text_.clear();
  do {
    const char* begin = buffer_.data() + at_;
    const char* end = std::find(begin, static_cast<const char*>(buffer_.data()) + filled_, '\n');
    const auto count = static_cast<std::size_t>(end - begin);
    const std::size_t kept = std::min(count, longest_line_bytes - text_.size());
    line.too_long = line.too_long || kept < count;
    text_.append(begin, kept);
    at_ += count;
    line.ended = at_ < filled_;
    if (line.ended) ++at_;
  } while (!line.ended && fill());
  if (!text_.empty() && text_.back() == '\r') text_.pop_back();
  line.text = text_;
  return line;
}

}  // namespace ringcheck::trace
