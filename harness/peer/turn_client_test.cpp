#include "peer/turn_client.hpp"

#include <gtest/gtest.h>

#include "peer/turn.hpp"

namespace ringcheck::peer {
namespace {

const TurnPasswords passwords = {{"1700000060:bob", "secret"}};
const stun::Endpoint source{"127.0.0.1", 4000};
const stun::Endpoint relay{"127.0.0.1", 5000};

TurnClient client_with(const std::string& password) {
  return {"1700000060:bob", password,
          [number = 0]() mutable { return std::to_string(100000000000 + number++); }};
}

/// What the client makes of the port's answers; nothing when it comes to no end.
std::optional<TurnOutcome> talk(TurnClient& client, const std::optional<stun::Endpoint>& at) {
  for (int turn = 0; turn < 4; ++turn) {
    const auto answer = answer_turn(client.request(), passwords, source, at);
    if (!answer) return std::nullopt;
    if (auto outcome = client.on_datagram(answer->response)) return outcome;
  }
  return std::nullopt;
}

TEST(TurnClient, IsAskedWhoItIsAndLetIn) {
  TurnClient client = client_with("secret");
  const auto outcome = talk(client, relay);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->code, 0);
  EXPECT_TRUE(outcome->was_asked);
  EXPECT_EQ(outcome->relayed, "127.0.0.1:5000");
  const auto farewell = stun::parse(client.farewell());
  ASSERT_TRUE(farewell);
  EXPECT_EQ(farewell->type, 0x0004) << "a Refresh";
  const auto* lifetime = stun::find(*farewell, stun::attribute::lifetime);
  ASSERT_NE(lifetime, nullptr);
  EXPECT_EQ(lifetime->value, std::string(4, '\0'));
}

TEST(TurnClient, TellsTheErrorOfWrongCredentials) {
  TurnClient client = client_with("another");
  const auto outcome = talk(client, relay);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->code, 401);
  EXPECT_TRUE(outcome->was_asked);
  EXPECT_EQ(client.farewell(), "") << "there is nothing to give back";
}

TEST(TurnClient, TellsThatThereIsNoRelayForRightCredentials) {
  TurnClient client = client_with("secret");
  const auto outcome = talk(client, std::nullopt);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->code, 486);
}

TEST(TurnClient, TakesNoSuccessFromWhoDoesNotKnowThePassword) {
  TurnClient client = client_with("secret");
  const auto challenge = answer_turn(client.request(), passwords, source, relay);
  ASSERT_TRUE(challenge);
  EXPECT_FALSE(client.on_datagram(challenge->response));
  const TurnPasswords others = {{"1700000060:bob", "another"}};
  TurnClient other = client_with("another");
  ASSERT_FALSE(other.on_datagram(answer_turn(other.request(), others, source, relay)->response));
  const auto theirs = answer_turn(other.request(), others, source, relay);
  ASSERT_TRUE(theirs);
  EXPECT_FALSE(client.on_datagram(theirs->response)) << "signed by another key";
  EXPECT_TRUE(other.on_datagram(theirs->response));
}

TEST(TurnClient, AStaleNonceIsRenewedOnce) {
  TurnClient client = client_with("secret");
  ASSERT_FALSE(client.on_datagram(answer_turn(client.request(), passwords, source, relay)->response));
  const std::string before = client.request();
  for (const bool first : {true, false}) {
    const std::string id = stun::parse(client.request())->transaction_id;
    std::string stale = stun::start(stun::Type::allocate_error, id);
    stun::append(stale, stun::attribute::error_code, stun::error_value(438, "Stale Nonce"));
    stun::append(stale, stun::attribute::realm, "hs.test");
    stun::append(stale, stun::attribute::nonce, "newer");
    const auto outcome = client.on_datagram(stale);
    EXPECT_EQ(outcome.has_value(), !first);
    EXPECT_NE(client.request(), before);
  }
}

TEST(TurnClient, IgnoresWhatIsNoAnswerToItsRequest) {
  TurnClient client = client_with("secret");
  EXPECT_FALSE(client.on_datagram("noise"));
  EXPECT_FALSE(client.on_datagram(stun::start(stun::Type::allocate_success, "abcdefghijkl")));
}

}  // namespace
}  // namespace ringcheck::peer
