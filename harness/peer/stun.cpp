#include "peer/stun.hpp"

#include <algorithm>
#include <array>

#include <arpa/inet.h>
#include <openssl/evp.h>

#include "trace/hmac.hpp"

namespace ringcheck::peer::stun {
namespace {

constexpr std::size_t kHeaderBytes = 20;
constexpr std::size_t kTransactionIdBytes = 12;
constexpr std::size_t kIntegrityBytes = 20;
constexpr std::string_view kMagicCookie{"\x21\x12\xa4\x42", 4};
constexpr std::uint32_t kFingerprintMask = 0x5354554e;  // "STUN"
constexpr char kFamilyIpv4 = 1;
constexpr char kFamilyIpv6 = 2;

std::uint16_t read_u16(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[at]) << 8U |
                                    static_cast<unsigned char>(bytes[at + 1]));
}

std::string u16(std::size_t number) {
  return {static_cast<char>(number >> 8U & 0xffU), static_cast<char>(number & 0xffU)};
}

std::string u32(std::uint32_t number) {
  return u16(number >> 16U) + u16(number & 0xffffU);
}

std::size_t padded(std::size_t bytes) {
  return (bytes + 3) & ~std::size_t{3};
}

// The bytes before an attribute, with the length field as if the message ended after that attribute: that is
// what both checksums are made over.
std::string covered(std::string_view datagram, std::size_t attribute_offset, std::size_t attribute_bytes) {
  std::string bytes(datagram.substr(0, attribute_offset));
  return bytes.replace(2, 2, u16(attribute_offset + 4 + attribute_bytes - kHeaderBytes));
}

// CRC-32 of ISO 3309, as Ethernet and zlib have it.
std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xffffffff;
  for (char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
  }
  return ~crc;
}

std::string exclusive_or(std::string_view bytes, std::string_view mask) {
  std::string result(bytes);
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = static_cast<char>(result[i] ^ mask[i]);
  return result;
}

std::string address_mask(std::string_view transaction_id) {
  return std::string(kMagicCookie) + std::string(transaction_id);
}

}  // namespace

std::optional<Message> parse(std::string_view datagram) {
  const bool plausible = datagram.size() >= kHeaderBytes && static_cast<unsigned char>(datagram[0]) < 0x40 &&
                         datagram.substr(4, 4) == kMagicCookie && datagram.size() % 4 == 0 &&
                         read_u16(datagram, 2) == datagram.size() - kHeaderBytes;
  if (!plausible) return std::nullopt;
  Message message{.type = read_u16(datagram, 0), .transaction_id = std::string(datagram.substr(8, 12))};
  for (std::size_t at = kHeaderBytes; at < datagram.size();) {
    const std::size_t length = read_u16(datagram, at + 2);
    if (at + 4 + padded(length) > datagram.size()) return std::nullopt;
    const std::uint16_t type = read_u16(datagram, at);
    // What follows MESSAGE-INTEGRITY is protected by nothing and to be ignored (RFC 8489 section 14.5).
    const bool ignored =
        type != attribute::fingerprint && find(message, attribute::message_integrity) != nullptr;
    if (!ignored) message.attributes.push_back({type, std::string(datagram.substr(at + 4, length)), at});
    at += 4 + padded(length);
  }
  return message;
}

const Attribute* find(const Message& message, std::uint16_t type) {
  auto found = std::find_if(message.attributes.begin(), message.attributes.end(),
                            [type](const Attribute& attribute) { return attribute.type == type; });
  return found == message.attributes.end() ? nullptr : &*found;
}

bool has_right_integrity(std::string_view datagram, const Message& message, std::string_view key) {
  const Attribute* integrity = find(message, attribute::message_integrity);
  return integrity != nullptr && integrity->value.size() == kIntegrityBytes &&
         integrity->value == trace::hmac_sha1(key, covered(datagram, integrity->offset, kIntegrityBytes));
}

bool has_right_fingerprint(std::string_view datagram, const Message& message) {
  if (message.attributes.empty()) return false;
  const Attribute& last = message.attributes.back();
  return last.type == attribute::fingerprint &&
         last.value == u32(crc32(covered(datagram, last.offset, 4)) ^ kFingerprintMask);
}

std::string start(Type type, std::string_view transaction_id) {
  std::string id(transaction_id.substr(0, kTransactionIdBytes));
  id.resize(kTransactionIdBytes, '\0');
  return u16(static_cast<std::uint16_t>(type)) + u16(0) + std::string(kMagicCookie) + id;
}

void append(std::string& message, std::uint16_t type, std::string_view value) {
  message += u16(type) + u16(value.size());
  message += value;
  message.resize(padded(message.size()), '\0');
  message.replace(2, 2, u16(message.size() - kHeaderBytes));
}

void append_integrity(std::string& message, std::string_view key) {
  append(message, attribute::message_integrity,
         trace::hmac_sha1(key, covered(message, message.size(), kIntegrityBytes)));
}

void append_fingerprint(std::string& message) {
  append(message, attribute::fingerprint, u32(crc32(covered(message, message.size(), 4)) ^ kFingerprintMask));
}

std::string error_value(int code, std::string_view reason) {
  return std::string{'\0', '\0', static_cast<char>(code / 100), static_cast<char>(code % 100)} +
         std::string(reason);
}

std::optional<std::string> encode_xor_address(const Endpoint& endpoint, std::string_view transaction_id) {
  std::array<char, sizeof(in6_addr)> address{};
  const bool ipv4 = inet_pton(AF_INET, endpoint.ip.c_str(), address.data()) == 1;
  if (!ipv4 && inet_pton(AF_INET6, endpoint.ip.c_str(), address.data()) != 1) return std::nullopt;
  const std::string mask = address_mask(transaction_id);
  return std::string{'\0', ipv4 ? kFamilyIpv4 : kFamilyIpv6} + exclusive_or(u16(endpoint.port), mask) +
         exclusive_or({address.data(), ipv4 ? std::size_t{4} : address.size()}, mask);
}

std::optional<Endpoint> decode_xor_address(std::string_view value, std::string_view transaction_id) {
  const bool ipv4 = value.size() == 8 && value[1] == kFamilyIpv4;
  const bool ipv6 = value.size() == 20 && value[1] == kFamilyIpv6;
  if ((!ipv4 && !ipv6) || transaction_id.size() != kTransactionIdBytes) return std::nullopt;
  const std::string mask = address_mask(transaction_id);
  const std::string address = exclusive_or(value.substr(4), mask);
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(ipv4 ? AF_INET : AF_INET6, address.data(), text.data(), text.size());
  return Endpoint{text.data(), read_u16(exclusive_or(value.substr(2, 2), mask), 0)};
}

}  // namespace ringcheck::peer::stun
