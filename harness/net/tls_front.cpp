#include "net/tls_front.hpp"

#include <set>
#include <utility>

#include "net/acceptor.hpp"
#include "net/tls_relay.hpp"

namespace ringcheck::net {

struct TlsFront::Impl : std::enable_shared_from_this<TlsFront::Impl> {
  Impl(Loop& its_loop, std::shared_ptr<TlsIdentity> its_identity, std::uint16_t its_plain_port,
       std::function<void(std::string)> its_on_trouble)
      : loop(its_loop),
        identity(std::move(its_identity)),
        plain_port(its_plain_port),
        on_trouble(std::move(its_on_trouble)) {}

  // A relay may end while it starts, so it is known before; and whoever is told of that may destroy the
  // front.
  void admit(Descriptor client) {
    const auto self = shared_from_this();
    const auto relay =
        std::make_shared<TlsRelay>(loop, *identity, std::move(client), plain_port,
                                   [this](const std::shared_ptr<TlsRelay>& over, const std::string& trouble) {
                                     relays.erase(over);
                                     if (!trouble.empty()) on_trouble(trouble);
                                   });
    relays.insert(relay);
    relay->start();
  }

  Loop& loop;
  std::shared_ptr<TlsIdentity> identity;
  std::uint16_t plain_port;
  std::function<void(std::string)> on_trouble;
  std::shared_ptr<Acceptor> acceptor;
  std::set<std::shared_ptr<TlsRelay>> relays;
};

Result<std::unique_ptr<TlsFront>> TlsFront::listen(Loop& loop, std::shared_ptr<TlsIdentity> identity,
                                                   std::uint16_t plain_port, const Endpoint& at,
                                                   std::function<void(std::string)> on_trouble) {
  auto impl = std::make_shared<Impl>(loop, std::move(identity), plain_port, on_trouble);
  // It holds the acceptor and closes it, so it is there whenever that calls.
  auto acceptor = Acceptor::listen(
      loop, at,
      {[front = impl.get()](Descriptor client) { front->admit(std::move(client)); }, std::move(on_trouble)});
  if (!acceptor) return acceptor.error();
  impl->acceptor = std::move(*acceptor);
  return std::unique_ptr<TlsFront>(new TlsFront(std::move(impl)));
}

TlsFront::TlsFront(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

TlsFront::~TlsFront() {
  impl_->acceptor->close();
  impl_->relays.clear();
}

std::uint16_t TlsFront::port() const {
  return impl_->acceptor->port();
}

}  // namespace ringcheck::net
