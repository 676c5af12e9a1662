#include "net/http_connection.hpp"

#include <array>
#include <cerrno>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/socket.h>

namespace ringcheck::net {

namespace {

constexpr size_t chunk_bytes = 65536;
constexpr size_t pipelined_bytes = 65536;  // more than this is left in the socket while a request is answered
constexpr int64_t linger_ms = 2000;

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

bool asks_to_close(const HttpResponse& response) {
  const std::string* connection = find_header(response.headers, "Connection");
  return connection != nullptr && strcasecmp(connection->c_str(), "close") == 0;
}

}  // namespace

HttpConnection::HttpConnection(std::shared_ptr<HttpServerCore> core, Descriptor socket)
    : core_(std::move(core)), socket_(std::move(socket)) {}

void HttpConnection::start() {
  const int yes = 1;
  setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  watch_ = core_->loop.watch(socket_.get());
  read_when_ready();
}

void HttpConnection::close() {
  watch_.stop();
  socket_.close();
  timer_.cancel();
  core_->connections.erase(shared_from_this());
}

void HttpConnection::read_when_ready() {
  const bool busy = with_handler_ || !out_.empty();
  if (!open() || (busy && in_.size() >= pipelined_bytes)) return;
  // The Watch is a member and dies with us.
  watch_.on_readable([this] { read(); });
}

void HttpConnection::read() {
  const auto self = shared_from_this();
  std::array<char, chunk_bytes> chunk;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by recv
  const ssize_t count = recv(socket_.get(), chunk.data(), chunk.size(), 0);
  if (count == 0 && !out_.empty()) {
    close_when_written_ = true;  // it sends no more, but may still read the answer
    return;
  }
  if (count == 0 || (count < 0 && !would_block(errno))) return client_closed();
  if (count > 0 && !lingering_) {
    in_.append(chunk.data(), static_cast<size_t>(count));
    process();
  }
  read_when_ready();
}

/// Serves what has arrived, until a request waits for its answer, an answer for its client, or more is
/// needed.
void HttpConnection::process() {
  if (processing_) return;
  const auto self = shared_from_this();
  processing_ = true;
  while (open() && !with_handler_ && !close_when_written_ && out_.empty() && !in_.empty()) {
    if (!parse()) break;
  }
  processing_ = false;
}

/// Feeds the parser once; false when it needs more bytes.
bool HttpConnection::parse() {
  if (!parser_) {
    parser_.emplace(core_->limits);
    body_begun_ = false;
    time_out(core_->limits.header_timeout_ms, "its headers");
  }
  in_.erase(0, parser_->feed(in_));
  switch (parser_->state()) {
    case RequestParser::State::in_header:
      return false;
    case RequestParser::State::in_body:
      if (!std::exchange(body_begun_, true)) {
        time_out(core_->limits.body_timeout_ms, "its body");
        if (parser_->expects_continue()) send_continue();
      }
      return false;
    case RequestParser::State::complete:
      dispatch();
      return true;
    case RequestParser::State::refused:
      refuse(HttpRefusal(parser_->refusal()));
      return true;
  }
  return false;
}

void HttpConnection::dispatch() {
  timer_.cancel();
  keep_alive_ = parser_->keep_alive();
  const auto exchange = std::make_shared<Exchange>(parser_->take(), weak_from_this());
  parser_.reset();
  to_head_ = exchange->request().method == "HEAD";
  with_handler_ = true;
  exchange_ = exchange;
  core_->on_request(exchange);
}

bool HttpConnection::answer(const HttpResponse& response) {
  if (!open() || !with_handler_) return false;
  const auto self = shared_from_this();
  with_handler_ = false;
  exchange_.reset();
  close_when_written_ = !keep_alive_ || asks_to_close(response);
  out_ = to_wire(response, {.keep_alive = !close_when_written_, .to_head = to_head_});
  flush();
  return true;
}

std::optional<TakenConnection> HttpConnection::hand_over() {
  if (!open() || !with_handler_) return std::nullopt;
  watch_.stop();
  TakenConnection taken{std::move(socket_), std::move(in_)};
  close();
  return taken;
}

void HttpConnection::send_continue() {
  out_ = "HTTP/1.1 100 Continue\r\n\r\n";
  flush();
}

/// Answers with the error and closes: after a broken request nobody knows where the next one would begin.
void HttpConnection::refuse(const HttpRefusal& refusal) {
  parser_.reset();
  close_when_written_ = true;
  out_ = to_wire(refusal_response(refusal), {.keep_alive = false});
  flush();
  core_->on_bad_request(refusal.text);
}

void HttpConnection::time_out(int64_t limit_ms, std::string what) {
  timer_ = core_->loop.after_ms(limit_ms, [this, limit_ms, what = std::move(what)] {
    const auto self = shared_from_this();
    const std::string text = "a request did not send " + what + " within " + std::to_string(limit_ms) + " ms";
    refuse({408, "M_UNKNOWN", text});
  });
}

/// Writes what the socket takes now, and the rest when it takes more.
void HttpConnection::flush() {
  while (sent_ < out_.size()) {
    const ssize_t count = send(socket_.get(), out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && would_block(errno)) {
      watch_.on_writable([this] { flush(); });
      timer_ = core_->loop.after_ms(core_->limits.body_timeout_ms, [this] {
        const auto self = shared_from_this();
        close();
        core_->on_bad_request("a client did not read its answer in time");
      });
      return;
    }
    if (count < 0) return close();
    sent_ += static_cast<size_t>(count);
  }
  written();
}

void HttpConnection::written() {
  const auto self = shared_from_this();
  out_.clear();
  sent_ = 0;
  if (close_when_written_) return linger();
  if (!parser_) timer_.cancel();  // else that was "100 Continue", and the body still has its time limit
  process();
  read_when_ready();
}

/// Ends our side and reads on for a moment: closing with unread bytes would reset the connection, and the
/// client might never see why it was refused.
void HttpConnection::linger() {
  lingering_ = true;
  in_.clear();
  shutdown(socket_.get(), SHUT_WR);
  timer_ = core_->loop.after_ms(linger_ms, [this] { close(); });
  read_when_ready();
}

void HttpConnection::client_closed() {
  const auto self = shared_from_this();
  const bool within_request = parser_.has_value();
  const auto exchange = exchange_.lock();
  close();
  if (within_request) core_->on_bad_request("a client closed the connection within a request");
  if (exchange) exchange->client_closed();
}

}  // namespace ringcheck::net
