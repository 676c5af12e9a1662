#include "net/websocket.hpp"

#include <gtest/gtest.h>

#include "net/http_server.hpp"
#include "net/test_support.hpp"

namespace ringcheck::net {
namespace {

using testing::run_until;
using testing::TestClient;
using Lines = std::vector<std::string>;

constexpr const char* handshake =
    "GET /bridge HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

/// A frame of a client with a mask of zeros, which leaves the payload readable (RFC 6455, section 5.2).
std::string frame(unsigned char first_byte, const std::string& payload) {
  std::string bytes(1, static_cast<char>(first_byte));
  bytes += static_cast<char>(0x80U | payload.size());
  return bytes + std::string(4, '\0') + payload;
}
constexpr unsigned char text_frame = 0x81;
constexpr unsigned char binary_frame = 0x82;

/// One end, and what it was told.
struct End {
  explicit End(Loop& its_loop) : loop(its_loop) {}

  WebSocketEvents events() {
    return {.on_open = [this] { note(opened, "open"); },
            .on_text = [this](const std::string& text) { note(texts, text); },
            .on_closed = [this](const std::string& why) { note(closed, why); }};
  }
  void note(Lines& list, const std::string& text) {
    list.push_back(text);
    if (on_note) on_note();
    loop.stop();
  }

  Loop& loop;
  Lines opened, texts, closed;
  std::function<void()> on_note;
  std::unique_ptr<WebSocket> socket;
};

class WebSocketTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto listening = HttpServer::listen(
        loop, {}, [this](const ExchangePtr& exchange) { take(*exchange); }, [](const std::string&) {});
    ASSERT_TRUE(listening) << listening.error().text;
    http = std::move(*listening);
  }

  void take(Exchange& exchange) {
    asked_for = WebSocket::is_asked_for(exchange.request());
    auto accepted = WebSocket::accept(loop, exchange, limits, server.events());
    if (accepted) {
      server.socket = std::move(*accepted);
    } else {
      server.note(server.closed, accepted.error().text);
    }
  }

  std::string url() const { return "ws://127.0.0.1:" + std::to_string(http->port()) + "/bridge"; }

  void connect() {
    auto connecting = WebSocket::connect(loop, url(), {}, client.events());
    ASSERT_TRUE(connecting) << connecting.error().text;
    client.socket = std::move(*connecting);
    ASSERT_TRUE(run_until(loop, [&] { return client.opened.size() == 1 && server.opened.size() == 1; }));
  }

  bool server_closed() {
    return run_until(loop, [&] { return !server.closed.empty(); });
  }

  Loop loop;
  WebSocketLimits limits;
  std::unique_ptr<HttpServer> http;
  End server{loop};
  End client{loop};
  bool asked_for = false;
};

TEST_F(WebSocketTest, CarriesTextsBothWaysInOrder) {
  connect();
  EXPECT_TRUE(asked_for);
  Lines sent;
  for (int i = 0; i < 200; ++i) {
    sent.push_back(std::to_string(i) + std::string(static_cast<size_t>(i) * 50, 'x') + "ü");
    EXPECT_TRUE(client.socket->send(sent.back()));
    EXPECT_TRUE(server.socket->send(sent.back()));
  }
  ASSERT_TRUE(run_until(loop, [&] { return server.texts.size() == 200 && client.texts.size() == 200; }));
  EXPECT_EQ(server.texts, sent);
  EXPECT_EQ(client.texts, sent);
}

TEST_F(WebSocketTest, KeepsWhatIsSentBeforeItIsOpen) {
  auto connecting = WebSocket::connect(loop, url(), {}, client.events());
  ASSERT_TRUE(connecting);
  client.socket = std::move(*connecting);
  EXPECT_TRUE(client.socket->send("early"));
  EXPECT_TRUE(client.socket->send(""));
  ASSERT_TRUE(run_until(loop, [&] { return server.texts.size() == 2; }));
  EXPECT_EQ(server.texts, (Lines{"early", ""}));
}

