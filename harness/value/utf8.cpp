#include "value/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include <fmt/format.h>

namespace ringcheck {
namespace {

/// Length of the ASCII run that starts at `at`, by eight bytes at once.
std::size_t skip_ascii(std::string_view bytes, std::size_t at) {
  while (at + 8 <= bytes.size()) {
    std::uint64_t block = 0;
    std::memcpy(&block, bytes.data() + at, 8);
    if ((block & 0x8080808080808080U) != 0) break;
    at += 8;
  }
  while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) ++at;
  return at;
}

/// Bytes of the character whose lead byte is at `at`, or 0 when it is malformed (RFC 3629, section 4).
std::size_t character_bytes(std::string_view bytes, std::size_t at) {
  auto byte = [&](std::size_t i) {
    return at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U;
  };
  auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    unsigned least = lead == 0xE0 ? 0xA0 : 0x80;
    unsigned most = lead == 0xED ? 0x9F : 0xBF;
    return byte(1) >= least && byte(1) <= most && tail(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    unsigned least = lead == 0xF0 ? 0x90 : 0x80;
    unsigned most = lead == 0xF4 ? 0x8F : 0xBF;
    return byte(1) >= least && byte(1) <= most && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view bytes) {
  for (std::size_t at = skip_ascii(bytes, 0); at < bytes.size(); at = skip_ascii(bytes, at)) {
    std::size_t length = character_bytes(bytes, at);
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string clip(std::string_view text, std::size_t most) {
  std::string shown;
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++characters) {
    if (characters == most) return shown + "…";
    std::size_t length = character_bytes(text, at);
    auto byte = static_cast<unsigned char>(text[at]);
    bool plain = length > 1 || (length == 1 && byte >= 0x20 && byte != 0x7F);
    shown += plain ? std::string(text.substr(at, length)) : fmt::format("\\x{:02x}", byte);
    at += std::max<std::size_t>(length, 1);
  }
  return shown;
}

}  // namespace ringcheck
