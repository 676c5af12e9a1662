#include "sdp/identity.hpp"

#include <string_view>

#include <fmt/format.h>

namespace ringcheck::sdp {
namespace {

using Random = std::function<std::uint64_t()>;

// 64 characters, so six random bits choose one without bias.
constexpr std::string_view kIceCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string ice_text(std::size_t length, const Random& random) {
  std::string text;
  while (text.size() < length) {
    std::uint64_t bits = random();
    for (int i = 0; i < 8 && text.size() < length; ++i, bits >>= 6U) text += kIceCharacters[bits & 63U];
  }
  return text;
}

std::string fingerprint_text(const Random& random) {
  std::string text;
  for (int word = 0; word < 4; ++word) {
    std::uint64_t bits = random();
    for (int i = 0; i < 8; ++i, bits >>= 8U)
      text += fmt::format("{}{:02X}", text.empty() ? "" : ":", bits & 255U);
  }
  return text;
}

// The shape of a UUID, which browsers use for streams and tracks.
std::string uuid_text(const Random& random) {
  const std::uint64_t high = random();
  const std::uint64_t low = random();
  return fmt::format("{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", high >> 32U, (high >> 16U) & 0xffffU,
                     high & 0xfffU, low >> 52U, low & 0xffffffffffffU);
}

}  // namespace

void renew_ice(Identity& identity, const Random& random) {
  identity.ice_ufrag = ice_text(8, random);
  identity.ice_pwd = ice_text(24, random);
}

Identity identity_from(const Random& random) {
  Identity identity{};
  renew_ice(identity, random);
  identity.fingerprint = fingerprint_text(random);
  identity.session_id = random() >> 2U;
  identity.stream_id = uuid_text(random);
  identity.track_id = uuid_text(random);
  identity.ssrc =
      static_cast<std::uint32_t>(random() >> 33U) + 1;  // 0 is no SSRC; half the range leaves room
  return identity;
}

}  // namespace ringcheck::sdp
