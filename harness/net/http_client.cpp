#include "net/http_client.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "net/descriptor.hpp"
#include "net/http_codec.hpp"

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
  explicit Connection(HttpClient& client) : client_(client), first_(client.reached_) {}

  void ask(const HttpRequest& request, int64_t timeout_ms, OnAnswer on_answer) {
    out_ = to_wire(request, client_.server_.authority());
    sent_ = 0;
    on_answer_ = std::move(on_answer);
    parser_.emplace(client_.limits_, request.method == "HEAD");
    timer_ = client_.loop_.after_ms(timeout_ms, [this, timeout_ms,
                                                 line = request.method + ' ' + request.target] {
      end(Error{fmt::format("{} was not answered within {} ms", line.substr(0, line.find('?')), timeout_ms)});
    });
    if (!socket_) return connect();
    watch_.on_writable([this] { write(); });
    watch_.on_readable([this] { read(); });
  }

  void close() {
    watch_.stop();
    timer_.cancel();
    tls_.reset();
    socket_.close();
    on_answer_ = nullptr;
  }

  /// What a server sends unasked, or that it has closed, makes an idle connection useless.
  bool is_quiet() const {
    char byte = 0;
    return recv(socket_.get(), &byte, 1, MSG_PEEK) < 0 && would_block(errno);
  }

 private:
  // To the address that was reached last; where it is refused, to the others in turn. `localhost` is often
  // both ::1 and 127.0.0.1, and a server listens to one of them.
  void connect() {
    const size_t index = (first_ + attempts_) % client_.addresses_.size();
    const SocketAddress& address = client_.addresses_[index];
    watch_.stop();
    socket_ = Descriptor(socket(address.bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket_) return refused(errno);
    const int yes = 1;
    setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address.bytes), address.size) != 0 &&
        errno != EINPROGRESS)
      return refused(errno);
    watch_ = client_.loop_.watch(socket_.get());
    watch_.on_writable([this, index] { connected(index); });
  }

  void connected(size_t index) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) return refused(error);
    client_.reached_ = index;
    if (client_.trust_) {
      tls_ = std::make_unique<Tls>(*client_.trust_, socket_.get(), client_.server_.host);
      return shake_hands();
    }
    watch_.on_readable([this] { read(); });
    write();
  }

  // Never from inside ask(), whose caller expects no answer yet.
  void refused(int error) {
    if (++attempts_ < client_.addresses_.size()) return connect();
    timer_ = client_.loop_.after_ms(0, [this, error] {
      end(Error{fmt::format("no connection to {}: {}", client_.server_.authority(), error_text(error))});
    });
  }

  void shake_hands() {
    switch (tls_->handshake()) {
      case Tls::Progress::done:
        watch_.on_readable([this] { read(); });
        return write();
      case Tls::Progress::wants_read:
        return watch_.on_readable([this] { shake_hands(); });
      case Tls::Progress::wants_write:
        return watch_.on_writable([this] { shake_hands(); });
      case Tls::Progress::ended:
        return end(Error{fmt::format("{} closed the connection in the TLS handshake", client_.server_.host)});
      case Tls::Progress::failed:
        return end(Error{tls_->trouble()});
    }
  }

  Tls::Progress send_some(size_t& count) {
    const std::string_view rest = std::string_view(out_).substr(sent_);
    if (tls_) return tls_->write(rest, count);
    const ssize_t sent = send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent < 0) return would_block(errno) ? Tls::Progress::wants_write : Tls::Progress::failed;
    count = static_cast<size_t>(sent);
    return Tls::Progress::done;
  }

  void write() {
    if (sent_ == out_.size()) return;
    size_t count = 0;
    const Tls::Progress progress = send_some(count);
    // A server may refuse a body before it has read it: what it says is read before that is an error. What
    // waits to read before it may write is tried again by read().
    if (progress == Tls::Progress::failed || progress == Tls::Progress::wants_read) return;
    sent_ += count;
    if (sent_ < out_.size()) watch_.on_writable([this] { write(); });
  }

  Tls::Progress receive_some(std::array<char, chunk_bytes>& chunk, size_t& count) {
    if (tls_) return tls_->read(chunk.data(), chunk.size(), count);
    const ssize_t came = recv(socket_.get(), chunk.data(), chunk.size(), 0);
    if (came == 0) return Tls::Progress::ended;
    if (came < 0) return would_block(errno) ? Tls::Progress::wants_read : Tls::Progress::failed;
    count = static_cast<size_t>(came);
    return Tls::Progress::done;
  }

  // TLS may hold bytes that the socket no longer announces, so it is asked until it has none.
  void read() {
    std::array<char, chunk_bytes> chunk;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by recv
    for (;;) {
      size_t count = 0;
      const Tls::Progress progress = receive_some(chunk, count);
      if (progress == Tls::Progress::failed)
        return end(Error{tls_ ? tls_->trouble() : "no answer came: " + error_text(errno)});
      if (progress == Tls::Progress::wants_read || progress == Tls::Progress::wants_write) {
        if (tls_) write();
        return watch_.on_readable([this] { read(); });
      }
      if (count == 0) parser_->end_of_stream();
      in_.append(chunk.data(), count);
      in_.erase(0, parser_->feed(in_));
      if (parser_->state() != ResponseParser::State::incomplete) return take(count > 0);
    }
  }

  void take(bool open) {
    if (parser_->state() == ResponseParser::State::broken) return end(Error{parser_->trouble()});
    kept_ = open && parser_->keep_alive() && in_.empty() && sent_ == out_.size();
    end(parser_->take());
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
  const size_t first_;   // of the addresses
  size_t attempts_ = 0;  // at others before
  Descriptor socket_;
  std::unique_ptr<Tls> tls_;
  Watch watch_;
  Timer timer_;
  std::string out_;
  size_t sent_ = 0;  // of out_
  std::string in_;
  std::optional<ResponseParser> parser_;
  OnAnswer on_answer_;
  bool kept_ = false;  // when its request is over it takes another
};

Result<std::unique_ptr<HttpClient>> HttpClient::open(Loop& loop, const std::string& url, HttpLimits limits,
                                                     const std::string& ca_file) {
  auto server = parse_server_url(url);
  if (!server) return server.error();
  auto addresses = resolve(*server);
  if (!addresses) return addresses.error();
  const bool tls = server->tls;
  auto client = at(loop, std::move(*server), std::move(*addresses), limits);
  if (!tls) return client;
  auto trust = TlsTrust::load(ca_file);
  if (!trust) return trust.error();
  client->trust_ = std::move(*trust);
  return client;
}

std::unique_ptr<HttpClient> HttpClient::at(Loop& loop, ServerUrl server, std::vector<SocketAddress> addresses,
                                           HttpLimits limits) {
  return std::unique_ptr<HttpClient>(new HttpClient(loop, std::move(server), std::move(addresses), limits));
}

std::unique_ptr<HttpClient> HttpClient::again() const {
  auto client = at(loop_, server_, addresses_, limits_);
  client->trust_ = trust_;
  return client;
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
  if (!connection) connection = std::make_shared<Connection>(*this);
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
