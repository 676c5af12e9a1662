#include "trace/web_address.hpp"

#include <utility>

#include "value/web_text.hpp"

namespace ringcheck::trace {
namespace {

/// What is broken stays as it is: the recording was made of a request that some server understood.
std::string decode(std::string_view text, bool plus_is_space) {
  Result<std::string> decoded = percent_decoded(text, plus_is_space);
  return decoded ? std::move(*decoded) : std::string(text);
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
