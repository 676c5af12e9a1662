#include "value/json_repair.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "value/number.hpp"

namespace ringcheck {
namespace {

constexpr std::size_t escape_bytes = 6;  // \uXXXX

/// The code unit of a `\uXXXX` at `at`, if there is one.
std::optional<unsigned> unicode_escape(std::string_view bytes, std::size_t at) {
  if (at + escape_bytes > bytes.size() || bytes[at] != '\\' || bytes[at + 1] != 'u') return std::nullopt;
  unsigned unit = 0;
  for (char c : bytes.substr(at + 2, 4)) {
    unsigned digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<unsigned>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<unsigned>(c - 'a') + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<unsigned>(c - 'A') + 10;
    } else {
      return std::nullopt;
    }
    unit = unit * 16 + digit;
  }
  return unit;
}

bool is_high(std::optional<unsigned> unit) {
  return unit && *unit >= 0xD800 && *unit <= 0xDBFF;
}
bool is_low(std::optional<unsigned> unit) {
  return unit && *unit >= 0xDC00 && *unit <= 0xDFFF;
}

/// Repairs the string whose opening quote is at `at`; returns the offset after it.
std::size_t repair_string(std::string& bytes, std::size_t at, std::vector<JsonRepair>& repairs) {
  for (++at; at < bytes.size() && bytes[at] != '"';) {
    if (bytes[at] != '\\') {
      ++at;
      continue;
    }
    std::optional<unsigned> unit = unicode_escape(bytes, at);
    if (is_high(unit) && is_low(unicode_escape(bytes, at + escape_bytes))) {
      at += 2 * escape_bytes;
    } else if (is_high(unit) || is_low(unit)) {
      repairs.push_back({at, bytes.substr(at, escape_bytes)});
      bytes.replace(at, escape_bytes, "\\ufffd");
      at += escape_bytes;
    } else {
      at += 2;
    }
  }
  return at + 1;
}

/// Repairs the number at `at` if it may be too large; returns the offset after it. RapidJSON looks at the
/// exponent and at the count of digits alone (it refuses `0e400`), so this does too.
std::size_t repair_number(std::string& bytes, std::size_t at, std::vector<JsonRepair>& repairs) {
  std::size_t end = std::min(bytes.find_first_not_of("+-.0123456789eE", at), bytes.size());
  std::string_view text = std::string_view(bytes).substr(at, end - at);
  bool large = text.size() > 300 || text.find_first_of("eE") != std::string_view::npos;
  if (large && is_json_number(text)) {
    repairs.push_back({at, std::string(text)});
    bytes.replace(at, end - at, "0" + std::string(end - at - 1, ' '));
  }
  return end;
}

}  // namespace

std::vector<JsonRepair> repair_json(std::string& bytes) {
  std::vector<JsonRepair> repairs;
  for (std::size_t at = 0; at < bytes.size();) {
    if (bytes[at] == '"') {
      at = repair_string(bytes, at, repairs);
    } else if (bytes[at] == '-' || (bytes[at] >= '0' && bytes[at] <= '9')) {
      at = repair_number(bytes, at, repairs);
    } else {
      ++at;
    }
  }
  return repairs;
}

}  // namespace ringcheck
