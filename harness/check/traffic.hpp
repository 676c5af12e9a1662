#pragma once
// The HTTP of the subject as far as a trace tells it: which requests are open, which transaction IDs were
// used, when the homeserver asked to wait.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "check/recent.hpp"
#include "trace/entry.hpp"

namespace ringcheck::check {

/// One request, taken apart.
struct Request {
  std::int64_t t_us = 0;
  std::string method;
  std::string path;         ///< without `/_matrix/client/<version>`, decoded
  std::string endpoint;     ///< the path without its transaction ID
  std::string transaction;  ///< empty for a request that has none
  std::string device;       ///< whose token it carried, as the trace shows it
  std::string digest;       ///< of the body; empty when the trace does not tell
};

/// What became of a transaction ID.
struct Transaction {
  std::string digest;
  std::int64_t seq = 0;  ///< of its first request
};

/// A refusal for being too quick.
struct Limited {
  std::int64_t seq = 0;       ///< of the answer
  std::int64_t until_us = 0;  ///< the earliest time for another try
  std::int64_t wait_ms = 0;
};

class Traffic {
 public:
  /// Takes in an entry of the subject's HTTP; all others are passed over.
  void take(const trace::Entry& entry, std::string_view subject);

  /// A request whose answer was not written yet.
  const Request* open(std::int64_t seq) const { return open_.find(seq); }
  /// What is known of the transaction ID of a request from those before it.
  const Transaction* transaction(const Request& request) const;
  /// The refusal that a request like this one met last.
  const Limited* limited(const Request& request) const;
  /// Whether this trace shows tokens at all; a recording may have been cleared of them.
  bool has_seen_token() const { return has_seen_token_; }

 private:
  Recent<std::int64_t, Request> open_{1000};
  Recent<std::string, Transaction> transactions_{10'000};
  Recent<std::string, Limited> limited_{1000};
  bool has_seen_token_ = false;
};

/// The request of an entry; nothing for entries of other kinds.
std::optional<Request> as_request(const trace::Entry& entry, std::string_view subject);

}  // namespace ringcheck::check
