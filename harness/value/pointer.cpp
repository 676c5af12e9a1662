#include "value/pointer.hpp"

#include <charconv>
#include <optional>

namespace ringcheck {
namespace {

/// One reference token with `~1` and `~0` undone; nothing when a `~` is followed by anything else.
std::optional<std::string> unescape(std::string_view token) {
  std::string key;
  key.reserve(token.size());
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      key += token[i];
      continue;
    }
    if (++i == token.size() || (token[i] != '0' && token[i] != '1')) return std::nullopt;
    key += token[i] == '0' ? '~' : '/';
  }
  return key;
}

/// The index that a token names; RFC 6901, section 4 forbids leading zeros.
std::optional<std::size_t> to_index(std::string_view token) {
  if (token.empty() || (token.size() > 1 && token[0] == '0')) return std::nullopt;
  std::size_t index = 0;
  auto [stop, fault] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (fault != std::errc() || stop != token.data() + token.size()) return std::nullopt;
  return index;
}

const Value* step(const Value& value, const std::string& token) {
  if (value.is_object()) return value.find(token);
  if (!value.is_array()) return nullptr;
  std::optional<std::size_t> index = to_index(token);
  return index && *index < value.items.size() ? &value.items[*index] : nullptr;
}

}  // namespace

std::string pointer_join(std::string_view pointer, std::string_view key) {
  std::string joined(pointer);
  joined.reserve(pointer.size() + key.size() + 1);
  joined += '/';
  for (char c : key) {
    if (c == '~') {
      joined += "~0";
    } else if (c == '/') {
      joined += "~1";
    } else {
      joined += c;
    }
  }
  return joined;
}

std::string pointer_join(std::string_view pointer, std::size_t index) {
  return pointer_join(pointer, std::string_view(std::to_string(index)));
}

const Value* pointer_find(const Value& root, std::string_view pointer) {
  const Value* value = &root;
  while (value && !pointer.empty()) {
    if (pointer[0] != '/') return nullptr;
    std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    std::optional<std::string> token = unescape(pointer.substr(1, end - 1));
    if (!token) return nullptr;
    value = step(*value, *token);
    pointer.remove_prefix(end);
  }
  return value;
}

}  // namespace ringcheck
