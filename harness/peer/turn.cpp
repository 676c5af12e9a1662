#include "peer/turn.hpp"

#include "peer/turn_client.hpp"

namespace ringcheck::peer {
namespace {

constexpr std::string_view kRealm = "hs.test";
// One nonce for all: a replay harms nobody where there is nothing to be had.
constexpr std::string_view kNonce = "ringcheck";
constexpr std::string_view kLifetime{"\0\0\x02\x58", 4};  // 600 s, the default of RFC 8656

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

std::string granted(const stun::Message& request, const stun::Endpoint& source, const stun::Endpoint& relay) {
  std::string response = stun::start(stun::Type::allocate_success, request.transaction_id);
  if (const auto relayed = stun::encode_xor_address(relay, request.transaction_id))
    stun::append(response, stun::attribute::xor_relayed_address, *relayed);
  stun::append(response, stun::attribute::lifetime, kLifetime);
  if (const auto mapped = stun::encode_xor_address(source, request.transaction_id))
    stun::append(response, stun::attribute::xor_mapped_address, *mapped);
  return response;
}

TurnAnswer answer_allocation(std::string_view datagram, const stun::Message& request,
                             const TurnPasswords& passwords, const stun::Endpoint& source,
                             const std::optional<stun::Endpoint>& relay) {
  TurnAnswer answer;
  const stun::Attribute* username = stun::find(request, stun::attribute::username);
  if (username == nullptr || stun::find(request, stun::attribute::message_integrity) == nullptr) {
    answer.response = challenge(request);
    return answer;
  }
  answer.asked = "turn_allocation";
  answer.username = username->value;
  const auto known = passwords.find(username->value);
  const std::string key = known == passwords.end() ? "" : long_term_key(known->first, kRealm, known->second);
  answer.authenticated = known != passwords.end() && stun::has_right_integrity(datagram, request, key);
  if (!answer.authenticated) {
    answer.response = challenge(request);
    return answer;
  }
  answer.response =
      relay ? granted(request, source, *relay) : refused(request, 486, "Allocation Quota Reached");
  stun::append_integrity(answer.response, key);
  return answer;
}

}  // namespace

std::optional<TurnAnswer> answer_turn(std::string_view datagram, const TurnPasswords& passwords,
                                      const stun::Endpoint& source,
                                      const std::optional<stun::Endpoint>& relay) {
  const auto request = stun::parse(datagram);
  if (!request) return std::nullopt;
  switch (static_cast<stun::Type>(request->type)) {
    case stun::Type::binding_request:
      return answer_binding_request(*request, source);
    case stun::Type::allocate_request:
      return answer_allocation(datagram, *request, passwords, source, relay);
    default:
      return std::nullopt;
  }
}

}  // namespace ringcheck::peer
