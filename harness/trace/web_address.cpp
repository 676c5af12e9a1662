#include "trace/web_address.hpp"

#include "value/utf8.hpp"

namespace ringcheck::trace {
namespace {

int hex_digit(char character) {
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  return -1;
}

/// A broken escape stays as it is: the recording was made of a request that some server understood.
std::string decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const int high = at + 2 < text.size() ? hex_digit(text[at + 1]) : -1;
    const int low = at + 2 < text.size() ? hex_digit(text[at + 2]) : -1;
    if (text[at] == '%' && high >= 0 && low >= 0) {
      decoded += static_cast<char>(high * 16 + low);
      at += 2;
    } else {
      decoded += text[at] == '+' && plus_is_space ? ' ' : text[at];
    }
  }
  return first_invalid_utf8(decoded) ? std::string(text) : decoded;
}

std::string_view take_until(std::string_view& rest, char separator) {
  const std::size_t at = rest.find(separator);
  const std::string_view taken = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
  return taken;
}

std::vector<std::string> segments_after_version(std::string_view path) {
  constexpr std::string_view api = "/_matrix/client/";
  std::vector<std::string> segments;
  if (!path.starts_with(api)) return segments;
  path.remove_prefix(api.size());
  take_until(path, '/');
  while (!path.empty()) segments.push_back(decode(take_until(path, '/'), false));
  return segments;
}

}  // namespace

std::optional<WebAddress> matrix_address(std::string_view url) {
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) return std::nullopt;
  std::string_view query = url.substr(0, url.find('#'));
  std::string_view path = take_until(query, '?');
  const std::size_t origin_end = path.find('/', scheme_end + 3);
  const std::size_t begin = path.find("/_matrix/", scheme_end + 3);
  if (begin == std::string_view::npos) return std::nullopt;
  WebAddress address;
  address.origin = path.substr(0, origin_end);
  path.remove_prefix(begin);
  address.path = decode(path, false);
  address.segments = segments_after_version(path);
  while (!query.empty()) {
    std::string_view value = take_until(query, '&');
    const std::string name = decode(take_until(value, '='), true);
    if (!name.empty()) address.query.emplace_back(name, decode(value, true));
  }
  return address;
}

}  // namespace ringcheck::trace