TEST_F(WebSocketTest, CarriesAMessageUpToItsLimitAndNoByteMore) {
  connect();
  const std::string most(limits.message_bytes, 'x');
  client.socket->send(most);
  ASSERT_TRUE(run_until(loop, [&] { return server.texts.size() == 1; }));
  EXPECT_EQ(server.texts[0], most);
  client.socket->send(most + 'x');
  ASSERT_TRUE(server_closed());
  EXPECT_EQ(server.closed, Lines{"a message is larger than 4194304 bytes"});
  EXPECT_EQ(server.texts.size(), 1U);
  ASSERT_TRUE(run_until(loop, [&] { return client.closed.size() == 1; }));
  EXPECT_FALSE(server.socket->send("late"));
}

TEST_F(WebSocketTest, RefusesWhatIsNoText) {
  const auto told = [this](const std::string& bytes) {
    TestClient raw(loop, http->port());
    raw.send(handshake);
    EXPECT_TRUE(run_until(loop, [&] { return raw.received.find("101") != std::string::npos; }));
    raw.send(bytes);
    EXPECT_TRUE(run_until(loop, [&] { return raw.at_end; }));
    raw.close();
    EXPECT_TRUE(server_closed());
    return std::exchange(server.closed, {});
  };
  EXPECT_EQ(told(frame(text_frame, "one") + frame(binary_frame, "two")),
            Lines{"a binary message came, and only texts are spoken here"});
  EXPECT_EQ(told(frame(text_frame, "\xff\xfe")), Lines{"a text message is not UTF-8"});
  const Lines unmasked = told(std::string("\x81\x01x", 3));
  ASSERT_EQ(unmasked.size(), 1U);
  EXPECT_NE(unmasked[0], "");
  EXPECT_EQ(server.texts, Lines{"one"});
}

