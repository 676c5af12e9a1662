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

class PoliteClient {
 public:
  using OnAnswer = net::HttpClient::OnAnswer;
  using OnWait = std::function<void(std::int64_t ms)>;

  struct Manners {
    std::size_t most_at_once = 4;
    std::int64_t most_wait_ms =
        60'000;  ///< of one request in all; a 429 beyond that is its answer. -1: each is
  };

  PoliteClient(net::Loop& loop, std::unique_ptr<net::HttpClient> client, Manners manners)
      : loop_(loop), client_(std::move(client)), manners_(manners) {}

  /// `on_answer` is called once; `on_wait` each time before a request is asked again, with the time until
  /// then.
  void ask(net::HttpRequest request, std::int64_t timeout_ms, OnAnswer on_answer, OnWait on_wait = {});
  /// To the same server, without these manners.
  std::unique_ptr<net::HttpClient> more_connections() const { return client_->again(); }
  /// What was asked is answered to nobody any more.
  void close();

 private:
  struct Asked {
    net::HttpRequest request;
    std::int64_t timeout_ms = 0;
    OnAnswer on_answer;
    OnWait on_wait;
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
