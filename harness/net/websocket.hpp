#pragma once
// WebSocket (RFC 6455) on the loopback: text messages both ways, in order, bounded in memory. The server's
// end grows out of a request of HttpServer; the client's end is for programs that stand in for a browser.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "net/exchange.hpp"
#include "net/http_message.hpp"
#include "net/loop.hpp"
#include "value/result.hpp"

namespace ringcheck::net {

struct WebSocketLimits {
  size_t message_bytes = 4'194'304;   // of one message that comes
  size_t waiting_bytes = 33'554'432;  // of what is to be sent to an end that does not read
  int64_t handshake_timeout_ms = 10'000;
  int64_t closing_timeout_ms = 2'000;  // for the other end to say that it closes too
};

/// All come from the loop and may destroy the WebSocket. None comes after on_closed, or after close().
struct WebSocketEvents {
  std::function<void()> on_open;
  std::function<void(std::string text)> on_text;
  /// Once. `why` is empty when the other end went away, else a sentence without a full stop: what it did
  /// wrong, or why there never was a WebSocket.
  std::function<void(std::string why)> on_closed;
};

class WebSocket {
 public:
  /// Whether this request asks for a WebSocket at all; whether it does so well is for accept() to see.
  static bool is_asked_for(const HttpRequest& request);

  /// Answers the request by the handshake. One that is no good is refused by 400 or 426 and told by
  /// on_closed. The error: the client has gone, or sent something before it had the answer.
  static Result<std::unique_ptr<WebSocket>> accept(Loop& loop, Exchange& exchange, WebSocketLimits limits,
                                                   WebSocketEvents events);

  /// Opens `ws://127.0.0.1:PORT/TARGET`. Nobody there, or a refusal, is told by on_closed. The error: another
  /// address than that, or no socket.
  static Result<std::unique_ptr<WebSocket>> connect(Loop& loop, const std::string& url,
                                                    WebSocketLimits limits, WebSocketEvents events);
  ~WebSocket();

  /// Sends a text (UTF-8), or keeps it until the handshake is over. False when it is closed: the text is
  /// lost.
  bool send(std::string text);
  /// Sends what waits, says goodbye, and calls nobody back any more but `then`: when the other end has said
  /// goodbye too, or took too long for it.
  void close(std::function<void()> then = {});

 private:
  struct Impl;
  explicit WebSocket(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace ringcheck::net
