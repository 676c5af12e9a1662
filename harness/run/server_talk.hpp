#pragma once
// What the users of the harness say to a homeserver under test, and what it answers: over HTTP, and recorded.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "net/http_client.hpp"
#include "net/loop.hpp"
#include "run/guest.hpp"
#include "run/polite_client.hpp"
#include "run/recorder.hpp"
#include "value/value.hpp"

namespace ringcheck::run {

struct ServerAnswer {
  int status = 0;
  Value body;  ///< null when it is no JSON
  std::int64_t retry_after_ms = 0;
};

struct ServerRequest {
  std::string actor;
  std::string method;
  std::string target;  ///< path, percent-encoded, and query
  std::string token;   ///< empty: none
  Value body;          ///< null: none; `{$raw: text}`: the text as it is
  net::HttpHeaders headers;
  std::int64_t timeout_ms = 30'000;
  int step = -1;
  bool recorded = true;
  bool takes_limits = false;      ///< also where others wait for a server that asks to: a 429 is its answer
  std::function<void()> on_sent;  ///< its turn has come; who lets us ask little at once lets it wait for that
};

class ServerTalk {
 public:
  static Result<std::unique_ptr<ServerTalk>> open(net::Loop& loop, const std::string& url,
                                                  const std::string& server, Recorder& recorder);

  /// As the guest of a server that somebody runs: what changes something there is asked through `guest`,
  /// which outlives it; what the server says that may be a secret is masked.
  static std::unique_ptr<ServerTalk> with(net::Loop& loop, Guest& guest, int loan, const std::string& server,
                                          Recorder& recorder);

  /// Told when a request of a step has to wait for a server that asked it to.
  void on_wait(std::function<void(int step, std::int64_t ms)> listener) { on_wait_ = std::move(listener); }

  /// Called once, from the loop; the error tells that no answer came.
  using OnAnswer = std::function<void(const Result<ServerAnswer>&)>;
  void ask(ServerRequest request, OnAnswer on_answer);
  /// The trace and scenarios know a secret by what is shown for it; what is asked says the secret itself.
  void keep_secret(const std::string& secret, const std::string& shown);
  /// Nobody is answered any more.
  void close();

 private:
  ServerTalk(net::Loop& loop, std::unique_ptr<net::HttpClient> client, PoliteClient::Manners manners,
             std::string server, Recorder& recorder)
      : client_(loop, std::move(client), manners), server_(std::move(server)), recorder_(recorder) {}
  std::string revealed(std::string text) const;
  Value revealed(Value value) const;
  ServerRequest revealed(ServerRequest request) const;
  void keep_tokens(const Value& answer);
  void take(const ServerRequest& request, std::int64_t cause, const OnAnswer& on_answer,
            const Result<net::HttpResponse>& answer);
  std::int64_t record_request(const ServerRequest& request);
  void record_answer(const ServerRequest& request, std::int64_t cause, const net::HttpResponse& answer,
                     const Value& body);
  void record_silence(const ServerRequest& request, std::int64_t cause, const std::string& why);

  PoliteClient client_;
  Guest* guest_ = nullptr;
  int loan_ = 0;
  std::function<void(int, std::int64_t)> on_wait_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  ///< until it is closed
  std::string server_;                                          ///< the subject's name in the cast
  Recorder& recorder_;
  std::map<std::string, std::string> secrets_;  ///< by what is shown for them
};

/// `/_matrix/client/v3` before a path that is none of Matrix's own, as scenarios write it.
std::string whole_path(const std::string& path);

}  // namespace ringcheck::run
