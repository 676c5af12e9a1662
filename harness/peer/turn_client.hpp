#pragma once
// A client of a TURN server as far as credentials go (RFC 8656 section 7): asks for a relay, is asked who it
// is, says so by long-term credentials (RFC 8489 section 9.2), and is let in or not. Bytes in, bytes out.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "peer/stun.hpp"

namespace ringcheck::peer {

struct TurnOutcome {
  int code = 0;            ///< of the error (RFC 8489 section 14.8); 0: there is a relay
  std::string reason;      ///< of the error
  bool was_asked = false;  ///< the server wanted to know who asks
  std::string relayed;     ///< ip:port of the relay
};

class TurnClient {
 public:
  TurnClient(std::string username, std::string password, std::function<std::string()> transaction_id)
      : username_(std::move(username)),
        password_(std::move(password)),
        transaction_id_(std::move(transaction_id)) {
    ask();
  }

  /// What is to be sent now, and again while nothing comes.
  const std::string& request() const { return request_; }

  /// Takes a datagram of the server. Nothing: it is no answer to `request`, or `request` is another one now.
  std::optional<TurnOutcome> on_datagram(std::string_view datagram);

  /// Gives the relay back (a Refresh with a lifetime of zero); empty where there is none.
  std::string farewell() const;

 private:
  void ask();
  std::string signed_request(stun::Type type, std::uint32_t attribute_value,
                             std::uint16_t attribute_type) const;
  std::optional<TurnOutcome> refused(const stun::Message& answer);

  std::string username_;
  std::string password_;
  std::function<std::string()> transaction_id_;
  std::string id_;
  std::string request_;
  std::string realm_;
  std::string nonce_;
  int challenges_ = 0;
  bool has_relay_ = false;
};

/// The key of long-term credentials (RFC 8489 section 9.2.2).
std::string long_term_key(std::string_view username, std::string_view realm, std::string_view password);

}  // namespace ringcheck::peer
