#include "net/exchange.hpp"

#include <utility>

#include "net/http_connection.hpp"

namespace ringcheck::net {

Exchange::Exchange(HttpRequest request, std::weak_ptr<HttpConnection> connection)
    : request_(std::move(request)), connection_(std::move(connection)) {}

Exchange::~Exchange() {
  drop();
}

bool Exchange::respond(const HttpResponse& response) {
  const auto connection = connection_.lock();
  if (state_ != State::open || !connection) return false;
  state_ = State::answered;
  const auto forgotten = std::exchange(closed_callback_, nullptr);
  return connection->answer(response);
}

void Exchange::drop() {
  if (state_ != State::open) return;
  state_ = State::answered;
  const auto forgotten = std::exchange(closed_callback_, nullptr);
  if (const auto connection = connection_.lock()) connection->close();
}

std::optional<TakenConnection> Exchange::take_over() {
  const auto connection = connection_.lock();
  if (state_ != State::open || !connection) return std::nullopt;
  state_ = State::answered;
  const auto forgotten = std::exchange(closed_callback_, nullptr);
  return connection->hand_over();
}

void Exchange::on_closed(std::function<void()> callback) {
  if (state_ == State::open) {
    closed_callback_ = std::move(callback);
  } else if (state_ == State::gone && callback) {
    callback();
  }
}

void Exchange::client_closed() {
  if (state_ != State::open) return;
  state_ = State::gone;
  if (const auto callback = std::exchange(closed_callback_, nullptr)) callback();
}

}  // namespace ringcheck::net
