#pragma once
// Requests to a homeserver that is not ours: few at once, and one that was refused for its limits (429) is
// asked again when the server said.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "net/http_client.hpp"
#include "net/loop.hpp"

namespace ringcheck::run {

/// How long a 429 asks to wait: `Retry-After` in seconds or `retry_after_ms`, whichever is longer; a second
/// where it says neither. Nothing for any other answer.
std::optional<std::int64_t> retry_after_ms(const net::HttpResponse& response);

/// What is asked, and who is told of it.
struct PoliteRequest {
  net::HttpRequest http;
  std::int64_t timeout_ms = 0;                ///< from the moment on when it is sent
  net::HttpClient::OnAnswer on_answer;        ///< once
  std::function<void()> on_sent;              ///< once, when its turn has come
  std::function<void(std::int64_t)> on_wait;  ///< before it is sent again, with the time until then, in ms
  bool takes_limits = false;                  ///< a 429 is its answer
};

class PoliteClient {
 public:
  struct Manners {
    std::size_t most_at_once = 4;
    /// Of one request in all; a 429 beyond that is its answer. -1: each is. Synapse's limit for making rooms
    /// asks for a minute and a little more.
    std::int64_t most_wait_ms = 90'000;
  };

  PoliteClient(net::Loop& loop, std::unique_ptr<net::HttpClient> client, Manners manners)
      : loop_(loop), client_(std::move(client)), manners_(manners) {}

  /// Those who are told may be left out, but for on_answer.
  void ask(PoliteRequest request);
  /// To the same server, without these manners.
  std::unique_ptr<net::HttpClient> more_connections() const { return client_->again(); }
  /// What was asked is answered to nobody any more.
  void close();

 private:
  struct Asked {
    PoliteRequest request;
    std::int64_t waited_ms = 0;
  };

  void next();
  void send(const std::shared_ptr<Asked>& asked);
  void answered(const std::shared_ptr<Asked>& asked, Result<net::HttpResponse> answer);

  net::Loop& loop_;
  std::unique_ptr<net::HttpClient> client_;
  Manners manners_;
  std::deque<std::shared_ptr<Asked>> waiting_;
  std::map<std::shared_ptr<Asked>, net::Timer> under_way_;  ///< with what they wait for after a 429
};

}  // namespace ringcheck::run
