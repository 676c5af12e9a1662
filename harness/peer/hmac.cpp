#include "peer/hmac.hpp"

#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace ringcheck::peer {

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

}  // namespace ringcheck::peer
