#include "net/http_server.hpp"

#include <cerrno>
#include <utility>

#include <sys/socket.h>

#include "net/http_connection.hpp"
#include "net/loopback.hpp"
#include "net/tls_front.hpp"

namespace ringcheck::net {

namespace {

/// True for what accept() says of one connection rather than of the listener.
bool concerns_one_client(int error) {
  return error == ECONNABORTED || error == EINTR || error == EPROTO;
}

/// Accepts what waits; `retry_ms` later again if the process has no descriptors left.
struct Listener : std::enable_shared_from_this<Listener> {
  Listener(std::shared_ptr<HttpServerCore> shared, BoundSocket bound)
      : core(std::move(shared)), socket(std::move(bound.socket)), port(bound.port) {}

  void wait() {
    watch.on_readable([this] { accept_all(); });
  }

  void accept_all() {
    const auto self = shared_from_this();
    while (socket) {
      Descriptor client(accept4(socket.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
      if (client) {
        admit(std::move(client));
      } else if (errno == EAGAIN) {
        return wait();
      } else if (!concerns_one_client(errno)) {
        return give_up_for_now(errno);
      }
    }
  }

  void admit(Descriptor client) {
    const size_t most = core->limits.connections;
    if (core->connections.size() >= most) {
      client.close();
      core->on_bad_request("a connection was refused: there are " + std::to_string(most) + " already");
      return;
    }
    const auto connection = std::make_shared<HttpConnection>(core, std::move(client));
    core->connections.insert(connection);
    connection->start();
  }

  void give_up_for_now(int error) {
    constexpr int64_t retry_ms = 100;
    retry = core->loop.after_ms(retry_ms, [this] { wait(); });
    core->on_bad_request("a connection was not accepted: " + error_text(error));
  }

  void close() {
    retry.cancel();
    watch.stop();
    socket.close();
    while (!core->connections.empty()) {
      const auto connection = *core->connections.begin();
      connection->close();
    }
  }

  std::shared_ptr<HttpServerCore> core;
  Descriptor socket;
  uint16_t port;
  Watch watch;
  Timer retry;
};

}  // namespace

struct HttpServer::Impl {
  std::shared_ptr<Listener> listener;
  std::unique_ptr<TlsFront> front;
};

Result<std::unique_ptr<HttpServer>> HttpServer::listen(Loop& loop, HttpLimits limits,
                                                       std::function<void(ExchangePtr)> on_request,
                                                       std::function<void(std::string)> on_bad_request,
                                                       const Endpoint& at,
                                                       std::shared_ptr<TlsIdentity> identity) {
  auto bound = bind_socket(SOCK_STREAM, identity == nullptr ? at : Endpoint{});
  if (!bound) return bound.error();
  if (::listen(bound->socket.get(), SOMAXCONN) != 0) return Error{"cannot listen: " + error_text(errno)};
  auto core = std::make_shared<HttpServerCore>(
      HttpServerCore{loop, limits, std::move(on_request), std::move(on_bad_request), {}});
  std::unique_ptr<TlsFront> front;
  if (identity != nullptr) {
    auto opened = TlsFront::listen(loop, std::move(identity), bound->port, at,
                                   [core](const std::string& trouble) { core->on_bad_request(trouble); });
    if (!opened) return opened.error();
    front = std::move(*opened);
  }
  auto listener = std::make_shared<Listener>(std::move(core), std::move(*bound));
  listener->watch = loop.watch(listener->socket.get());
  listener->wait();
  return std::unique_ptr<HttpServer>(
      new HttpServer(std::make_unique<Impl>(Impl{std::move(listener), std::move(front)})));
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

HttpServer::~HttpServer() {
  close();
}

uint16_t HttpServer::port() const {
  return impl_->front != nullptr ? impl_->front->port() : impl_->listener->port;
}

void HttpServer::close() {
  impl_->front.reset();
  impl_->listener->close();
}

}  // namespace ringcheck::net
