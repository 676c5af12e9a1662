#include "trace/har_clients.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "trace/sync_response.hpp"
#include "value/grammar.hpp"

namespace ringcheck::trace {
namespace {

std::string_view segment(const HarExchange& exchange, std::size_t index) {
  const auto& segments = exchange.address.segments;
  return index < segments.size() ? std::string_view(segments[index]) : std::string_view();
}

void set_if_user(std::string& user, std::string_view found) {
  if (user.empty() && is_user_id(found)) user = found;
}

void set_if_empty(std::string& text, std::string_view found) {
  if (text.empty()) text = found;
}

}  // namespace

std::string HarClients::key_of(const HarExchange& exchange) const {
  return exchange.token.empty() ? "page " + exchange.page : "token " + exchange.token;
}

std::optional<std::size_t> HarClients::add(const std::string& key) {
  const auto known = by_key_.find(key);
  if (known != by_key_.end()) return known->second;
  if (clients_.size() >= most) {
    left_out_ = true;
    return std::nullopt;
  }
  by_key_[key] = clients_.size();
  clients_.emplace_back();
  return clients_.size() - 1;
}

void HarClients::learn_login(const HarExchange& exchange) {
  const Value& answer = exchange.response_body.value;
  const std::string_view token = answer.string_at("access_token");
  if (token.empty()) return;
  std::optional<std::size_t> client;
  const auto before =
      by_refresh_token_.find(std::string(exchange.request_body.value.string_at("refresh_token")));
  if (before != by_refresh_token_.end()) {
    client = before->second;
    by_key_.try_emplace(fmt::format("token {}", token), *client);
  } else {
    client = add(fmt::format("token {}", token));
  }
  if (!client) return;
  set_if_user(clients_[*client].user, answer.string_at("user_id"));
  set_if_empty(clients_[*client].device, answer.string_at("device_id"));
  const std::string refresh_token(answer.string_at("refresh_token"));
  if (!refresh_token.empty()) by_refresh_token_[refresh_token] = *client;
}

void HarClients::learn_user(HarClient& client, const HarExchange& exchange) {
  if (segment(exchange, 0) == "user") set_if_user(client.user, segment(exchange, 1));
  const Value& answer = exchange.response_body.value;
  if (segment(exchange, 0) == "account" && segment(exchange, 1) == "whoami") {
    set_if_user(client.user, answer.string_at("user_id"));
    set_if_empty(client.device, answer.string_at("device_id"));
  }
  if (const Value* keys = exchange.request_body.value.find("device_keys")) {
    if (segment(exchange, 1) == "upload") {
      set_if_user(client.user, keys->string_at("user_id"));
      set_if_empty(client.device, keys->string_at("device_id"));
    }
  }
  if (client.user.empty() && is_sync(exchange)) {
    look_at_room_events(answer, [&](std::string_view, const Value& event) {
      const Value* more = event.find("unsigned");
      if (more != nullptr && more->find("transaction_id") != nullptr) {
        set_if_user(client.user, event.string_at("sender"));
      }
    });
  }
}

void HarClients::learn(const HarExchange& exchange) {
  const std::string_view first = segment(exchange, 0);
  if (first == "login" || first == "register" || first == "refresh") return learn_login(exchange);
  any_token_ = any_token_ || !exchange.token.empty();
  const auto client = add(key_of(exchange));
  if (client) learn_user(clients_[*client], exchange);
}

void HarClients::settle() {
  // Where there are tokens, a request without one says nothing of who made it.
  if (any_token_) std::erase_if(by_key_, [](const auto& each) { return each.first.starts_with("page "); });
  std::map<std::pair<std::string, std::string>, std::size_t> by_device;
  for (auto& [key, client] : by_key_) {
    const HarClient& each = clients_[client];
    if (each.user.empty() || each.device.empty()) continue;
    client = by_device.try_emplace({each.user, each.device}, client).first->second;
  }
  std::map<std::string, int> devices_of;
  for (const std::size_t client : all()) ++devices_of[clients_[client].user];
  int stranger = 0;
  std::map<std::string, int> nameless;
  for (const std::size_t client : all()) {
    HarClient& each = clients_[client];
    if (each.user.empty()) {
      each.name = fmt::format("client {}", ++stranger);
    } else if (devices_of[each.user] == 1) {
      each.name = each.user;
    } else {
      each.name = each.device.empty() ? fmt::format("{}/#{}", each.user, ++nameless[each.user])
                                      : fmt::format("{}/{}", each.user, each.device);
    }
  }
}

std::optional<std::size_t> HarClients::of(const HarExchange& exchange) const {
  const auto known = by_key_.find(key_of(exchange));
  if (known != by_key_.end()) return known->second;
  const auto clients = all();
  if (exchange.token.empty() && clients.size() == 1) return clients.front();
  return std::nullopt;
}

std::vector<std::size_t> HarClients::all() const {
  std::vector<std::size_t> clients;
  for (const auto& [key, client] : by_key_) clients.push_back(client);
  std::sort(clients.begin(), clients.end());
  clients.erase(std::unique(clients.begin(), clients.end()), clients.end());
  return clients;
}

std::vector<std::size_t> HarClients::named(std::string_view wanted) const {
  std::vector<std::size_t> found;
  for (const std::size_t client : all()) {
    const HarClient& each = clients_[client];
    if (each.name == wanted || each.user == wanted || each.user + "/" + each.device == wanted)
      found.push_back(client);
  }
  return found;
}

bool HarClients::is_user(std::string_view user) const {
  return std::any_of(clients_.begin(), clients_.end(),
                     [&](const HarClient& each) { return each.user == user; });
}

}  // namespace ringcheck::trace
