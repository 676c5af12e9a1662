#include "peer/turn.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>

namespace ringcheck::peer {
namespace {

const TurnPasswords passwords = {{"1700000060:bob", "secret"}};
const stun::Endpoint source{"127.0.0.1", 4000};
constexpr std::string_view transaction = "abcdefghijkl";

std::string request(stun::Type type) {
  return stun::start(type, transaction);
}

// MD5 of "1700000060:bob:hs.test:secret" and of the same with another password, as RFC 8489 section 9.2.2 has
// it.
std::string key(const std::string& password) {
  const std::string text = "1700000060:bob:hs.test:" + password;
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  EVP_Digest(text.data(), text.size(), digest, &length, EVP_md5(), nullptr);
  return {digest, digest + length};
}

std::string allocation(std::string_view username, const std::string& password) {
  std::string bytes = request(stun::Type::allocate_request);
  stun::append(bytes, stun::attribute::username, username);
  stun::append(bytes, stun::attribute::realm, "hs.test");
  stun::append(bytes, stun::attribute::nonce, "ringcheck");
  stun::append_integrity(bytes, key(password));
  return bytes;
}

int error_code(const stun::Message& message) {
  const stun::Attribute* error = stun::find(message, stun::attribute::error_code);
  return error == nullptr ? 0 : error->value[2] * 100 + error->value[3];
}

TEST(Turn, ABindingTellsAnAddressAsBehindANat) {
  const auto answer = answer_turn(request(stun::Type::binding_request), passwords, source);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->asked, "turn_binding");
  const auto response = stun::parse(answer->response);
  ASSERT_TRUE(response);
  const stun::Attribute* mapped = stun::find(*response, stun::attribute::xor_mapped_address);
  ASSERT_NE(mapped, nullptr);
  const auto seen_as = stun::decode_xor_address(mapped->value, transaction);
  ASSERT_TRUE(seen_as);
  EXPECT_EQ(seen_as->ip, source.ip);
  EXPECT_NE(seen_as->port, source.port);
  EXPECT_GE(seen_as->port, 1024) << "for a port that the system gives";
}

TEST(Turn, WhoBringsNoCredentialsIsAskedForThem) {
  const auto answer = answer_turn(request(stun::Type::allocate_request), passwords, source);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->asked, "");
  const auto response = stun::parse(answer->response);
  ASSERT_TRUE(response);
  EXPECT_EQ(error_code(*response), 401);
  EXPECT_NE(stun::find(*response, stun::attribute::realm), nullptr);
  EXPECT_NE(stun::find(*response, stun::attribute::nonce), nullptr);
}

TEST(Turn, RightCredentialsAreSeenAndNothingIsAllocated) {
  const auto answer = answer_turn(allocation("1700000060:bob", "secret"), passwords, source);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->asked, "turn_allocation");
  EXPECT_EQ(answer->username, "1700000060:bob");
  EXPECT_TRUE(answer->authenticated);
  const auto response = stun::parse(answer->response);
  ASSERT_TRUE(response);
  EXPECT_EQ(error_code(*response), 486);
  EXPECT_TRUE(stun::has_right_integrity(answer->response, *response, key("secret")));
}

TEST(Turn, WrongCredentialsAreSeenAndRefused) {
  for (const auto& bytes : {allocation("1700000060:bob", "guess"), allocation("eve", "secret")}) {
    const auto answer = answer_turn(bytes, passwords, source);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->asked, "turn_allocation");
    EXPECT_FALSE(answer->authenticated);
    EXPECT_EQ(error_code(*stun::parse(answer->response)), 401);
  }
}

TEST(Turn, OtherBytesAreNotAnswered) {
  EXPECT_FALSE(answer_turn("", passwords, source));
  EXPECT_FALSE(answer_turn("GET / HTTP/1.1\r\n\r\n", passwords, source));
  EXPECT_FALSE(answer_turn(request(stun::Type::binding_success), passwords, source));
}

}  // namespace
}  // namespace ringcheck::peer
