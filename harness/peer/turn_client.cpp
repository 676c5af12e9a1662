#include "peer/turn_client.hpp"

#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace ringcheck::peer {
namespace {

constexpr std::uint32_t kUdp = 17U << 24U;
constexpr std::uint32_t kNoLifetime = 0;
constexpr int kUnauthenticated = 401;
constexpr int kStaleNonce = 438;

std::string be32(std::uint32_t number) {
  std::string bytes;
  for (unsigned shift = 32; shift > 0; shift -= 8)
    bytes.push_back(static_cast<char>(number >> (shift - 8) & 0xffU));
  return bytes;
}

}  // namespace

std::string long_term_key(std::string_view username, std::string_view realm, std::string_view password) {
  const std::string text = fmt::format("{}:{}:{}", username, realm, password);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_md5(), nullptr);
  return {digest.begin(), digest.begin() + length};
}

std::string TurnClient::signed_request(stun::Type type, std::uint32_t attribute_value,
                                       std::uint16_t attribute_type) const {
  std::string bytes = stun::start(type, id_);
  stun::append(bytes, attribute_type, be32(attribute_value));
  if (challenges_ == 0) return bytes;
  stun::append(bytes, stun::attribute::username, username_);
  stun::append(bytes, stun::attribute::realm, realm_);
  stun::append(bytes, stun::attribute::nonce, nonce_);
  stun::append_integrity(bytes, long_term_key(username_, realm_, password_));
  return bytes;
}

void TurnClient::ask() {
  id_ = transaction_id_();
  request_ = signed_request(stun::Type::allocate_request, kUdp, stun::attribute::requested_transport);
}

std::optional<TurnOutcome> TurnClient::on_datagram(std::string_view datagram) {
  const auto answer = stun::parse(datagram);
  if (!answer || answer->transaction_id != id_) return std::nullopt;
  if (answer->type == static_cast<std::uint16_t>(stun::Type::allocate_error)) return refused(*answer);
  if (answer->type != static_cast<std::uint16_t>(stun::Type::allocate_success)) return std::nullopt;
  // A server that shares no password with us cannot sign, and whoever else answers is not it.
  const std::string key = long_term_key(username_, realm_, password_);
  if (challenges_ > 0 && !stun::has_right_integrity(datagram, *answer, key)) return std::nullopt;
  has_relay_ = true;
  TurnOutcome outcome;
  outcome.was_asked = challenges_ > 0;
  if (const auto* relayed = stun::find(*answer, stun::attribute::xor_relayed_address)) {
    if (const auto at = stun::decode_xor_address(relayed->value, id_))
      outcome.relayed = fmt::format("{}:{}", at->ip, at->port);
  }
  return outcome;
}

// The first refusal is the question who we are; a later one may only want a newer nonce, once.
std::optional<TurnOutcome> TurnClient::refused(const stun::Message& answer) {
  const stun::Attribute* error = stun::find(answer, stun::attribute::error_code);
  if (error == nullptr || error->value.size() < 4) return std::nullopt;
  const int code = error->value[2] * 100 + error->value[3];
  const stun::Attribute* realm = stun::find(answer, stun::attribute::realm);
  const stun::Attribute* nonce = stun::find(answer, stun::attribute::nonce);
  const bool asks =
      (code == kUnauthenticated && challenges_ == 0) || (code == kStaleNonce && challenges_ == 1);
  if (asks && realm != nullptr && nonce != nullptr) {
    ++challenges_;
    realm_ = realm->value;
    nonce_ = nonce->value;
    ask();
    return std::nullopt;
  }
  return TurnOutcome{code, error->value.substr(4), challenges_ > 0, ""};
}

std::string TurnClient::farewell() const {
  return has_relay_ ? signed_request(stun::Type::refresh_request, kNoLifetime, stun::attribute::lifetime)
                    : "";
}

}  // namespace ringcheck::peer
