#include "trace/hmac.hpp"

#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace ringcheck::trace {

std::string hmac_sha1(std::string_view key, std::string_view bytes) {
  constexpr std::size_t digest_bytes = 20;
  std::array<unsigned char, digest_bytes> digest{};
  unsigned int length = 0;
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data(), &length);
  return {digest.begin(), digest.begin() + length};
}

std::string hmac_sha1_hex(std::string_view key, std::string_view bytes) {
  std::string digits;
  for (const char byte : hmac_sha1(key, bytes))
    digits += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return digits;
}

std::string hmac_sha1_base64(std::string_view key, std::string_view bytes) {
  const std::string digest = hmac_sha1(key, bytes);
  std::string text(4 * ((digest.size() + 2) / 3), '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                  reinterpret_cast<const unsigned char*>(digest.data()), static_cast<int>(digest.size()));
  return text;
}

}  // namespace ringcheck::trace
