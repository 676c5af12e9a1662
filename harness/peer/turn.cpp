#include "peer/turn.hpp"

#include <array>

#include <openssl/evp.h>

namespace ringcheck::peer {
namespace {

constexpr std::string_view kRealm = "hs.test";
// One nonce for all: a replay harms nobody where there is nothing to be had.
constexpr std::string_view kNonce = "ringcheck";

// The key of long-term credentials (RFC 8489 section 9.2.2).
std::string long_term_key(std::string_view username, std::string_view password) {
  const std::string text = std::string(username) + ":" + std::string(kRealm) + ":" + std::string(password);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_md5(), nullptr);
  return {digest.begin(), digest.begin() + length};
}

std::string refused(const stun::Message& request, int code, std::string_view reason) {
  std::string response = stun::start(stun::Type::allocate_error, request.transaction_id);
  stun::append(response, stun::attribute::error_code, stun::error_value(code, reason));
  return response;
}

std::string challenge(const stun::Message& request) {
  std::string response = refused(request, 401, "Unauthenticated");
  stun::append(response, stun::attribute::realm, kRealm);
  stun::append(response, stun::attribute::nonce, kNonce);
  return response;
}

// Another port of the same machine, which differs from client to client. Nobody needs to be there: our peers
// try no candidate.
stun::Endpoint behind_nat(stun::Endpoint source) {
  source.port ^= 0x4000U;
  return source;
}

TurnAnswer answer_binding_request(const stun::Message& request, const stun::Endpoint& source) {
  TurnAnswer answer;
  answer.asked = "turn_binding";
  answer.response = stun::start(stun::Type::binding_success, request.transaction_id);
  if (const auto mapped = stun::encode_xor_address(behind_nat(source), request.transaction_id))
    stun::append(answer.response, stun::attribute::xor_mapped_address, *mapped);
  return answer;
}

TurnAnswer answer_allocation(std::string_view datagram, const stun::Message& request,
                             const TurnPasswords& passwords) {
  TurnAnswer answer;
  const stun::Attribute* username = stun::find(request, stun::attribute::username);
  if (username == nullptr || stun::find(request, stun::attribute::message_integrity) == nullptr) {
    answer.response = challenge(request);
    return answer;
  }
  answer.asked = "turn_allocation";
  answer.username = username->value;
  const auto known = passwords.find(username->value);
  const std::string key = known == passwords.end() ? "" : long_term_key(known->first, known->second);
  answer.authenticated = known != passwords.end() && stun::has_right_integrity(datagram, request, key);
  if (!answer.authenticated) {
    answer.response = challenge(request);
    return answer;
  }
  answer.response = refused(request, 486, "Allocation Quota Reached");
  stun::append_integrity(answer.response, key);
  return answer;
}

}  // namespace

std::optional<TurnAnswer> answer_turn(std::string_view datagram, const TurnPasswords& passwords,
                                      const stun::Endpoint& source) {
  const auto request = stun::parse(datagram);
  if (!request) return std::nullopt;
  switch (static_cast<stun::Type>(request->type)) {
    case stun::Type::binding_request:
      return answer_binding_request(*request, source);
    case stun::Type::allocate_request:
      return answer_allocation(datagram, *request, passwords);
    default:
      return std::nullopt;
  }
}

}  // namespace ringcheck::peer
