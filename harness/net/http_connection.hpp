#pragma once
// One client on one TCP connection: reads requests one at a time, owes each an answer, bounds what it keeps.
// Inside of HttpServer; the code above sees Exchange.

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "net/descriptor.hpp"
#include "net/exchange.hpp"
#include "net/http_codec.hpp"
#include "net/http_message.hpp"
#include "net/loop.hpp"

namespace ringcheck::net {

/// What the connections of one server share.
struct HttpServerCore {
  Loop& loop;
  HttpLimits limits;
  std::function<void(ExchangePtr)> on_request;
  std::function<void(std::string)> on_bad_request;
  std::set<std::shared_ptr<HttpConnection>> connections;
};

/// Any callback may close it or its server: `open()` is asked again after each.
class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(std::shared_ptr<HttpServerCore> core, Descriptor socket);

  void start();
  /// Closes without a word to anybody.
  void close();
  /// The answer to the request that is with the handler; false when there is none.
  bool answer(const HttpResponse& response);
  /// Gives its socket away instead of an answer; nothing when no request waits for one.
  std::optional<TakenConnection> hand_over();

 private:
  bool open() const { return static_cast<bool>(socket_); }
  void read_when_ready();
  void read();
  void process();
  bool parse();
  void dispatch();
  void send_continue();
  void refuse(const HttpRefusal& refusal);
  void time_out(int64_t limit_ms, std::string what);
  void flush();
  void written();
  void linger();
  void client_closed();

  std::shared_ptr<HttpServerCore> core_;
  Descriptor socket_;
  Watch watch_;
  Timer timer_;     // of the request being read or the answer being written
  std::string in_;  // received, not yet parsed
  std::string out_;
  size_t sent_ = 0;  // of out_
  std::optional<RequestParser> parser_;
  std::weak_ptr<Exchange> exchange_;
  bool with_handler_ = false;  // a request waits for its answer
  bool keep_alive_ = true;
  bool to_head_ = false;
  bool body_begun_ = false;
  bool close_when_written_ = false;
  bool lingering_ = false;
  bool processing_ = false;  // process() is on the stack: answers given inside it do not recurse
};

}  // namespace ringcheck::net
