#include "net/http_server.hpp"

#include <fstream>

#include <fcntl.h>
#include <gtest/gtest.h>

#include "net/test_support.hpp"

namespace ringcheck::net {
namespace {

using testing::run_until;
using testing::TestClient;

constexpr const char* get_request = "GET /x HTTP/1.1\r\nHost: h\r\n\r\n";

size_t count_of(const std::string& text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

bool ends_with_body(const std::string& text, const std::string& body) {
  return text.ends_with("\r\n\r\n" + body);
}

/// A server that answers with method, target and body, unless the target begins with /wait: those
/// are kept. /large has a large answer.
class HttpServerTest : public ::testing::Test {
 protected:
  void serve(HttpLimits limits = {}) {
    auto listening = HttpServer::listen(
        loop, limits, [this](ExchangePtr exchange) { handle(std::move(exchange)); },
        [this](std::string text) {
          bad.push_back(std::move(text));
          loop.stop();
        });
    ASSERT_TRUE(listening) << listening.error().text;
    server = std::move(*listening);
  }

  void handle(ExchangePtr exchange) {
    const HttpRequest& request = exchange->request();
    targets.push_back(request.target);
    EXPECT_FALSE(std::exchange(handling, true)) << "called while it was called";
    answer(std::move(exchange));
    handling = false;
  }

  void answer(ExchangePtr exchange) {
    const HttpRequest& request = exchange->request();
    if (request.target == "/large") {
      EXPECT_TRUE(exchange->respond({200, {}, large_body}));
      return;
    }
    if (!request.target.starts_with("/wait")) {
      EXPECT_TRUE(exchange->respond({200, {}, request.method + ' ' + request.target + ' ' + request.body}));
      EXPECT_FALSE(exchange->respond({500, {}, "twice"}));
      return;
    }
    exchange->on_closed([this, target = request.target] {
      closed.push_back(target);
      loop.stop();
    });
    waiting.push_back(std::move(exchange));
    loop.stop();
  }

  TestClient connect() { return {loop, server->port()}; }
  bool receives(TestClient& client, std::string_view part, size_t times = 1) {
    return run_until(loop, [&] { return count_of(client.received, part) >= times; });
  }
  bool sees_the_end(TestClient& client) {
    return run_until(loop, [&] { return client.at_end; });
  }

  Loop loop;
  std::unique_ptr<HttpServer> server;
  std::vector<std::string> targets, bad, closed;
  std::vector<ExchangePtr> waiting;
  bool handling = false;
  const std::string large_body = std::string(16U << 20U, 'x');  // more than sockets hold
};

TEST_F(HttpServerTest, KeepsTheConnection) {
  serve();
  auto client = connect();
  for (const std::string target : {"/1", "/2", "/3"}) {
    client.received.clear();
    client.send("POST " + target + " HTTP/1.1\r\nContent-Length: 2\r\n\r\nab");
    ASSERT_TRUE(receives(client, "POST " + target + " ab"));
    EXPECT_TRUE(client.received.starts_with("HTTP/1.1 200 OK\r\n"));
  }
  EXPECT_FALSE(client.at_end);
}

TEST_F(HttpServerTest, AnswersPipelinedRequestsInOrderOneAtATime) {
  serve();
  auto client = connect();
  client.send("GET /1 HTTP/1.1\r\n\r\nGET /wait HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(run_until(loop, [&] { return waiting.size() == 1; }));
  EXPECT_EQ(targets, (std::vector<std::string>{"/1", "/wait"}));
  EXPECT_TRUE(waiting[0]->respond({200, {}, "waited"}));
  ASSERT_TRUE(receives(client, "GET /3"));
  EXPECT_LT(client.received.find("GET /1"), client.received.find("waited"));
  EXPECT_LT(client.received.find("waited"), client.received.find("GET /3"));
}

TEST_F(HttpServerTest, AnswersAFloodOfPipelinedRequestsWithoutRecursion) {
  serve();
  auto client = connect();
  std::string many;
  for (int i = 0; i < 2000; ++i) many += "GET / HTTP/1.1\r\n\r\n";
  ASSERT_EQ(client.send(many), static_cast<ssize_t>(many.size()));
  ASSERT_TRUE(receives(client, "HTTP/1.1 200 OK", 2000));
}

TEST_F(HttpServerTest, ClosesWhenItIsAskedTo) {
  serve();
  auto client = connect();
  client.send("GET /x HTTP/1.1\r\nConnection: close\r\n\r\n");
  ASSERT_TRUE(sees_the_end(client));
  EXPECT_TRUE(ends_with_body(client.received, "GET /x "));
  auto kept = connect();
  kept.send("GET /wait HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(run_until(loop, [&] { return waiting.size() == 1; }));
  waiting[0]->respond({200, {{"Connection", "close"}}, "bye"});
  ASSERT_TRUE(sees_the_end(kept));
  EXPECT_EQ(count_of(kept.received, "Connection:"), 1U);
}

TEST_F(HttpServerTest, AnswersHeadWithoutABody) {
  serve();
  auto client = connect();
  client.send("HEAD /x HTTP/1.1\r\n\r\nGET /y HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(receives(client, "GET /y"));
  EXPECT_EQ(count_of(client.received, "Content-Length: 8"), 1U);
  EXPECT_EQ(count_of(client.received, "HEAD"), 0U);
}

TEST_F(HttpServerTest, TellsALongPollThatItsClientWent) {
  serve();
  auto client = connect();
  client.send("GET /wait HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(run_until(loop, [&] { return waiting.size() == 1; }));
  client.close();
  ASSERT_TRUE(run_until(loop, [&] { return closed.size() == 1; }));
  EXPECT_FALSE(waiting[0]->respond({200, {}, "late"}));
  bool told_at_once = false;
  waiting[0]->on_closed([&] { told_at_once = true; });
  EXPECT_TRUE(told_at_once);
  EXPECT_TRUE(bad.empty());
}

TEST_F(HttpServerTest, DoesNotTellAnAnsweredPoll) {
  serve();
  auto client = connect();
  client.send("GET /wait HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(run_until(loop, [&] { return waiting.size() == 1; }));
  waiting[0]->respond({200, {}, "answer"});
  ASSERT_TRUE(receives(client, "answer"));
  client.close();
  auto next = connect();
  next.send(get_request);
  ASSERT_TRUE(receives(next, "GET /x"));
  EXPECT_TRUE(closed.empty());
}

TEST_F(HttpServerTest, DropsWithoutAnAnswer) {
  serve();
  auto client = connect();
  client.send("GET /wait HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(run_until(loop, [&] { return waiting.size() == 1; }));
  waiting[0]->drop();
  ASSERT_TRUE(sees_the_end(client));
  EXPECT_EQ(client.received, "");
  EXPECT_TRUE(closed.empty()) << "the client did not go by itself";
}

TEST_F(HttpServerTest, AForgottenExchangeClosesItsConnection) {
  serve();
  auto client = connect();
  client.send("GET /wait HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(run_until(loop, [&] { return waiting.size() == 1; }));
  waiting.clear();
  ASSERT_TRUE(sees_the_end(client));
}

TEST_F(HttpServerTest, RefusesAnAnnouncedGigabyteBeforeItComes) {
  serve();
  auto client = connect();
  client.send("PUT /x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1000000000\r\n\r\n");
  ASSERT_TRUE(sees_the_end(client));
  EXPECT_TRUE(client.received.starts_with("HTTP/1.1 413 "));
  EXPECT_NE(client.received.find("\"errcode\":\"M_TOO_LARGE\""), std::string::npos);
  EXPECT_EQ(bad, std::vector<std::string>{"the body of a request is larger than 2097152 bytes"});
  EXPECT_TRUE(targets.empty());
}

size_t resident_kib() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word && word != "VmRSS:") {
  }
  size_t kib = 0;
  status >> kib;
  return kib;
}

/// Sends chunk after chunk, for as long as they are taken; keeps the socket from ever being idle.
TEST_F(HttpServerTest, RefusesAnEndlessChunkedBodyInBoundedMemory) {
  serve();
  auto client = connect();
  client.send("PUT /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  const size_t before = resident_kib();
  size_t offered = 0;
  size_t at = 0;  // within the chunk
  Timer pump;
  const std::function<void()> send_more = [&] {
    for (int turn = 0; turn < 64; ++turn) {
      const ssize_t count = client.send(std::string_view(chunk).substr(at));
      if (count <= 0) break;
      offered += static_cast<size_t>(count);
      at = (at + static_cast<size_t>(count)) % chunk.size();
    }
    pump = loop.after_ms(0, send_more);
  };
  send_more();
  ASSERT_TRUE(sees_the_end(client));
  EXPECT_TRUE(client.received.starts_with("HTTP/1.1 413 ")) << client.received;
  EXPECT_GT(offered, 2U << 20U);
  EXPECT_LT(resident_kib(), before + 32'768);
}

TEST_F(HttpServerTest, ReadsAChunkedBody) {
  serve();
  auto client = connect();
  client.send("PUT /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
  ASSERT_TRUE(receives(client, "PUT /x abc"));
}

TEST_F(HttpServerTest, RefusesAFloodOfHeaders) {
  serve();
  auto client = connect();
  std::string flood = "GET / HTTP/1.1\r\n";
  while (flood.size() < 200'000) flood += "X-Flood: " + std::string(100, 'x') + "\r\n";
  ASSERT_EQ(client.send(flood), static_cast<ssize_t>(flood.size()));
  ASSERT_TRUE(sees_the_end(client));
  EXPECT_TRUE(client.received.starts_with("HTTP/1.1 431 "));
  EXPECT_FALSE(client.was_reset) << "the client must be able to read why";
}

TEST_F(HttpServerTest, RefusesWhatIsNotHttpAndGoesOnServing) {
  serve();
  auto broken = connect();
  broken.send("what is this\r\n\r\n");
  auto good = connect();
  good.send(get_request);
  ASSERT_TRUE(sees_the_end(broken));
  EXPECT_TRUE(broken.received.starts_with("HTTP/1.1 400 "));
  ASSERT_TRUE(receives(good, "GET /x"));
  ASSERT_EQ(bad.size(), 1U);
  EXPECT_TRUE(bad[0].starts_with("the request is not HTTP/1.1: ")) << bad[0];
}

TEST_F(HttpServerTest, AsksForTheBodyOfAClientThatWaitsToBeAsked) {
  serve();
  auto client = connect();
  client.send("PUT /x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  ASSERT_TRUE(receives(client, "HTTP/1.1 100 Continue\r\n\r\n"));
  EXPECT_TRUE(targets.empty());
  client.send("abc");
  ASSERT_TRUE(receives(client, "PUT /x abc"));
  EXPECT_EQ(count_of(client.received, "100 Continue"), 1U);
}

TEST_F(HttpServerTest, TimesOutSlowHeadersAndSlowBodies) {
  serve({.header_timeout_ms = 20, .body_timeout_ms = 30});
  auto slow_header = connect();
  slow_header.send("GET / HTTP/1.1\r\n");
  ASSERT_TRUE(sees_the_end(slow_header));
  EXPECT_TRUE(slow_header.received.starts_with("HTTP/1.1 408 "));
  auto slow_body = connect();
  slow_body.send("PUT / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab");
  ASSERT_TRUE(sees_the_end(slow_body));
  EXPECT_TRUE(slow_body.received.starts_with("HTTP/1.1 408 "));
  EXPECT_EQ(bad, (std::vector<std::string>{"a request did not send its headers within 20 ms",
                                           "a request did not send its body within 30 ms"}));
}

TEST_F(HttpServerTest, TimesOutAClientThatDoesNotRead) {
  serve({.body_timeout_ms = 50});
  auto client = connect();
  client.send("GET /wait HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(run_until(loop, [&] { return waiting.size() == 1; }));
  client.pause_reading();
  EXPECT_TRUE(waiting[0]->respond({200, {}, std::string(32U << 20U, 'x')}));
  ASSERT_TRUE(run_until(loop, [&] { return bad.size() == 1; }));
  EXPECT_EQ(bad[0], "a client did not read its answer in time");
}

TEST_F(HttpServerTest, SendsALargeAnswerWhole) {
  serve();
  auto client = connect();
  client.send("GET /large HTTP/1.1\r\n\r\nGET /x HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(run_until(loop, [&] { return client.received.ends_with("GET /x "); }));
  EXPECT_NE(client.received.find(large_body + "HTTP/1.1 200 OK"), std::string::npos);
}

TEST_F(HttpServerTest, SendsALargeAnswerToAClientThatHasEndedItsSide) {
  serve();
  auto client = connect();
  client.send("GET /large HTTP/1.1\r\n\r\n");
  client.end_sending();
  ASSERT_TRUE(sees_the_end(client));
  EXPECT_TRUE(ends_with_body(client.received, large_body));
}

TEST_F(HttpServerTest, LeavesAnIdleConnectionOpen) {
  serve({.header_timeout_ms = 10, .body_timeout_ms = 1000});
  auto fresh = connect();
  auto used = connect();
  used.send("GET /large HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(run_until(loop, [&] { return used.received.size() > large_body.size(); }));
  const Timer later = loop.after_ms(1300, [&] { loop.stop(); });
  ASSERT_TRUE(run_until(loop, [&] { return !later.pending(); }));
  EXPECT_FALSE(fresh.at_end);
  EXPECT_FALSE(used.at_end);
  EXPECT_TRUE(bad.empty()) << bad[0];
  used.received.clear();
  used.send(get_request);
  ASSERT_TRUE(receives(used, "GET /x"));
}

TEST_F(HttpServerTest, ReadsOnlySoFarAheadOfAnAnswer) {
  serve();
  auto client = connect();
  client.send("GET /wait HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(run_until(loop, [&] { return waiting.size() == 1; }));
  // Goes on until the buffers of both sockets are full, which they never are while the server reads.
  const std::string noise(65536, 'x');
  size_t taken = 0;
  int refused = 0;
  Timer pump;
  const std::function<void()> send_more = [&] {
    const ssize_t count = client.send(noise);
    refused = count > 0 ? 0 : refused + 1;
    if (count > 0) taken += static_cast<size_t>(count);
    if (refused < 20 && taken < 64U << 20U) pump = loop.after_ms(1, send_more);
    if (!pump.pending()) loop.stop();
  };
  send_more();
  ASSERT_TRUE(run_until(loop, [&] { return !pump.pending(); }));
  EXPECT_LT(taken, 64U << 20U);
}

TEST_F(HttpServerTest, TellsOfARequestThatBreaksOff) {
  serve();
  auto client = connect();
  client.send("PUT / HTTP/1.1\r\nContent-Le");
  client.close();
  ASSERT_TRUE(run_until(loop, [&] { return bad.size() == 1; }));
  EXPECT_EQ(bad[0], "a client closed the connection within a request");
}

TEST_F(HttpServerTest, RefusesOneConnectionTooMany) {
  serve({.connections = 2});
  auto first = connect();
  auto second = connect();
  auto third = connect();
  ASSERT_TRUE(sees_the_end(third));
  EXPECT_EQ(bad, std::vector<std::string>{"a connection was refused: there are 2 already"});
  second.close();
  first.send(get_request);
  ASSERT_TRUE(receives(first, "GET /x"));
  auto fourth = connect();
  fourth.send(get_request);
  ASSERT_TRUE(receives(fourth, "GET /x"));
}

TEST_F(HttpServerTest, CloseEndsEverythingAndCallsNobody) {
  serve();
  auto client = connect();
  client.send("GET /wait HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(run_until(loop, [&] { return waiting.size() == 1; }));
  server->close();
  ASSERT_TRUE(sees_the_end(client));
  EXPECT_FALSE(waiting[0]->respond({200, {}, "late"}));
  EXPECT_TRUE(closed.empty());
}

// A server that is started anew is asked at its old address, where connections still end.
TEST_F(HttpServerTest, ListensAgainWhereItWas) {
  serve();
  const uint16_t port = server->port();
  auto client = connect();
  client.send("GET /wait HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(run_until(loop, [&] { return waiting.size() == 1; }));
  server.reset();
  ASSERT_TRUE(sees_the_end(client));
  auto again = HttpServer::listen(
      loop, {},
      [](const ExchangePtr& exchange) {
        EXPECT_TRUE(exchange->respond({200, {}, "here"}));
      },
      [](const std::string&) {}, {.port = port});
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ((*again)->port(), port);
  server = std::move(*again);
  auto second = connect();
  second.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(receives(second, "here"));
}

TEST_F(HttpServerTest, MayBeDestroyedByItsOwnHandler) {
  Result<std::unique_ptr<HttpServer>> listening = HttpServer::listen(
      loop, {},
      [this](const ExchangePtr& exchange) {
        server.reset();
        EXPECT_FALSE(exchange->respond({200, {}, ""}));
        loop.stop();
      },
      [](const std::string&) {});
  ASSERT_TRUE(listening);
  server = std::move(*listening);
  auto client = connect();
  client.send("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(sees_the_end(client));
  EXPECT_EQ(client.received, "");
}

TEST_F(HttpServerTest, LeavesNoDescriptorBehindAndInheritsNone) {
  const size_t before = testing::open_descriptors();
  serve();
  {
    auto one = connect();
    auto two = connect();
    one.send("GET /wait HTTP/1.1\r\n\r\n");
    two.send(get_request);
    ASSERT_TRUE(receives(two, "GET /x"));
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
      const int number = std::stoi(entry.path().filename());
      std::error_code gone;
      const auto target = std::filesystem::read_symlink(entry.path(), gone).string();
      if (target.starts_with("socket:")) {
        EXPECT_NE(fcntl(number, F_GETFD) & FD_CLOEXEC, 0);
      }
    }
  }
  server.reset();
  EXPECT_EQ(testing::open_descriptors(), before);
}

}  // namespace
}  // namespace ringcheck::net
