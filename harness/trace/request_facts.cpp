#include "trace/request_facts.hpp"

#include <cstdint>

#include <fmt/format.h>

#include "value/json.hpp"

namespace ringcheck::trace {

// FNV-1a over the canonical form.
std::string digest(const Value& body) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char each : to_canonical_json(body)) {
    hash = (hash ^ static_cast<unsigned char>(each)) * 0x100000001b3;
  }
  return fmt::format("{:016x}", hash);
}

Value without_secrets(Value body) {
  for (const char* key : {"password", "access_token", "refresh_token", "token"}) {
    if (Value* secret = body.find(key)) *secret = Value("<masked>");
  }
  return body;
}

Value string_list(const std::vector<std::string>& strings) {
  Value list = make_array();
  for (const std::string& each : strings) list.push(each);
  return list;
}

}  // namespace ringcheck::trace
