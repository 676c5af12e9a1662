#pragma once
// STUN messages as bytes (RFC 8489): read, judge and write them. No sockets; whoever has one plugs it in.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ringcheck::peer::stun {

/// Message types: class and method together (RFC 8489 section 5, RFC 8656 section 17).
enum class Type : std::uint16_t {
  binding_request = 0x0001,
  binding_success = 0x0101,
  binding_error = 0x0111,
  allocate_request = 0x0003,
  allocate_success = 0x0103,
  allocate_error = 0x0113,
  refresh_request = 0x0004
};

/// Attribute types that ICE and TURN need (RFC 8489 section 18.3, RFC 8445 section 16.1).
namespace attribute {
inline constexpr std::uint16_t username = 0x0006;
inline constexpr std::uint16_t message_integrity = 0x0008;
inline constexpr std::uint16_t error_code = 0x0009;
inline constexpr std::uint16_t unknown_attributes = 0x000a;
inline constexpr std::uint16_t lifetime = 0x000d;
inline constexpr std::uint16_t realm = 0x0014;
inline constexpr std::uint16_t nonce = 0x0015;
inline constexpr std::uint16_t xor_relayed_address = 0x0016;
inline constexpr std::uint16_t requested_transport = 0x0019;
inline constexpr std::uint16_t xor_mapped_address = 0x0020;
inline constexpr std::uint16_t priority = 0x0024;
inline constexpr std::uint16_t use_candidate = 0x0025;
inline constexpr std::uint16_t software = 0x8022;
inline constexpr std::uint16_t fingerprint = 0x8028;
inline constexpr std::uint16_t ice_controlled = 0x8029;
inline constexpr std::uint16_t ice_controlling = 0x802a;
}  // namespace attribute

struct Attribute {
  std::uint16_t type = 0;
  std::string value;       ///< without padding
  std::size_t offset = 0;  ///< where its header begins in the datagram
};

struct Message {
  std::uint16_t type = 0;
  std::string transaction_id;  ///< 12 bytes
  std::vector<Attribute> attributes;
};

/// An IP address in text form, and a UDP port.
struct Endpoint {
  std::string ip;
  std::uint16_t port = 0;
  bool operator==(const Endpoint&) const = default;
};

/// The whole datagram as one message; nothing if header, lengths or magic cookie are not STUN's. Attributes
/// that follow MESSAGE-INTEGRITY are left out, but for FINGERPRINT.
std::optional<Message> parse(std::string_view datagram);

/// The first attribute of that type, or null.
const Attribute* find(const Message& message, std::uint16_t type);

/// Whether MESSAGE-INTEGRITY is there and right for the key (RFC 8489 section 14.5); for ICE the key is the
/// password of the side that answers.
bool has_right_integrity(std::string_view datagram, const Message& message, std::string_view key);

/// Whether FINGERPRINT is there, is last and is right (RFC 8489 section 14.7).
bool has_right_fingerprint(std::string_view datagram, const Message& message);

/// A message without attributes; the appenders keep its length field current. `transaction_id` has 12 bytes.
std::string start(Type type, std::string_view transaction_id);
void append(std::string& message, std::uint16_t type, std::string_view value);
/// MESSAGE-INTEGRITY over what is there so far.
void append_integrity(std::string& message, std::string_view key);
/// FINGERPRINT over what is there so far; nothing may follow.
void append_fingerprint(std::string& message);

/// The value of ERROR-CODE (RFC 8489 section 14.8).
std::string error_value(int code, std::string_view reason);

/// The value of XOR-MAPPED-ADDRESS (RFC 8489 section 14.2); nothing if `ip` is no address.
std::optional<std::string> encode_xor_address(const Endpoint& endpoint, std::string_view transaction_id);
std::optional<Endpoint> decode_xor_address(std::string_view value, std::string_view transaction_id);

}  // namespace ringcheck::peer::stun
