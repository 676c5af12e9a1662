#pragma once
// HMAC-SHA1 (RFC 2104): what STUN messages, TURN passwords and the registration of users are signed with.

#include <string>
#include <string_view>

namespace ringcheck::trace {

/// The 20 bytes of the digest.
std::string hmac_sha1(std::string_view key, std::string_view bytes);

/// The same as 40 digits in lower case.
std::string hmac_sha1_hex(std::string_view key, std::string_view bytes);

/// The same in base64, padded.
std::string hmac_sha1_base64(std::string_view key, std::string_view bytes);

}  // namespace ringcheck::trace
