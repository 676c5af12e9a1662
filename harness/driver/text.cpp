#include "driver/text.hpp"

#include <fmt/format.h>

namespace ringcheck::driver {

namespace {

// The length of the UTF-8 character at the start, by its first byte and the presence of its continuation
// bytes; 0 when there is none. Overlong forms need no care here: the text is only shown.
std::size_t character_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
  if (length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) return 0;
  }
  return length;
}

}  // namespace

std::string shown(std::string_view text, std::size_t most) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    const auto lead = static_cast<unsigned char>(text.front());
    const bool plain = length > 1 || (length == 1 && lead >= 0x20 && lead != 0x7f);
    const std::string piece = plain ? std::string(text.substr(0, length)) : fmt::format("\\x{:02x}", lead);
    if (out.size() + piece.size() > most) return out + "…";
    out += piece;
    text.remove_prefix(plain ? length : 1);
  }
  return out;
}

std::string described(const Value& value) {
  switch (value.type) {
    case Type::null:
      return "null";
    case Type::boolean:
      return value.truth ? "true" : "false";
    case Type::number:
      return fmt::format("the number {}", shown(value.text, 40));
    case Type::string:
      return fmt::format("the string \"{}\"", shown(value.text, 60));
    case Type::array:
      return "a list";
    case Type::object:
      return "a map";
  }
  return {};
}

}  // namespace ringcheck::driver
