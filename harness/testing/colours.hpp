#pragma once
// For tests: what is left of a text for terminals when nobody likes colours.

#include <string>

namespace ringcheck {

inline std::string without_colours(std::string text) {
  for (std::size_t at = 0; (at = text.find("\x1b[", at)) != std::string::npos;)
    text.erase(at, text.find('m', at) - at + 1);
  return text;
}

}  // namespace ringcheck
