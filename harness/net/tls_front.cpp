#include "net/tls_front.hpp"

#include <cerrno>
#include <set>
#include <utility>

#include <sys/socket.h>

#include "net/tls_relay.hpp"

namespace ringcheck::net {

struct TlsFront::Impl : std::enable_shared_from_this<TlsFront::Impl> {
  Impl(Loop& its_loop, std::shared_ptr<TlsIdentity> its_identity, std::uint16_t its_plain_port,
       BoundSocket bound, std::function<void(std::string)> its_on_trouble)
      : loop(its_loop),
        identity(std::move(its_identity)),
        plain_port(its_plain_port),
        socket(std::move(bound.socket)),
        port(bound.port),
        on_trouble(std::move(its_on_trouble)),
        watch(loop.watch(socket.get())) {}

  void wait() {
    watch.on_readable([this] { accept_all(); });
  }

  void accept_all() {
    const auto self = shared_from_this();
    while (socket) {
      Descriptor client(accept4(socket.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
      if (client) {
        admit(std::move(client));
      } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
        return wait();
      } else if (errno != ECONNABORTED && errno != EINTR && errno != EPROTO) {
        return give_up_for_now(errno);
      }
    }
  }

  void give_up_for_now(int error) {
    constexpr std::int64_t retry_ms = 100;
    retry = loop.after_ms(retry_ms, [this] { wait(); });
    on_trouble("a connection was not accepted: " + error_text(error));
  }

  // A relay may end while it starts, so it is known before.
  void admit(Descriptor client) {
    const auto relay =
        std::make_shared<TlsRelay>(loop, *identity, std::move(client), plain_port,
                                   [this](const std::shared_ptr<TlsRelay>& over, const std::string& trouble) {
                                     relays.erase(over);
                                     if (!trouble.empty()) on_trouble(trouble);
                                   });
    relays.insert(relay);
    relay->start();
  }

  void close() {
    retry.cancel();
    watch.stop();
    socket.close();
    relays.clear();
  }

  Loop& loop;
  std::shared_ptr<TlsIdentity> identity;
  std::uint16_t plain_port;
  Descriptor socket;
  std::uint16_t port;
  std::function<void(std::string)> on_trouble;
  Watch watch;
  Timer retry;
  std::set<std::shared_ptr<TlsRelay>> relays;
};

Result<std::unique_ptr<TlsFront>> TlsFront::listen(Loop& loop, std::shared_ptr<TlsIdentity> identity,
                                                   std::uint16_t plain_port, const Endpoint& at,
                                                   std::function<void(std::string)> on_trouble) {
  auto bound = bind_socket(SOCK_STREAM, at);
  if (!bound) return bound.error();
  if (::listen(bound->socket.get(), SOMAXCONN) != 0) return Error{"cannot listen: " + error_text(errno)};
  auto impl =
      std::make_shared<Impl>(loop, std::move(identity), plain_port, std::move(*bound), std::move(on_trouble));
  impl->wait();
  return std::unique_ptr<TlsFront>(new TlsFront(std::move(impl)));
}

TlsFront::TlsFront(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

TlsFront::~TlsFront() {
  impl_->close();
}

std::uint16_t TlsFront::port() const {
  return impl_->port;
}

}  // namespace ringcheck::net
