#pragma once
// The URL of a recorded request, taken apart and decoded.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ringcheck::trace {

struct WebAddress {
  std::string origin;  ///< `https://matrix.example.org`
  std::string path;    ///< decoded, from `/_matrix/` on
  std::vector<std::string>
      segments;  ///< of the path after `/_matrix/client/<version>`; split before decoding
  std::vector<std::pair<std::string, std::string>> query;
};

/// Nothing for a URL that is none of Matrix: its path has no `/_matrix/`, wherever a proxy may have put it.
std::optional<WebAddress> matrix_address(std::string_view url);

}  // namespace ringcheck::trace
