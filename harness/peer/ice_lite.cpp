#include "peer/ice_lite.hpp"

#include <algorithm>
#include <array>

namespace ringcheck::peer {
namespace {

constexpr std::uint16_t kFirstOptionalAttribute = 0x8000;

// Attributes below 0x8000 must be understood, or the request is refused with their list (RFC 8489
// section 6.3.1).
std::string unknown_attributes(const stun::Message& request) {
  constexpr std::array<std::uint16_t, 4> known{stun::attribute::username, stun::attribute::message_integrity,
                                               stun::attribute::priority, stun::attribute::use_candidate};
  std::string list;
  for (const stun::Attribute& attribute : request.attributes) {
    if (attribute.type >= kFirstOptionalAttribute) continue;
    if (std::find(known.begin(), known.end(), attribute.type) != known.end()) continue;
    list += {static_cast<char>(attribute.type >> 8U), static_cast<char>(attribute.type & 0xffU)};
  }
  return list;
}

std::string refusal(const stun::Message& request, int code, std::string_view reason) {
  std::string response = stun::start(stun::Type::binding_error, request.transaction_id);
  stun::append(response, stun::attribute::error_code, stun::error_value(code, reason));
  return response;
}

std::string success(const stun::Message& request, const IceCredentials& credentials,
                    std::string_view mapped) {
  std::string response = stun::start(stun::Type::binding_success, request.transaction_id);
  stun::append(response, stun::attribute::xor_mapped_address, mapped);
  stun::append_integrity(response, credentials.pwd);
  return response;
}

void read_facts(const stun::Message& request, BindingAnswer& answer) {
  const stun::Attribute* username = stun::find(request, stun::attribute::username);
  if (username != nullptr) {
    answer.username = username->value;
    const std::size_t colon = username->value.find(':');
    if (colon != std::string::npos) answer.remote_ufrag = username->value.substr(colon + 1);
  }
  const stun::Attribute* priority = stun::find(request, stun::attribute::priority);
  if (priority != nullptr && priority->value.size() == 4) {
    for (char byte : priority->value)
      answer.priority = answer.priority << 8U | static_cast<unsigned char>(byte);
  }
  answer.use_candidate = stun::find(request, stun::attribute::use_candidate) != nullptr;
}

// USERNAME is "<ufrag of the side that answers>:<ufrag of the side that asks>" (RFC 8445 section 7.2.2).
bool is_for(const stun::Message& request, const IceCredentials& credentials) {
  const stun::Attribute* username = stun::find(request, stun::attribute::username);
  return username != nullptr && username->value.starts_with(credentials.ufrag + ":");
}

bool lacks_credentials(const stun::Message& request) {
  return stun::find(request, stun::attribute::username) == nullptr ||
         stun::find(request, stun::attribute::message_integrity) == nullptr;
}

}  // namespace

std::optional<BindingAnswer> answer_binding(std::string_view datagram, const IceCredentials& credentials,
                                            const stun::Endpoint& source) {
  const auto request = stun::parse(datagram);
  if (!request || request->type != static_cast<std::uint16_t>(stun::Type::binding_request))
    return std::nullopt;
  if (!stun::has_right_fingerprint(datagram, *request)) return std::nullopt;
  const auto mapped = stun::encode_xor_address(source, request->transaction_id);
  if (!mapped) return std::nullopt;

  BindingAnswer answer;
  read_facts(*request, answer);
  answer.integrity_ok = stun::has_right_integrity(datagram, *request, credentials.pwd);
  const std::string unknown = unknown_attributes(*request);
  if (lacks_credentials(*request)) {
    answer.response = refusal(*request, 400, "Bad Request");
  } else if (!is_for(*request, credentials) || !answer.integrity_ok) {
    answer.response = refusal(*request, 401, "Unauthenticated");
  } else if (!unknown.empty()) {
    answer.response = refusal(*request, 420, "Unknown Attribute");
    stun::append(answer.response, stun::attribute::unknown_attributes, unknown);
    stun::append_integrity(answer.response, credentials.pwd);
  } else {
    answer.accepted = true;
    answer.response = success(*request, credentials, *mapped);
  }
  stun::append_fingerprint(answer.response);
  return answer;
}

}  // namespace ringcheck::peer
