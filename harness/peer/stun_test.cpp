#include "peer/stun.hpp"

#include <string>

#include <gtest/gtest.h>

namespace ringcheck::peer::stun {
namespace {

// RFC 5769 section 2: all messages have this transaction id and this password.
const std::string kId{"\xb7\xe7\xa7\x01\xbc\x34\xd6\x86\xfa\x87\xdf\xae", 12};
const std::string kPassword = "VOkJxbRl1RmTxUk/WvJxBt";

std::string bytes(std::string_view hexadecimal) {
  std::string result;
  for (std::size_t i = 0; i + 1 < hexadecimal.size(); i += 2) {
    result += static_cast<char>(std::stoi(std::string(hexadecimal.substr(i, 2)), nullptr, 16));
  }
  return result;
}

std::string header(std::string_view type_and_length) {
  return bytes(type_and_length) + bytes("2112a442") + kId;
}

// RFC 5769 section 2.1.
std::string sample_request() {
  return header("00010058") + bytes("80220010") + "STUN test client" +
         bytes("002400046e0001ff80290008932ff9b151263b3600060009") + "evtj:h6vY   " +
         bytes("000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf");
}

// RFC 5769 section 2.2.
std::string sample_ipv4_response() {
  return header("0101003c") + bytes("8022000b") + "test vector " +
         bytes("002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96");
}

// RFC 5769 section 2.3.
std::string sample_ipv6_response() {
  return header("01010048") + bytes("8022000b") + "test vector " +
         bytes(
             "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
             "00080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c");
}

TEST(Stun, ReadsTheSampleRequest) {
  const std::string datagram = sample_request();
  const auto message = parse(datagram);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->type, static_cast<std::uint16_t>(Type::binding_request));
  EXPECT_EQ(message->transaction_id, kId);
  ASSERT_NE(find(*message, attribute::username), nullptr);
  EXPECT_EQ(find(*message, attribute::username)->value, "evtj:h6vY");
  EXPECT_EQ(find(*message, attribute::software)->value, "STUN test client");
  EXPECT_TRUE(has_right_integrity(datagram, *message, kPassword));
  EXPECT_TRUE(has_right_fingerprint(datagram, *message));
  EXPECT_FALSE(has_right_integrity(datagram, *message, "another password of 24+"));
}

TEST(Stun, ReadsTheSampleResponses) {
  const auto ipv4 = parse(sample_ipv4_response());
  ASSERT_TRUE(ipv4);
  EXPECT_TRUE(has_right_integrity(sample_ipv4_response(), *ipv4, kPassword));
  EXPECT_TRUE(has_right_fingerprint(sample_ipv4_response(), *ipv4));
  EXPECT_EQ(decode_xor_address(find(*ipv4, attribute::xor_mapped_address)->value, kId),
            (Endpoint{"192.0.2.1", 32853}));

  const auto ipv6 = parse(sample_ipv6_response());
  ASSERT_TRUE(ipv6);
  EXPECT_TRUE(has_right_integrity(sample_ipv6_response(), *ipv6, kPassword));
  EXPECT_TRUE(has_right_fingerprint(sample_ipv6_response(), *ipv6));
  EXPECT_EQ(decode_xor_address(find(*ipv6, attribute::xor_mapped_address)->value, kId),
            (Endpoint{"2001:db8:1234:5678:11:2233:4455:6677", 32853}));
}

TEST(Stun, WritesTheChecksumsOfTheSamples) {
  // The samples pad with spaces, the writer with zeros; so they are made up to the first checksum.
  const std::string request = sample_request();
  std::string made = request.substr(0, request.size() - 32);
  append_integrity(made, kPassword);
  append_fingerprint(made);
  EXPECT_EQ(made, request);
  EXPECT_EQ(encode_xor_address({"192.0.2.1", 32853}, kId), bytes("0001a147e112a643"));
  EXPECT_EQ(encode_xor_address({"2001:db8:1234:5678:11:2233:4455:6677", 32853}, kId),
            bytes("0002a1470113a9faa5d3f179bc25f4b5bed2b9d9"));
  EXPECT_EQ(encode_xor_address({"localhost", 1}, kId), std::nullopt);
}

TEST(Stun, WhatIsWrittenIsRead) {
  std::string datagram = start(Type::binding_success, kId);
  append(datagram, attribute::username, "abcde");
  append(datagram, attribute::use_candidate, "");
  append_integrity(datagram, "key");
  append_fingerprint(datagram);
  const auto message = parse(datagram);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->type, static_cast<std::uint16_t>(Type::binding_success));
  ASSERT_EQ(message->attributes.size(), 4U);
  EXPECT_EQ(message->attributes[0].value, "abcde");
  EXPECT_EQ(message->attributes[1].value, "");
  EXPECT_TRUE(has_right_integrity(datagram, *message, "key"));
  EXPECT_TRUE(has_right_fingerprint(datagram, *message));
}

TEST(Stun, EveryChangedByteIsSeen) {
  const std::string good = sample_request();
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string changed = good;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const auto message = parse(changed);
    if (message) EXPECT_FALSE(has_right_fingerprint(changed, *message)) << i;
  }
}

TEST(Stun, IgnoresWhatFollowsTheIntegrity) {
  std::string datagram = start(Type::binding_request, kId);
  append_integrity(datagram, "key");
  append(datagram, attribute::use_candidate, "");
  append_fingerprint(datagram);
  const auto message = parse(datagram);
  ASSERT_TRUE(message);
  EXPECT_EQ(find(*message, attribute::use_candidate), nullptr);
  EXPECT_TRUE(has_right_fingerprint(datagram, *message));
}

TEST(Stun, OtherDatagramsAreNoStun) {
  const std::string good = sample_request();
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(parse(std::string_view(good).substr(0, length))) << length;
  }
  std::string dtls = good;
  dtls[0] = 22;
  dtls[4] = 0;
  EXPECT_FALSE(parse(dtls));
  std::string long_attribute = good;
  long_attribute[23] = '\x7f';
  EXPECT_FALSE(parse(long_attribute));
}

}  // namespace
}  // namespace ringcheck::peer::stun
