#pragma once
// Asks one HTTP server on the loopback: the connections of a client to it, kept and used again. For a
// homeserver that is itself the subject.

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "net/http_message.hpp"
#include "net/loop.hpp"
#include "value/result.hpp"

namespace ringcheck::net {

class HttpClient {
 public:
  /// The error is a sentence: no connection, an answer that is none, or none in time.
  using OnAnswer = std::function<void(Result<HttpResponse>)>;

  /// `url`: `http://127.0.0.1:PORT`, with or without a slash at the end; anything else is an error.
  static Result<std::unique_ptr<HttpClient>> open(Loop& loop, const std::string& url, HttpLimits limits = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Each request that is under way has a connection for itself. `on_answer` is called once, from the loop.
  void ask(const HttpRequest& request, int64_t timeout_ms, OnAnswer on_answer);
  /// Closes all connections; what was asked is answered to nobody any more.
  void close();
  size_t under_way() const;

 private:
  class Connection;

  HttpClient(Loop& loop, uint16_t port, HttpLimits limits) : loop_(loop), port_(port), limits_(limits) {}
  std::shared_ptr<Connection> take_idle();

  Loop& loop_;
  uint16_t port_;
  HttpLimits limits_;
  std::set<std::shared_ptr<Connection>> busy_;
  std::vector<std::shared_ptr<Connection>> idle_;
};

}  // namespace ringcheck::net
