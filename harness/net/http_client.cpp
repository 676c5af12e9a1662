#include "net/http_client.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "net/descriptor.hpp"
#include "net/http_codec.hpp"
#include "net/loopback.hpp"

namespace ringcheck::net {

namespace {

constexpr size_t chunk_bytes = 65536;

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

}  // namespace

/// One connection, with one request under way or none. Leaves the lists of its client by itself.
class HttpClient::Connection : public std::enable_shared_from_this<Connection> {
 public:
  explicit Connection(HttpClient& client) : client_(client) {}

  Result<Done> connect() {
    socket_ = Descriptor(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket_) return Error{"no socket for a request: " + error_text(errno)};
    const int yes = 1;
    setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    Endpoint endpoint;
    endpoint.port = client_.port_;
    const sockaddr_in address = to_system(endpoint);
    const auto* system_address = reinterpret_cast<const sockaddr*>(&address);
    if (::connect(socket_.get(), system_address, sizeof address) != 0 && errno != EINPROGRESS)
      return Error{fmt::format("no connection to {}: {}", endpoint.text(), error_text(errno))};
    watch_ = client_.loop_.watch(socket_.get());
    return Done{};
  }

  void ask(const HttpRequest& request, int64_t timeout_ms, OnAnswer on_answer) {
    out_ = to_wire(request, fmt::format("127.0.0.1:{}", client_.port_));
    sent_ = 0;
    on_answer_ = std::move(on_answer);
    parser_.emplace(client_.limits_, request.method == "HEAD");
    timer_ = client_.loop_.after_ms(timeout_ms, [this, timeout_ms,
                                                 line = request.method + ' ' + request.target] {
      end(Error{fmt::format("{} was not answered within {} ms", line.substr(0, line.find('?')), timeout_ms)});
    });
    watch_.on_writable([this] { write(); });
    watch_.on_readable([this] { read(); });
  }

  void close() {
    watch_.stop();
    timer_.cancel();
    socket_.close();
    on_answer_ = nullptr;
  }

  /// What a server sends unasked, or that it has closed, makes an idle connection useless.
  bool is_quiet() const {
    char byte = 0;
    return recv(socket_.get(), &byte, 1, MSG_PEEK) < 0 && would_block(errno);
  }

 private:
  void write() {
    const ssize_t count = send(socket_.get(), out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL);
    // A server may refuse a body before it has read it: what it says is read before that is an error.
    if (count < 0 && !would_block(errno)) return;
    if (count > 0) sent_ += static_cast<size_t>(count);
    if (sent_ < out_.size()) watch_.on_writable([this] { write(); });
  }

  void read() {
    std::array<char, chunk_bytes> chunk;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by recv
    const ssize_t count = recv(socket_.get(), chunk.data(), chunk.size(), 0);
    if (count < 0 && !would_block(errno)) return end(Error{"no answer came: " + error_text(errno)});
    if (count == 0) parser_->end_of_stream();
    if (count > 0) {
      in_.append(chunk.data(), static_cast<size_t>(count));
      in_.erase(0, parser_->feed(in_));
    }
    switch (parser_->state()) {
      case ResponseParser::State::incomplete:
        return watch_.on_readable([this] { read(); });
      case ResponseParser::State::broken:
        return end(Error{parser_->trouble()});
      case ResponseParser::State::complete:
        kept_ = count > 0 && parser_->keep_alive() && in_.empty() && sent_ == out_.size();
        return end(parser_->take());
    }
  }

  void end(Result<HttpResponse> answer) {
    const auto self = shared_from_this();
    OnAnswer on_answer = std::exchange(on_answer_, nullptr);
    timer_.cancel();
    watch_.stop();
    client_.busy_.erase(self);
    if (std::exchange(kept_, false)) {
      watch_ = client_.loop_.watch(socket_.get());
      client_.idle_.push_back(self);
    } else {
      close();
    }
    if (on_answer) on_answer(std::move(answer));
  }

  HttpClient& client_;
  Descriptor socket_;
  Watch watch_;
  Timer timer_;
  std::string out_;
  size_t sent_ = 0;  // of out_
  std::string in_;
  std::optional<ResponseParser> parser_;
  OnAnswer on_answer_;
  bool kept_ = false;  // when its request is over it takes another
};

Result<std::unique_ptr<HttpClient>> HttpClient::open(Loop& loop, const std::string& url, HttpLimits limits) {
  const std::string before_port = "http://127.0.0.1:";
  uint16_t port = 0;
  std::string digits = url.starts_with(before_port) ? url.substr(before_port.size()) : std::string();
  if (digits.ends_with('/')) digits.pop_back();
  const char* end = digits.data() + digits.size();
  const auto [stop, failed] = std::from_chars(digits.data(), end, port);
  if (failed != std::errc() || stop != end || port == 0)
    return Error{fmt::format("wanted {}PORT, came {}", before_port, url)};
  return std::unique_ptr<HttpClient>(new HttpClient(loop, port, limits));
}

HttpClient::~HttpClient() {
  close();
}

std::shared_ptr<HttpClient::Connection> HttpClient::take_idle() {
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (connection->is_quiet()) return connection;
    connection->close();
  }
  return nullptr;
}

void HttpClient::ask(const HttpRequest& request, int64_t timeout_ms, OnAnswer on_answer) {
  auto connection = take_idle();
  if (!connection) {
    connection = std::make_shared<Connection>(*this);
    if (auto connected = connection->connect(); !connected) {
      return loop_.post([on_answer = std::move(on_answer), error = connected.error()] { on_answer(error); });
    }
  }
  busy_.insert(connection);
  connection->ask(request, timeout_ms, std::move(on_answer));
}

void HttpClient::close() {
  for (const auto& connection : busy_) connection->close();
  for (const auto& connection : idle_) connection->close();
  busy_.clear();
  idle_.clear();
}

size_t HttpClient::under_way() const {
  return busy_.size();
}

}  // namespace ringcheck::net
