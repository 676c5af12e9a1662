// Few requests at once, and patience with 429, against a server of this process.

#include "run/polite_client.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "net/http_server.hpp"
#include "net/test_support.hpp"

namespace ringcheck::run {
namespace {

net::HttpResponse limited(net::HttpHeaders headers, std::string body) {
  return {429, std::move(headers), std::move(body)};
}

TEST(RetryAfter, TheLongerOfHeaderAndBodyHolds) {
  EXPECT_EQ(retry_after_ms({200, {{"Retry-After", "3"}}, "{}"}), std::nullopt);
  EXPECT_EQ(retry_after_ms(
                limited({{"retry-after", "3"}}, R"({"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":2100})")),
            3000);
  EXPECT_EQ(retry_after_ms(limited({{"Retry-After", "1"}}, R"({"retry_after_ms":2100})")), 2100);
  EXPECT_EQ(retry_after_ms(limited({}, R"({"retry_after_ms":50})")), 50);
  EXPECT_EQ(retry_after_ms(limited({{"Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT"}}, "busy")), 1000);
  EXPECT_EQ(retry_after_ms(limited({{"Retry-After", "-5"}}, R"({"retry_after_ms":-5})")), 1000);
}

class PoliteClientTest : public ::testing::Test {
 protected:
  void open(PoliteClient::Manners manners) {
    auto listening = net::HttpServer::listen(
        loop, {}, [this](const net::ExchangePtr& exchange) { handle(exchange); }, [](const std::string&) {});
    ASSERT_TRUE(listening) << listening.error().text;
    server = std::move(*listening);
    auto http = net::HttpClient::open(loop, "http://127.0.0.1:" + std::to_string(server->port()));
    ASSERT_TRUE(http) << http.error().text;
    client = std::make_unique<PoliteClient>(loop, std::move(*http), manners);
  }

  void handle(const net::ExchangePtr& exchange) {
    ++came;
    if (refusals > 0) {
      --refusals;
      exchange->respond(limited({}, R"({"retry_after_ms":20})"));
    } else if (exchange->request().target == "/wait") {
      waiting.push_back(exchange);
      loop.stop();
    } else {
      exchange->respond({200, {}, "{}"});
    }
  }

  void ask(const std::string& target, bool takes_limits = false) {
    PoliteRequest request;
    request.http = {"GET", target, {}, {}};
    request.timeout_ms = 5000;
    request.on_answer = [this](const Result<net::HttpResponse>& answer) {
      statuses.push_back(answer ? answer->status : 0);
      loop.stop();
    };
    request.on_sent = [this] { ++sent; };
    request.on_wait = [this](std::int64_t ms) { waits.push_back(ms); };
    request.takes_limits = takes_limits;
    client->ask(std::move(request));
  }

  bool until(const std::function<bool()>& condition) { return net::testing::run_until(loop, condition); }

  net::Loop loop;
  std::unique_ptr<net::HttpServer> server;
  std::unique_ptr<PoliteClient> client;
  std::vector<net::ExchangePtr> waiting;
  std::vector<int> statuses;
  std::vector<std::int64_t> waits;
  int refusals = 0;
  int sent = 0;
  int came = 0;
};

TEST_F(PoliteClientTest, WhatWasRefusedIsAskedAgainWhenTheServerSaid) {
  open({});
  refusals = 2;
  ask("/x");
  const std::int64_t before_us = loop.now_us();
  ASSERT_TRUE(until([&] { return statuses.size() == 1; }));
  EXPECT_EQ(statuses.front(), 200);
  EXPECT_EQ(waits, (std::vector<std::int64_t>{20, 20}));
  EXPECT_GE(loop.now_us() - before_us, 40'000);
  EXPECT_EQ(sent, 1);
}

TEST_F(PoliteClientTest, PatienceEnds) {
  open({4, 50});
  refusals = 10;
  ask("/x");
  ASSERT_TRUE(until([&] { return statuses.size() == 1; }));
  EXPECT_EQ(statuses.front(), 429);
  EXPECT_EQ(waits.size(), 2U);
  EXPECT_EQ(came, 3);
}

TEST_F(PoliteClientTest, WithoutMannersARefusalIsAnAnswer) {
  open({4, -1});
  refusals = 1;
  ask("/x");
  ASSERT_TRUE(until([&] { return statuses.size() == 1; }));
  EXPECT_EQ(statuses.front(), 429);
  EXPECT_TRUE(waits.empty());
}

TEST_F(PoliteClientTest, WhoTakesLimitsIsToldOfThem) {
  open({});
  refusals = 1;
  ask("/x", true);
  ASSERT_TRUE(until([&] { return statuses.size() == 1; }));
  EXPECT_EQ(statuses.front(), 429);
  EXPECT_TRUE(waits.empty());
}

TEST_F(PoliteClientTest, NoMoreAreUnderWayThanItMay) {
  open({2, 0});
  for (int i = 0; i < 5; ++i) ask("/wait");
  ASSERT_TRUE(until([&] { return waiting.size() == 2; }));
  EXPECT_EQ(sent, 2) << "who waits for a turn is not sent yet";
  waiting.front()->respond({200, {}, "{}"});
  ASSERT_TRUE(until([&] { return waiting.size() == 3; }));
  EXPECT_EQ(sent, 3);
  EXPECT_EQ(came, 3);
  EXPECT_EQ(statuses.size(), 1U);
}

TEST_F(PoliteClientTest, AClosedOneAnswersNobody) {
  open({2, 1000});
  refusals = 1;
  ask("/x");
  client->close();
  ask("/y");
  ASSERT_TRUE(until([&] { return statuses.size() == 1; }));
  EXPECT_EQ(statuses.front(), 200);
}

}  // namespace
}  // namespace ringcheck::run
