#include "net/http_client.hpp"

#include <optional>

#include <gtest/gtest.h>

#include "net/http_codec.hpp"
#include "net/http_server.hpp"
#include "net/test_support.hpp"

namespace ringcheck::net {
namespace {

using testing::run_until;

/// A client, and a server that answers with method, target and body; what begins with /wait is kept, and
/// /close ends its connection.
class HttpClientTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto listening = HttpServer::listen(
        loop, {}, [this](ExchangePtr exchange) { handle(std::move(exchange)); }, [](const std::string&) {});
    ASSERT_TRUE(listening) << listening.error().text;
    server = std::move(*listening);
    auto opened = HttpClient::open(loop, url());
    ASSERT_TRUE(opened) << opened.error().text;
    client = std::move(*opened);
  }

  void handle(ExchangePtr exchange) {
    const HttpRequest request = exchange->request();
    if (const std::string* host = request.header("Host")) hosts.push_back(*host);
    if (request.target.starts_with("/wait")) return waiting.push_back(std::move(exchange));
    HttpResponse response{201, {{"X-Method", request.method}}, request.target + ' ' + request.body};
    if (request.target == "/close") response.headers.emplace_back("Connection", "close");
    exchange->respond(response);
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(server->port()); }

  void ask(const std::string& method, const std::string& target, const std::string& body = {},
           int64_t timeout_ms = 5000) {
    client->ask({method, target, {}, body}, timeout_ms, [this](Result<HttpResponse> answer) {
      answers.push_back(std::move(answer));
      loop.stop();
    });
  }

  bool answered(size_t count) {
    return run_until(loop, [&] { return answers.size() >= count; });
  }

  Loop loop;
  std::unique_ptr<HttpServer> server;
  std::unique_ptr<HttpClient> client;
  std::vector<std::string> hosts;
  std::vector<ExchangePtr> waiting;
  std::vector<Result<HttpResponse>> answers;
};

TEST_F(HttpClientTest, AnAnswerHasStatusHeadersAndBody) {
  ask("PUT", "/x?y=1", R"({"a":1})");
  ASSERT_TRUE(answered(1));
  ASSERT_TRUE(answers[0]) << answers[0].error().text;
  EXPECT_EQ(answers[0]->status, 201);
  EXPECT_EQ(*find_header(answers[0]->headers, "x-method"), "PUT");
  EXPECT_EQ(answers[0]->body, R"(/x?y=1 {"a":1})");
  EXPECT_EQ(hosts.front(), "127.0.0.1:" + std::to_string(server->port()));
}

TEST_F(HttpClientTest, AConnectionIsUsedAgain) {
  const size_t before = testing::open_descriptors();
  for (size_t i = 1; i <= 5; ++i) {
    ask("GET", "/x");
    ASSERT_TRUE(answered(i));
  }
  EXPECT_EQ(testing::open_descriptors() - before, 2U) << "one at each end";
}

TEST_F(HttpClientTest, OneThatTheServerHasClosedIsNot) {
  ask("GET", "/close");
  ASSERT_TRUE(answered(1));
  ask("GET", "/x");
  ASSERT_TRUE(answered(2));
  ASSERT_TRUE(answers[1]) << answers[1].error().text;
}

TEST_F(HttpClientTest, RequestsDoNotWaitForEachOther) {
  ask("GET", "/wait");
  ask("GET", "/x");
  ASSERT_TRUE(answered(1));
  EXPECT_EQ(answers[0]->body, "/x ");
  EXPECT_EQ(client->under_way(), 1U);
  ASSERT_EQ(waiting.size(), 1U);
  waiting[0]->respond({200, {}, "late"});
  ASSERT_TRUE(answered(2));
  EXPECT_EQ(answers[1]->body, "late");
}

TEST_F(HttpClientTest, AHeadHasNoBody) {
  ask("HEAD", "/x");
  ASSERT_TRUE(answered(1));
  ASSERT_TRUE(answers[0]) << answers[0].error().text;
  EXPECT_EQ(answers[0]->body, "");
}

