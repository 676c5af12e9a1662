#include "run/request_line.hpp"

#include <vector>

namespace ringcheck::run {
namespace {

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    parts.push_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

bool request_line_fits(std::string_view pattern, std::string_view line) {
  const auto wanted = segments(pattern);
  const auto have = segments(line);
  if (wanted.size() != have.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] != "*" && wanted[i] != have[i]) return false;
  }
  return true;
}

std::string request_line(std::string_view method, std::string_view path) {
  constexpr std::string_view api = "/_matrix/client/";
  if (path.starts_with(api)) {
    const std::size_t version_end = path.find('/', api.size());
    if (version_end != std::string_view::npos) path.remove_prefix(version_end);
  }
  return std::string(method) + " " + std::string(path);
}

}  // namespace ringcheck::run
