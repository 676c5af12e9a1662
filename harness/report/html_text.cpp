#include "report/html_text.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "value/utf8.hpp"

namespace ringcheck::report {
namespace {

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 0;  ///< 0: the byte is no UTF-8
};

std::size_t bytes_by_lead(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xE0) return 2;
  return lead < 0xF0 ? 3 : 4;
}

Character character_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t bytes = bytes_by_lead(lead);
  if (bytes == 1) return {lead, 1};
  const std::string_view piece = text.substr(at, bytes);
  if (piece.size() < bytes || first_invalid_utf8(piece)) return {};
  std::uint32_t code = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) code = code << 6 | (static_cast<unsigned char>(piece[i]) & 0x3FU);
  return {code, bytes};
}

bool is_hidden(std::uint32_t code) {
  struct Range {
    std::uint32_t first;
    std::uint32_t last;
  };
  // Unicode: C0 and C1 controls, soft hyphen, Arabic letter mark, zero-width and bidirectional marks, line
  // and paragraph separators, fillers, byte order mark, interlinear and tag characters; what XML 1.0 forbids.
  static constexpr Range ranges[] = {{0x00, 0x08},     {0x0B, 0x1F},     {0x7F, 0x9F},      {0xAD, 0xAD},
                                     {0x61C, 0x61C},   {0x115F, 0x1160}, {0x180E, 0x180E},  {0x200B, 0x200F},
                                     {0x2028, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164},  {0xFEFF, 0xFEFF},
                                     {0xFFF9, 0xFFFB}, {0xFFFE, 0xFFFF}, {0xE0000, 0xE007F}};
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](const Range& each) { return code >= each.first && code <= each.last; });
}

std::string_view escaped(char c, bool quotes) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return quotes ? "&#34;" : "";
    case '\'':
      return quotes ? "&#39;" : "";
    default:
      return "";
  }
}

std::string escape(std::string_view text, bool quotes) {
  std::string made;
  const std::string seen = visible(text);
  made.reserve(seen.size() + seen.size() / 8);
  for (const char c : seen) {
    const std::string_view instead = escaped(c, quotes);
    if (instead.empty()) {
      made += c;
    } else {
      made += instead;
    }
  }
  return made;
}

}  // namespace

std::string visible(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character each = character_at(text, at);
    if (each.bytes == 0) {
      made += fmt::format("⟨0x{:02X}⟩", static_cast<unsigned char>(text[at]));
    } else if (is_hidden(each.code)) {
      made += fmt::format("⟨U+{:04X}⟩", each.code);
    } else {
      made += text.substr(at, each.bytes);
    }
    at += std::max<std::size_t>(each.bytes, 1);
  }
  return made;
}

std::string escape_html(std::string_view text) {
  return escape(text, true);
}

std::string escape_inner_text(std::string_view text) {
  return escape(text, false);
}

std::string shortened(std::string_view text, std::size_t characters) {
  std::string seen = visible(text);
  if (count_characters(seen) <= characters) return seen;
  std::size_t end = 0;
  for (std::size_t kept = 0; kept + 1 < characters; ++kept) end += character_at(seen, end).bytes;
  return seen.substr(0, end) + "…";
}

std::string anchor_of(std::string_view name) {
  std::string anchor(name);
  for (char& c : anchor) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '_' || c == '-';
    if (!plain) c = '-';
  }
  return anchor;
}

}  // namespace ringcheck::report
