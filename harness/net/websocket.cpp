#include "net/websocket.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <deque>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "net/loopback.hpp"

namespace ringcheck::net {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using boost::beast::error_code;

namespace {

using UpgradeRequest = http::request<http::string_body>;
using Stream = websocket::stream<asio::ip::tcp::socket, false>;  // without compression

constexpr unsigned http_1_1 = 11;

UpgradeRequest to_beast(const HttpRequest& request) {
  UpgradeRequest wanted(http::string_to_verb(request.method), request.target, http_1_1);
  for (const auto& [name, value] : request.headers) wanted.insert(name, value);
  return wanted;
}

/// Of a page that goes away a browser says goodbye or not, as it comes: both are an end like any other.
std::string why_it_ended(error_code error, const WebSocketLimits& limits) {
  if (error == websocket::error::message_too_big) {
    return "a message is larger than " + std::to_string(limits.message_bytes) + " bytes";
  }
  if (error == websocket::error::bad_frame_payload) return "a text message is not UTF-8";
  const bool just_gone = error == websocket::error::closed || error == asio::error::eof ||
                         error == asio::error::connection_reset || error == asio::error::broken_pipe ||
                         error == asio::error::not_connected;
  return just_gone ? std::string() : error.message();
}

struct Address {
  uint16_t port = 0;
  std::string host;    // with the port, as the header says it
  std::string target;  // path and query
};

/// Of `ws://127.0.0.1:PORT/TARGET` and nothing else.
Result<Address> parse_address(const std::string& url) {
  const std::string before_port = "ws://127.0.0.1:";
  const size_t path = url.find('/', std::min(url.size(), before_port.size()));
  if (!url.starts_with(before_port) || path == std::string::npos) {
    return Error{"wanted " + before_port + "PORT/PATH, came " + url};
  }
  const std::string digits = url.substr(before_port.size(), path - before_port.size());
  Address address{0, "127.0.0.1:" + digits, url.substr(path)};
  const char* end = digits.data() + digits.size();
  const auto [stop, failed] = std::from_chars(digits.data(), end, address.port);
  if (failed != std::errc() || stop != end || address.port == 0) {
    return Error{"wanted a port from 1 to 65535 in the address, came " + url};
  }
  return address;
}

}  // namespace

/// Kept alive by the operations that are under way, and so for a moment longer than its WebSocket.
struct WebSocket::Impl : std::enable_shared_from_this<WebSocket::Impl> {
  Impl(Loop& its_loop, WebSocketLimits its_limits, WebSocketEvents its_events)
      : loop(its_loop), stream(its_loop.context()), limits(its_limits), events(std::move(its_events)) {
    const auto handshake = std::chrono::milliseconds(limits.handshake_timeout_ms);
    stream.set_option(websocket::stream_base::timeout{handshake, websocket::stream_base::none(), false});
    stream.read_message_max(limits.message_bytes);
    stream.auto_fragment(false);
    stream.text(true);
  }

  Result<Done> own(Descriptor socket) {
    error_code error;
    stream.next_layer().assign(asio::ip::tcp::v4(), socket.get(), error);
    if (error) return Error{"cannot use the socket of a WebSocket: " + error.message()};
    static_cast<void>(socket.release());
    stream.next_layer().set_option(asio::ip::tcp::no_delay(true), error);
    return Done{};
  }

  void accept(const HttpRequest& request) {
    stream.async_accept(to_beast(request),
                        [self = shared_from_this()](error_code error) { self->opened(error); });
  }

  void connect(const Address& address) {
    const asio::ip::tcp::endpoint endpoint(asio::ip::address_v4::loopback(), address.port);
    stream.next_layer().async_connect(endpoint, [self = shared_from_this(), address](error_code error) {
      if (error) return self->opened(error);
      self->stream.async_handshake(address.host, address.target,
                                   [self](error_code refused) { self->opened(refused); });
    });
  }

  void opened(error_code error) {
    if (error) return end("no WebSocket came about: " + error.message());
    if (over) return;
    open = true;
    if (events.on_open) events.on_open();
    read();
    write();
  }

  void read() {
    if (over) return;
    stream.async_read(buffer, [self = shared_from_this()](error_code error, size_t) { self->take(error); });
  }

