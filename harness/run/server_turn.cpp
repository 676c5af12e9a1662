#include "run/server_turn.hpp"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "scenario/model.hpp"

namespace ringcheck::run {
namespace {

using trace::Entry;
using trace::Kind;

/// Datagrams may be lost; so often one is sent again (RFC 8489 section 6.2.1 begins with the same).
constexpr std::int64_t again_ms = 500;
constexpr std::size_t transaction_id_bytes = 12;
constexpr int ok_status = 200;
constexpr std::uint16_t default_port = 3478;

Entry entry_of(Kind kind) {
  Entry entry;
  entry.kind = kind;
  entry.channel = trace::channel::media;
  entry.type = fmt::format("{} /turn", allocate_method);
  return entry;
}

}  // namespace

std::optional<net::Endpoint> turn_endpoint(std::string_view uri) {
  constexpr std::string_view scheme = "turn:";
  if (!uri.starts_with(scheme)) return std::nullopt;
  uri.remove_prefix(scheme.size());
  const std::size_t query = uri.find('?');
  if (query != std::string_view::npos && uri.substr(query) != "?transport=udp") return std::nullopt;
  uri = uri.substr(0, query);
  const std::size_t colon = uri.find(':');
  const std::string_view host = uri.substr(0, colon);
  if (host != "127.0.0.1" && host != "localhost") return std::nullopt;
  std::uint16_t port = default_port;
  if (colon != std::string_view::npos) {
    const std::string_view digits = uri.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), port);
    if (error != std::errc() || end != digits.end() || port == 0) return std::nullopt;
  }
  return net::Endpoint{{127, 0, 0, 1}, port};
}

void TurnAsk::begin(const Value& credentials, std::int64_t timeout_ms, OnSilence on_silence) {
  on_silence_ = std::move(on_silence);
  record_request(credentials);
  std::optional<net::Endpoint> found;
  if (const Value* uris = credentials.find("uris")) {
    for (const Value& uri : uris->items) {
      if (!found) found = turn_endpoint(uri.as_string());
    }
  }
  if (!found) return silent("no URI leads to a TURN server on the loopback over UDP");
  auto socket = net::UdpSocket::bind_loopback(loop_, [this](std::string_view datagram, net::Endpoint from) {
    if (from == server_) on_datagram(datagram);
  });
  if (!socket) return silent(socket.error().text);
  server_ = *found;
  socket_ = std::move(*socket);
  client_.emplace(std::string(credentials.string_at("username")),
                  std::string(credentials.string_at("password")),
                  [this] { return random_.opaque_id(transaction_id_bytes); });
  deadline_ = loop_.after_ms(timeout_ms, [this] { silent("the TURN server did not answer"); });
  send();
}

void TurnAsk::send() {
  socket_->send(client_->request(), server_);
  again_ = loop_.after_ms(again_ms, [this] { send(); });
}

void TurnAsk::on_datagram(std::string_view datagram) {
  if (!client_) return;
  const std::string asked = client_->request();
  const auto outcome = client_->on_datagram(datagram);
  if (!outcome) {
    if (client_->request() != asked) send();
    return;
  }
  if (const std::string farewell = client_->farewell(); !farewell.empty()) socket_->send(farewell, server_);
  client_.reset();
  again_.cancel();
  deadline_.cancel();
  record_answer(*outcome);
}

void TurnAsk::silent(const std::string& why) {
  client_.reset();
  again_.cancel();
  deadline_.cancel();
  on_silence_(why);
}

void TurnAsk::record_request(const Value& credentials) {
  Entry entry = entry_of(Kind::request);
  entry.from = parties_.actor;
  entry.to = std::string(scenario::turn_word);
  entry.step = parties_.step;
  entry.head = make_object({{"method", std::string(allocate_method)}});
  entry.body = credentials;
  cause_ = recorder_.append(std::move(entry));
}

void TurnAsk::record_answer(const peer::TurnOutcome& outcome) {
  Entry entry = entry_of(Kind::response);
  entry.from = std::string(scenario::turn_word);
  entry.to = parties_.actor;
  entry.cause = cause_;
  entry.head = make_object({{"status", outcome.code == 0 ? ok_status : outcome.code}});
  entry.body = make_object({{"was_asked", outcome.was_asked}});
  if (!outcome.reason.empty()) entry.body.set("reason", outcome.reason);
  if (!outcome.relayed.empty()) entry.body.set("relayed", outcome.relayed);
  recorder_.append(std::move(entry));
}

}  // namespace ringcheck::run