TEST_F(HttpClientTest, WhatIsNotAnsweredInTimeIsAnError) {
  ask("GET", "/wait?secret=1", {}, 20);
  ASSERT_TRUE(answered(1));
  ASSERT_FALSE(answers[0]);
  EXPECT_EQ(answers[0].error().text, "GET /wait was not answered within 20 ms");
}

TEST_F(HttpClientTest, AServerThatGoesIsAnError) {
  ask("GET", "/wait");
  ask("GET", "/x");
  ASSERT_TRUE(answered(1));
  server->close();
  ASSERT_TRUE(answered(2));
  ASSERT_FALSE(answers[1]);
  EXPECT_EQ(answers[1].error().text, "the connection was closed before the answer was whole");
  ask("GET", "/x");
  ASSERT_TRUE(answered(3));
  ASSERT_FALSE(answers[2]);
}

TEST_F(HttpClientTest, AClosedClientAnswersNobody) {
  ask("GET", "/wait");
  ask("GET", "/x");
  ASSERT_TRUE(answered(1));
  client->close();
  EXPECT_EQ(client->under_way(), 0U);
  ask("GET", "/x");
  ASSERT_TRUE(answered(2)) << "it can be used again";
  EXPECT_TRUE(answers[1]);
}

TEST_F(HttpClientTest, TakesTheFirstAddressThatIsNotRefused) {
  ServerUrl name{false, "localhost", server->port()};
  std::vector<SocketAddress> places;
  // The server listens at the second alone.
  for (const char* text : {"127.0.0.2", "127.0.0.1"})
    places.push_back(resolve({false, text, server->port()})->front());
  client = HttpClient::at(loop, name, places);
  ask("GET", "/one");
  ask("GET", "/two");
  ASSERT_TRUE(answered(2));
  for (const auto& answer : answers) EXPECT_TRUE(answer) << answer.error().text;
  places.pop_back();
  client = HttpClient::at(loop, name, places);
  ask("GET", "/three");
  ASSERT_TRUE(answered(3));
  ASSERT_FALSE(answers[2]);
  EXPECT_EQ(answers[2].error().text,
            "no connection to localhost:" + std::to_string(server->port()) + ": Connection refused");
}

TEST(HttpClient, SpeaksInTheClearWithThisMachineOnly) {
  Loop loop;
  for (const char* url : {"http://example.org:80", "http://127.0.0.1", "http://127.0.0.1:0",
                          "http://127.0.0.1:65536", "http://127.0.0.1:1/x", "http://127.0.0.1:", "https://",
                          "https://a/b", "https://me@a", "https://[::1", "https://a:b", "ftp://a"}) {
    auto client = HttpClient::open(loop, url);
    ASSERT_FALSE(client) << url;
    EXPECT_EQ(client.error().text,
              std::string("wanted https://HOST, https://HOST:PORT or http://127.0.0.1:PORT, came ") + url);
  }
  EXPECT_TRUE(HttpClient::open(loop, "http://127.0.0.1:8008/"));
}

TEST(ResponseParser, PassesOverAnnouncementsAndReadsToTheEnd) {
  ResponseParser parser({}, false);
  const std::string wire = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nA: b\r\n\r\nbody";
  std::string in;
  for (const char letter : wire) {
    in += letter;
    in.erase(0, parser.feed(in));
  }
  EXPECT_EQ(parser.state(), ResponseParser::State::incomplete);
  parser.end_of_stream();
  ASSERT_EQ(parser.state(), ResponseParser::State::complete);
  EXPECT_FALSE(parser.keep_alive());
  const HttpResponse response = parser.take();
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.body, "body");
}

TEST(ResponseParser, TellsWhatIsNoAnswer) {
  ResponseParser garbage({}, false);
  garbage.feed("SSH-2.0-OpenSSH\r\n");
  ASSERT_EQ(garbage.state(), ResponseParser::State::broken);
  EXPECT_NE(garbage.trouble().find("the answer is not HTTP/1.1"), std::string::npos);
  HttpLimits limits;
  limits.body_bytes = 3;
  ResponseParser large(limits, false);
  large.feed("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
  ASSERT_EQ(large.state(), ResponseParser::State::broken);
  EXPECT_EQ(large.trouble(), "the body of an answer is larger than 3 bytes");
}

}  // namespace
}  // namespace ringcheck::net
