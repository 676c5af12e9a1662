#pragma once
// Asks one HTTP server, over TLS when its address is https: the connections of a client to it, kept and used
// again. For a homeserver that is itself the subject.

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "net/http_message.hpp"
#include "net/loop.hpp"
#include "net/server_address.hpp"
#include "net/tls.hpp"
#include "value/result.hpp"

namespace ringcheck::net {

class HttpClient {
 public:
  /// The error is a sentence: no connection, an answer that is none, or none in time.
  using OnAnswer = std::function<void(Result<HttpResponse>)>;

  /// `url`: as parse_server_url takes it. `ca_file`: as TlsTrust takes it. Asks for the server's address, and
  /// waits for that; the error tells that there is none.
  static Result<std::unique_ptr<HttpClient>> open(Loop& loop, const std::string& url, HttpLimits limits = {},
                                                  const std::string& ca_file = {});
  /// Of a server in the clear whose addresses are known: the first that takes a connection is used.
  static std::unique_ptr<HttpClient> at(Loop& loop, ServerUrl server, std::vector<SocketAddress> addresses,
                                        HttpLimits limits = {});
  /// Another one of the same server: nobody is asked again where it is.
  std::unique_ptr<HttpClient> again() const;
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

  HttpClient(Loop& loop, ServerUrl server, std::vector<SocketAddress> addresses, HttpLimits limits)
      : loop_(loop), server_(std::move(server)), addresses_(std::move(addresses)), limits_(limits) {}
  std::shared_ptr<Connection> take_idle();

  Loop& loop_;
  ServerUrl server_;
  std::vector<SocketAddress> addresses_;
  size_t reached_ = 0;               ///< the address that took a connection last
  std::shared_ptr<TlsTrust> trust_;  ///< of an https server
  HttpLimits limits_;
  std::set<std::shared_ptr<Connection>> busy_;
  std::vector<std::shared_ptr<Connection>> idle_;
};

}  // namespace ringcheck::net
