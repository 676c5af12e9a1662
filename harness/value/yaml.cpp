#include "value/yaml.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fmt/format.h>

#include "value/lines.hpp"
#include "value/utf8.hpp"
#include "value/yaml_tree.hpp"

namespace ringcheck {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t max_source_bytes = std::size_t{1024} * 1024;

/// Control characters, the line ends of other YAML versions, byte order marks.
bool is_odd_character(std::string_view text) {
  auto byte = static_cast<unsigned char>(text[0]);
  if (byte < 0x20 || byte == 0x7F) return true;
  if (byte < 0x80) return false;
  return text.starts_with("\xC2\x85") || text.starts_with("\xE2\x80\xA8") ||
         text.starts_with("\xE2\x80\xA9") || text.starts_with(byte_order_mark);
}

/// Faults of characters, which yaml-cpp would pass or misread. False when it makes no sense to read on.
bool check_characters(const Lines& lines, FaultList& faults) {
  bool readable = true;
  for (std::size_t index = 0; index < lines.count() && !faults.full(); ++index) {
    std::string_view line = lines.line(index);
    for (std::size_t at = 0; at < line.size(); ++at) {
      if (line[at] == '\t') {
        faults.add(lines.place({index, at}), "a tab; YAML readers disagree on its width",
                   "write spaces, or \\t in quotes");
        readable = readable && line.substr(0, at).find_first_not_of(' ') != std::string_view::npos;
        break;
      }
      if (is_odd_character(line.substr(at))) {
        faults.add(lines.place({index, at}), "a character that YAML does not allow here",
                   "write it as an escape in double quotes");
        readable = false;
        break;
      }
    }
    if (line.starts_with('%')) {
      faults.add(lines.place({index, 0}), "a `%` at the start of a line makes a directive",
                 "quote it, or indent it");
      readable = false;
    }
  }
  return readable;
}

std::string with_unix_line_ends(std::string_view source) {
  std::string text;
  text.reserve(source.size());
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (!source.substr(i).starts_with("\r\n")) text += source[i];
  }
  return text;
}

bool is_before(const Fault& a, const Fault& b) {
  return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
}

}  // namespace

YamlDocument parse_yaml(std::string file, std::string source) {
  YamlDocument document{std::move(file), std::move(source), {}, {}};
  FaultList faults(document.file, document.faults);
  std::string_view bytes = document.source;
  if (bytes.size() > max_source_bytes) {
    faults.add(Place(), fmt::format("the file is larger than the limit of {} bytes", max_source_bytes));
    return document;
  }
  if (bytes.starts_with(byte_order_mark)) {
    faults.add({1, 1}, "the file begins with a byte order mark", "save it as UTF-8 without one");
    bytes.remove_prefix(3);
  }
  if (auto offset = first_invalid_utf8(bytes)) {
    Lines lines(bytes);
    faults.add(lines.place(lines.spot(*offset)), "this byte is not UTF-8", "save the file as UTF-8");
    return document;
  }
  std::string text = with_unix_line_ends(bytes);
  Lines lines(text);
  if (check_characters(lines, faults)) read_yaml_tree(text, lines, document.value, faults);
  std::stable_sort(document.faults.begin(), document.faults.end(), is_before);
  return document;
}

YamlDocument read_yaml(const std::string& path) {
  auto unreadable = [&](int reason) {
    YamlDocument document{path, {}, {}, {}};
    document.faults.push_back({path, {}, fmt::format("cannot be read: {}", std::strerror(reason)), {}, {}});
    return document;
  };
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) return unreadable(errno);
  std::string source(max_source_bytes + 1, '\0');
  source.resize(std::fread(source.data(), 1, source.size(), file.get()));
  if (std::ferror(file.get()) != 0) return unreadable(errno);
  return parse_yaml(path, std::move(source));
}

}  // namespace ringcheck
