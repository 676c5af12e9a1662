#include "net/acceptor.hpp"

#include <cerrno>
#include <utility>

#include <sys/socket.h>

namespace ringcheck::net {
namespace {

/// True for what accept() says of one connection rather than of the listener.
bool concerns_one_client(int error) {
  return error == ECONNABORTED || error == EINTR || error == EPROTO;
}

}  // namespace

Result<std::shared_ptr<Acceptor>> Acceptor::listen(Loop& loop, const Endpoint& at, Events events) {
  auto bound = bind_socket(SOCK_STREAM, at);
  if (!bound) return bound.error();
  if (::listen(bound->socket.get(), SOMAXCONN) != 0) return Error{"cannot listen: " + error_text(errno)};
  std::shared_ptr<Acceptor> acceptor(new Acceptor(loop, std::move(*bound), std::move(events)));
  acceptor->wait();
  return acceptor;
}

Acceptor::Acceptor(Loop& loop, BoundSocket bound, Events events)
    : loop_(loop),
      socket_(std::move(bound.socket)),
      port_(bound.port),
      events_(std::move(events)),
      watch_(loop.watch(socket_.get())) {}

void Acceptor::close() {
  retry_.cancel();
  watch_.stop();
  socket_.close();
}

void Acceptor::wait() {
  watch_.on_readable([this] { accept_all(); });
}

void Acceptor::accept_all() {
  const auto self = shared_from_this();
  while (socket_) {
    Descriptor client(accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (client) {
      events_.on_client(std::move(client));
    } else if (errno == EAGAIN) {
      return wait();
    } else if (!concerns_one_client(errno)) {
      return give_up_for_now(errno);
    }
  }
}

void Acceptor::give_up_for_now(int error) {
  constexpr std::int64_t retry_ms = 100;
  retry_ = loop_.after_ms(retry_ms, [this] { wait(); });
  events_.on_no_client("a connection was not accepted: " + error_text(error));
}

}  // namespace ringcheck::net
