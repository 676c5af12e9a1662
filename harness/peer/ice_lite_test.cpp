#include "peer/ice_lite.hpp"

#include <string>

#include <gtest/gtest.h>

namespace ringcheck::peer {
namespace {

const IceCredentials kMine{"D2PZabcd", "g5Sm2wYxkq0NqIo1vC7rT/9E"};
const stun::Endpoint kSource{"127.0.0.1", 40123};
const std::string kId = "0123456789ab";

struct Check {
  std::string username = "D2PZabcd:theirs";
  std::string key = kMine.pwd;
  bool nominate = false;
  std::uint16_t extra = 0;  // an attribute type to add
};

std::string request(const Check& check) {
  std::string datagram = stun::start(stun::Type::binding_request, kId);
  if (!check.username.empty()) stun::append(datagram, stun::attribute::username, check.username);
  stun::append(datagram, stun::attribute::priority, std::string("\x6e\x00\x01\xff", 4));
  stun::append(datagram, stun::attribute::ice_controlling, "12345678");
  if (check.nominate) stun::append(datagram, stun::attribute::use_candidate, "");
  if (check.extra != 0) stun::append(datagram, check.extra, "?");
  if (!check.key.empty()) stun::append_integrity(datagram, check.key);
  stun::append_fingerprint(datagram);
  return datagram;
}

int error_code(const std::string& response) {
  const auto message = stun::parse(response);
  if (!message || message->type != static_cast<std::uint16_t>(stun::Type::binding_error)) return 0;
  const stun::Attribute* code = stun::find(*message, stun::attribute::error_code);
  return code == nullptr ? 0 : code->value.at(2) * 100 + code->value.at(3);
}

TEST(IceLite, AnswersACheckWithTheAddressItCameFrom) {
  const auto answer = answer_binding(request({}), kMine, kSource);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->accepted);
  EXPECT_TRUE(answer->integrity_ok);
  EXPECT_FALSE(answer->use_candidate);
  EXPECT_EQ(answer->remote_ufrag, "theirs");
  EXPECT_EQ(answer->priority, 0x6e0001ffU);

  const auto response = stun::parse(answer->response);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->type, static_cast<std::uint16_t>(stun::Type::binding_success));
  EXPECT_EQ(response->transaction_id, kId);
  EXPECT_TRUE(stun::has_right_integrity(answer->response, *response, kMine.pwd));
  EXPECT_TRUE(stun::has_right_fingerprint(answer->response, *response));
  const stun::Attribute* mapped = stun::find(*response, stun::attribute::xor_mapped_address);
  ASSERT_NE(mapped, nullptr);
  EXPECT_EQ(stun::decode_xor_address(mapped->value, kId), kSource);
}

TEST(IceLite, TellsOfNomination) {
  const auto answer = answer_binding(request({.nominate = true}), kMine, {"::1", 40123});
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->accepted);
  EXPECT_TRUE(answer->use_candidate);
}

TEST(IceLite, RefusesWrongCredentials) {
  const auto wrong_key = answer_binding(request({.key = "no password of ours"}), kMine, kSource);
  ASSERT_TRUE(wrong_key);
  EXPECT_FALSE(wrong_key->accepted);
  EXPECT_FALSE(wrong_key->integrity_ok);
  EXPECT_EQ(error_code(wrong_key->response), 401);

  const auto wrong_name = answer_binding(request({.username = "D2PZ:theirs"}), kMine, kSource);
  ASSERT_TRUE(wrong_name);
  EXPECT_TRUE(wrong_name->integrity_ok);
  EXPECT_EQ(error_code(wrong_name->response), 401);

  EXPECT_EQ(error_code(answer_binding(request({.username = ""}), kMine, kSource)->response), 400);
  EXPECT_EQ(error_code(answer_binding(request({.key = ""}), kMine, kSource)->response), 400);
}

TEST(IceLite, NamesAttributesItMustKnowAndDoesNot) {
  const auto answer = answer_binding(request({.extra = 0x7abc}), kMine, kSource);
  ASSERT_TRUE(answer);
  EXPECT_EQ(error_code(answer->response), 420);
  const auto response = stun::parse(answer->response);
  EXPECT_EQ(stun::find(*response, stun::attribute::unknown_attributes)->value, "\x7a\xbc");
  EXPECT_TRUE(answer_binding(request({.extra = 0xc057}), kMine, kSource)->accepted);
}

TEST(IceLite, LeavesOtherDatagramsAlone) {
  EXPECT_FALSE(answer_binding("", kMine, kSource));
  EXPECT_FALSE(answer_binding(std::string(200, '\x16'), kMine, kSource));
  std::string damaged = request({});
  damaged.back() = static_cast<char>(damaged.back() ^ 1);
  EXPECT_FALSE(answer_binding(damaged, kMine, kSource));
  const auto answer = answer_binding(request({}), kMine, kSource);
  EXPECT_FALSE(answer_binding(answer->response, kMine, kSource));
}

}  // namespace
}  // namespace ringcheck::peer
