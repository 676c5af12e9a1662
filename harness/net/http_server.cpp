#include "net/http_server.hpp"

#include <utility>

#include "net/acceptor.hpp"
#include "net/http_connection.hpp"
#include "net/tls_front.hpp"

namespace ringcheck::net {

namespace {

void admit(const std::shared_ptr<HttpServerCore>& core, Descriptor client) {
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

}  // namespace

struct HttpServer::Impl {
  std::shared_ptr<HttpServerCore> core;
  std::shared_ptr<Acceptor> acceptor;
  std::unique_ptr<TlsFront> front;
};

Result<std::unique_ptr<HttpServer>> HttpServer::listen(Loop& loop, HttpLimits limits,
                                                       std::function<void(ExchangePtr)> on_request,
                                                       std::function<void(std::string)> on_bad_request,
                                                       const Endpoint& at,
                                                       std::shared_ptr<TlsIdentity> identity) {
  auto core = std::make_shared<HttpServerCore>(
      HttpServerCore{loop, limits, std::move(on_request), std::move(on_bad_request), {}});
  const auto tell = [core](const std::string& trouble) { core->on_bad_request(trouble); };
  auto acceptor = Acceptor::listen(loop, identity == nullptr ? at : Endpoint{},
                                   {[core](Descriptor client) { admit(core, std::move(client)); }, tell});
  if (!acceptor) return acceptor.error();
  std::unique_ptr<TlsFront> front;
  if (identity != nullptr) {
    auto opened = TlsFront::listen(loop, std::move(identity), (*acceptor)->port(), at, tell);
    if (!opened) {
      (*acceptor)->close();
      return opened.error();
    }
    front = std::move(*opened);
  }
  return std::unique_ptr<HttpServer>(
      new HttpServer(std::make_unique<Impl>(Impl{std::move(core), std::move(*acceptor), std::move(front)})));
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

HttpServer::~HttpServer() {
  close();
}

uint16_t HttpServer::port() const {
  return impl_->front != nullptr ? impl_->front->port() : impl_->acceptor->port();
}

void HttpServer::close() {
  impl_->front.reset();
  impl_->acceptor->close();
  while (!impl_->core->connections.empty()) {
    const auto connection = *impl_->core->connections.begin();
    connection->close();
  }
}

}  // namespace ringcheck::net