  /// After our own goodbye it reads on, for that of the other end.
  void take(error_code error) {
    if (error) return end(why_it_ended(error, limits));
    const std::string_view text(static_cast<const char*>(buffer.data().data()), buffer.size());
    if (stream.got_binary()) return end("a binary message came, and only texts are spoken here");
    if (!leaving && events.on_text) events.on_text(std::string(text));
    buffer.consume(buffer.size());
    read();
  }

  bool send(std::string text) {
    if (over || leaving) return false;
    waiting_bytes += text.size();
    if (waiting_bytes > limits.waiting_bytes) {
      loop.post([self = shared_from_this()] {
        self->end("more than " + std::to_string(self->limits.waiting_bytes) + " bytes wait to be read there");
      });
      return false;
    }
    waiting.push_back(std::move(text));
    write();
    return true;
  }

  /// One message at a time, as Beast wants it.
  void write() {
    if (!open || writing || over) return;
    if (waiting.empty()) return leaving ? say_goodbye() : void();
    writing = true;
    stream.async_write(asio::buffer(waiting.front()), [self = shared_from_this()](error_code error, size_t) {
      self->writing = false;
      if (error) return;  // the read that is always on tells it
      self->waiting_bytes -= self->waiting.front().size();
      self->waiting.pop_front();
      self->write();
    });
  }

  void say_goodbye() {
    if (std::exchange(goodbye, true)) return;
    stream.async_close(websocket::close_code::normal,
                       [self = shared_from_this()](error_code) { self->shut(); });
  }

  void leave(std::function<void()> then) {
    if (over || leaving) {
      if (then) loop.post(std::move(then));
      return;
    }
    leaving = true;
    gone = std::move(then);
    if (!open) return shut();
    impatience = loop.after_ms(limits.closing_timeout_ms, [this] { shut(); });
    write();
  }

  void end(std::string why) {
    if (over) return;
    shut();
    if (!leaving && events.on_closed) events.on_closed(std::move(why));
  }

  void shut() {
    over = true;
    impatience.cancel();
    error_code ignored;
    stream.next_layer().close(ignored);
    if (gone) loop.post(std::exchange(gone, nullptr));
  }

  Loop& loop;
  Stream stream;
  boost::beast::flat_buffer buffer;
  WebSocketLimits limits;
  WebSocketEvents events;
  std::function<void()> gone;  // told when our goodbye is over
  std::deque<std::string> waiting;
  size_t waiting_bytes = 0;
  Timer impatience;      // with the other end, once we leave
  bool open = false;     // the handshake is over
  bool writing = false;  // waiting.front() is on its way
  bool leaving = false;  // close() was called: nobody is called back
  bool goodbye = false;  // is said
  bool over = false;
};

WebSocket::WebSocket(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

WebSocket::~WebSocket() {
  impl_->gone = nullptr;
  close();
}

bool WebSocket::is_asked_for(const HttpRequest& request) {
  const std::string* upgrade = request.header("Upgrade");
  return upgrade != nullptr && http::token_list(*upgrade).exists("websocket");
}

Result<std::unique_ptr<WebSocket>> WebSocket::accept(Loop& loop, Exchange& exchange, WebSocketLimits limits,
                                                     WebSocketEvents events) {
  auto taken = exchange.take_over();
  if (!taken) return Error{"the client of a WebSocket has gone"};
  if (!taken->rest.empty()) return Error{"a client spoke before its WebSocket was open"};
  auto impl = std::make_shared<Impl>(loop, limits, std::move(events));
  if (auto owned = impl->own(std::move(taken->socket)); !owned) return owned.error();
  impl->accept(exchange.request());
  return std::unique_ptr<WebSocket>(new WebSocket(std::move(impl)));
}

Result<std::unique_ptr<WebSocket>> WebSocket::connect(Loop& loop, const std::string& url,
                                                      WebSocketLimits limits, WebSocketEvents events) {
  const auto address = parse_address(url);
  if (!address) return address.error();
  auto bound = bind_socket(SOCK_STREAM);
  if (!bound) return bound.error();
  auto impl = std::make_shared<Impl>(loop, limits, std::move(events));
  if (auto owned = impl->own(std::move(bound->socket)); !owned) return owned.error();
  impl->connect(*address);
  return std::unique_ptr<WebSocket>(new WebSocket(std::move(impl)));
}

bool WebSocket::send(std::string text) {
  return impl_->send(std::move(text));
}

void WebSocket::close(std::function<void()> then) {
  impl_->leave(std::move(then));
}

}  // namespace ringcheck::net
