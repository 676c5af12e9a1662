#include "scenario/match_turn.hpp"

#include <string>

#include "trace/hmac.hpp"

namespace ringcheck::scenario {

std::optional<Value> describe_turn_credentials(const Value& answer, std::string_view secret) {
  const std::string name(answer.string_at("username"));
  const std::size_t colon = name.find(':');
  if (colon == std::string::npos) return std::nullopt;
  const auto expiry_s = make_number(name.substr(0, colon)).as_int();
  if (!expiry_s || answer.string_at("password") != trace::hmac_sha1_base64(secret, name)) return std::nullopt;
  return make_object({{"expiry_ms", *expiry_s * 1000}, {"user", name.substr(colon + 1)}});
}

}  // namespace ringcheck::scenario
