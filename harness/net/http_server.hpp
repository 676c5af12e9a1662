#pragma once
// HTTP/1.1 on a port of its own: keep-alive, pipelining (one request at a time), bounded in memory
// and time. What a request means is the handler's business.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "net/exchange.hpp"
#include "net/http_message.hpp"
#include "net/loop.hpp"
#include "net/loopback.hpp"
#include "net/tls_identity.hpp"
#include "value/result.hpp"

namespace ringcheck::net {

class HttpServer {
 public:
  /// Listens on a port that the system chooses, where `at` has none; over TLS, where there is an `identity`.
  /// `on_bad_request` gets a sentence about what never became a request: malformed, over a limit, too slow,
  /// broken off. Both callbacks come from the loop.
  static Result<std::unique_ptr<HttpServer>> listen(Loop& loop, HttpLimits limits,
                                                    std::function<void(ExchangePtr)> on_request,
                                                    std::function<void(std::string)> on_bad_request,
                                                    const Endpoint& at = {},
                                                    std::shared_ptr<TlsIdentity> identity = nullptr);
  ~HttpServer();

  uint16_t port() const;
  /// Stops listening and closes every connection; no callback comes after, not even on_closed of an Exchange.
  void close();

 private:
  struct Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ringcheck::net
