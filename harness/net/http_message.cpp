#include "net/http_message.hpp"

#include <algorithm>

#include <strings.h>

namespace ringcheck::net {

const std::string* find_header(const HttpHeaders& headers, std::string_view name) {
  const auto same_name = [name](const auto& header) {
    return header.first.size() == name.size() &&
           strncasecmp(header.first.data(), name.data(), name.size()) == 0;
  };
  const auto found = std::find_if(headers.begin(), headers.end(), same_name);
  return found == headers.end() ? nullptr : &found->second;
}

}  // namespace ringcheck::net
