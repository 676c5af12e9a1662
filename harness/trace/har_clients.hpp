#pragma once
// Whose requests a HAR holds: clients told apart by their access tokens, or by page where the file was made
// without tokens. What user and device each is, is learnt from what it asks and is told.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trace/har_exchange.hpp"

namespace ringcheck::trace {

struct HarClient {
  std::string name;  ///< `@user:server`, with `/DEVICE` where a user has several; `client 1` for a stranger
  std::string user;  ///< empty: it did not show
  std::string device;
};

class HarClients {
 public:
  static constexpr std::size_t most = 100;

  /// The first reading of the file: takes one exchange in.
  void learn(const HarExchange& exchange);
  /// After the first reading: gives the names. Tokens of the same device become one client.
  void settle();

  /// Whose request it is. None when it has no token and there are several clients.
  std::optional<std::size_t> of(const HarExchange& exchange) const;
  const HarClient& at(std::size_t client) const { return clients_[client]; }
  /// Every client once.
  std::vector<std::size_t> all() const;
  /// The clients of a name, a user ID, or a user ID with `/` and a device.
  std::vector<std::size_t> named(std::string_view wanted) const;
  bool is_user(std::string_view user) const;
  /// No request has a token: they were taken out when the file was made.
  bool without_tokens() const { return !any_token_; }
  /// There were more clients than are told apart.
  bool left_some_out() const { return left_out_; }

 private:
  std::string key_of(const HarExchange& exchange) const;
  std::optional<std::size_t> add(const std::string& key);
  void learn_login(const HarExchange& exchange);
  void learn_user(HarClient& client, const HarExchange& exchange);

  std::vector<HarClient> clients_;
  std::map<std::string, std::size_t> by_key_;  ///< token or page -> client
  std::map<std::string, std::size_t> by_refresh_token_;
  bool any_token_ = false;
  bool left_out_ = false;
};

}  // namespace ringcheck::trace
