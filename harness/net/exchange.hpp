#pragma once
// One request and the answer that is owed for it, now or later: what HttpServer hands to the code above.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "net/descriptor.hpp"
#include "net/http_message.hpp"

namespace ringcheck::net {

class HttpConnection;

/// A connection that speaks HTTP no more, and what its client had sent behind the request.
struct TakenConnection {
  Descriptor socket;
  std::string rest;
};

/// The last pointer to an unanswered Exchange closes the connection: no client hangs on an answer nobody
/// owes.
class Exchange {
 public:
  Exchange(HttpRequest request, std::weak_ptr<HttpConnection> connection);
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  const HttpRequest& request() const { return request_; }

  /// Sends the answer. False, and nothing happens, when one was sent before or the client has gone.
  bool respond(const HttpResponse& response);

  /// Closes the connection without an answer.
  void drop();

  /// Takes the connection out of the server, for a protocol that HTTP was only the way to; the answer is then
  /// the taker's to write. Nothing when the request was answered or the client has gone.
  std::optional<TakenConnection> take_over();

  /// Calls back once if the client goes away before the answer; at once if it already has. A long poll must
  /// watch for that. The callback is forgotten with the answer, so it may hold the Exchange. A client that
  /// closes only its sending side counts as gone; one that goes away behind 64 KiB of pipelined requests is
  /// noticed late.
  void on_closed(std::function<void()> callback);

  /// For the connection: the client has gone.
  void client_closed();

 private:
  enum class State { open, answered, gone };

  HttpRequest request_;
  std::weak_ptr<HttpConnection> connection_;
  std::function<void()> closed_callback_;
  State state_ = State::open;
};

using ExchangePtr = std::shared_ptr<Exchange>;

}  // namespace ringcheck::net
