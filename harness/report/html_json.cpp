// readable_json of html_text.hpp.

#include <fmt/format.h>

#include "report/html_text.hpp"
#include "value/json.hpp"

namespace ringcheck::report {
namespace {

constexpr std::size_t line_width = 100;

class Writer {
 public:
  explicit Writer(const JsonTextLimits& limits) : limits_(limits) {}

  void write(const Value& value, std::size_t indent) {
    if (value.is_string()) return write_string(value.text, indent);
    const std::string whole = to_json(value);
    const bool empty = value.items.empty() && value.members.empty();
    // What is short holds no long string either; a line end spelt inside it belongs on a line of its own.
    if (empty || (indent + whole.size() <= line_width && whole.find("\\n") == std::string::npos)) {
      text_ += whole;
      return;
    }
    text_ += value.is_array() ? "[" : "{";
    bool first = true;
    for (const Value& item : value.items) {
      begin_line(first, indent);
      write(item, indent + 2);
    }
    for (const Member& member : value.members) {
      const std::string key = to_json(Value(member.key)) + ": ";
      if (!joins_line(member.value, first, indent, key.size())) begin_line(first, indent);
      text_ += key;
      write(member.value, indent + 2);
    }
    text_ += "\n" + std::string(indent, ' ') + (value.is_array() ? "]" : "}");
  }

  std::string take() {
    if (text_.size() <= limits_.total_bytes) return std::move(text_);
    const std::size_t end = text_.rfind('\n', limits_.total_bytes);
    const std::size_t kept = end == std::string::npos || end == 0 ? limits_.total_bytes : end;
    return text_.substr(0, kept) +
           fmt::format("\n… cut here: {} more bytes are in the trace", text_.size() - kept);
  }

 private:
  void begin_line(bool& first, std::size_t indent) {
    text_ += first ? "\n" : ",\n";
    text_ += std::string(indent + 2, ' ');
    first = false;
  }

  // The short members that every entry begins with share a line; deeper down each has its own.
  bool joins_line(const Value& value, bool first, std::size_t indent, std::size_t key_size) {
    const std::size_t line_begin = text_.rfind('\n') + 1;
    const bool fits = text_.size() - line_begin + key_size + value.text.size() + 4 <= line_width;
    const bool plain = value.is_number() || value.is_bool() || value.is_string();
    if (first || indent != 0 || !plain || !fits || text_.ends_with('}') || text_.ends_with(']')) return false;
    text_ += ", ";
    return true;
  }

  void write_string(const std::string& string, std::size_t indent) {
    std::size_t end = string.size();
    if (end > limits_.string_bytes) {
      end = limits_.string_bytes;
      while (end > 0 && (static_cast<unsigned char>(string[end]) & 0xC0U) == 0x80U) --end;
    }
    text_ += '"';
    for (std::size_t at = 0; at < end;) {
      const std::size_t line_end = std::min(string.find('\n', at), end - 1) + 1;
      const std::string piece = to_json(Value(string.substr(at, line_end - at)));
      text_ += piece.substr(1, piece.size() - 2);
      if (line_end < end) text_ += "\n" + std::string(indent + 2, ' ');
      at = line_end;
    }
    text_ += '"';
    if (end < string.size())
      text_ += fmt::format(" … cut here: {} more bytes are in the trace", string.size() - end);
  }

  JsonTextLimits limits_;
  std::string text_;
};

}  // namespace

std::string readable_json(const Value& value, const JsonTextLimits& limits) {
  Writer writer(limits);
  writer.write(value, 0);
  return writer.take();
}

}  // namespace ringcheck::report