TEST_F(WebSocketTest, RefusesABadHandshakeAndSaysSo) {
  TestClient raw(loop, http->port());
  raw.send("GET /bridge HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
  ASSERT_TRUE(server_closed());
  EXPECT_TRUE(server.closed[0].starts_with("no WebSocket came about: ")) << server.closed[0];
  ASSERT_TRUE(run_until(loop, [&] { return raw.at_end; }));
  EXPECT_TRUE(raw.received.starts_with("HTTP/1.1 400 ")) << raw.received;
  EXPECT_TRUE(server.opened.empty());
}

TEST_F(WebSocketTest, RefusesWhoSpeaksTooEarly) {
  TestClient raw(loop, http->port());
  raw.send(handshake + frame(text_frame, "early"));
  ASSERT_TRUE(server_closed());
  EXPECT_EQ(server.closed, Lines{"a client spoke before its WebSocket was open"});
  ASSERT_TRUE(run_until(loop, [&] { return raw.at_end; }));
}

TEST_F(WebSocketTest, TellsTheOneThatAsksForIt) {
  HttpRequest request{"GET", "/", {{"upgrade", "h2c, WebSocket"}}, ""};
  EXPECT_TRUE(WebSocket::is_asked_for(request));
  request.headers = {{"Upgrade", "websockets"}};
  EXPECT_FALSE(WebSocket::is_asked_for(request));
  EXPECT_FALSE(WebSocket::is_asked_for(HttpRequest{}));
}

TEST_F(WebSocketTest, GivesUpAnEndThatDoesNotRead) {
  limits.waiting_bytes = 1U << 20U;
  TestClient raw(loop, http->port());
  raw.send(handshake);
  ASSERT_TRUE(run_until(loop, [&] { return server.opened.size() == 1; }));
  raw.pause_reading();
  const std::string noise(65'536, 'x');
  int sent = 0;
  while (server.socket->send(noise)) ++sent;
  EXPECT_EQ(sent, 16);
  ASSERT_TRUE(server_closed());
  EXPECT_EQ(server.closed, Lines{"more than 1048576 bytes wait to be read there"});
}

TEST_F(WebSocketTest, SendsWhatWaitsBeforeItSaysGoodbye) {
  connect();
  const std::string large(3U << 20U, 'x');
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(server.socket->send(large));
  server.socket->close();
  EXPECT_FALSE(server.socket->send("late"));
  server.socket.reset();
  ASSERT_TRUE(run_until(loop, [&] { return client.closed.size() == 1; }));
  EXPECT_EQ(client.closed, Lines{""});
  EXPECT_EQ(client.texts.size(), 4U);
  EXPECT_TRUE(server.closed.empty()) << "who closes is told nothing";
}

TEST_F(WebSocketTest, DoesNotWaitForEverForAGoodbye) {
  limits.closing_timeout_ms = 20;
  TestClient raw(loop, http->port());
  raw.send(handshake);
  ASSERT_TRUE(run_until(loop, [&] { return server.opened.size() == 1; }));
  server.socket->close();
  ASSERT_TRUE(run_until(loop, [&] { return raw.at_end; }));
}

TEST_F(WebSocketTest, TellsThatTheOtherEndHasGone) {
  TestClient raw(loop, http->port());
  raw.send(handshake);
  ASSERT_TRUE(run_until(loop, [&] { return server.opened.size() == 1; }));
  raw.close();
  ASSERT_TRUE(server_closed());
  EXPECT_EQ(server.closed, Lines{""});
}

TEST_F(WebSocketTest, MayBeDestroyedByWhatItTells) {
  connect();
  server.on_note = [this] { server.socket.reset(); };
  client.socket->send("one");
  client.socket->send("two");
  ASSERT_TRUE(run_until(loop, [&] { return client.closed.size() == 1; }));
  EXPECT_EQ(server.texts, Lines{"one"});
  EXPECT_TRUE(server.closed.empty());
}

TEST_F(WebSocketTest, OutlivesTheServerThatItGrewOutOf) {
  connect();
  http.reset();
  client.socket->send("still here");
  ASSERT_TRUE(run_until(loop, [&] { return server.texts.size() == 1; }));
}

TEST_F(WebSocketTest, TellsThatNobodyIsThere) {
  const std::string gone = url();
  http.reset();
  auto connecting = WebSocket::connect(loop, gone, {}, client.events());
  ASSERT_TRUE(connecting);
  client.socket = std::move(*connecting);
  ASSERT_TRUE(run_until(loop, [&] { return client.closed.size() == 1; }));
  EXPECT_TRUE(client.closed[0].starts_with("no WebSocket came about: ")) << client.closed[0];
}

TEST_F(WebSocketTest, TellsThatTheServerWouldNot) {
  http = std::move(*HttpServer::listen(
      loop, {},
      [](const ExchangePtr& exchange) {
        exchange->respond({404, {}, "no"});
      },
      [](const std::string&) {}));
  auto connecting = WebSocket::connect(loop, url(), {}, client.events());
  ASSERT_TRUE(connecting);
  client.socket = std::move(*connecting);
  ASSERT_TRUE(run_until(loop, [&] { return client.closed.size() == 1; }));
  EXPECT_TRUE(client.closed[0].starts_with("no WebSocket came about: ")) << client.closed[0];
}

TEST_F(WebSocketTest, ConnectsToTheLoopbackAlone) {
  const auto refusal = [this](const std::string& address) {
    const auto connecting = WebSocket::connect(loop, address, {}, client.events());
    return connecting ? std::string("taken") : connecting.error().text;
  };
  EXPECT_EQ(refusal("ws://example.org:80/x"), "wanted ws://127.0.0.1:PORT/PATH, came ws://example.org:80/x");
  EXPECT_EQ(refusal("http://127.0.0.1:80/x"), "wanted ws://127.0.0.1:PORT/PATH, came http://127.0.0.1:80/x");
  EXPECT_EQ(refusal("ws://127.0.0.1:80"), "wanted ws://127.0.0.1:PORT/PATH, came ws://127.0.0.1:80");
  for (const std::string port : {"", "0", "65536", "8x", "-1"}) {
    const std::string address = "ws://127.0.0.1:" + port + "/x";
    EXPECT_EQ(refusal(address), "wanted a port from 1 to 65535 in the address, came " + address);
  }
}

TEST_F(WebSocketTest, LeavesNoDescriptorBehind) {
  const size_t before = testing::open_descriptors();
  connect();
  client.socket.reset();
  ASSERT_TRUE(server_closed());
  EXPECT_EQ(server.closed, Lines{""});
  server.socket.reset();
  ASSERT_TRUE(run_until(loop, [&] {
    loop.post([this] { loop.stop(); });
    return testing::open_descriptors() == before;
  }));
}

}  // namespace
}  // namespace ringcheck::net
