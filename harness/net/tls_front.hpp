#pragma once
// TLS before a plain port of ours: each connection that comes is one there, and what passes is the same. So a
// server, a WebSocket and all that is done to either know nothing of TLS.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "net/loop.hpp"
#include "net/loopback.hpp"
#include "net/tls_identity.hpp"
#include "value/result.hpp"

namespace ringcheck::net {

class TlsFront {
 public:
  /// Listens at `at`, for `plain_port` on the loopback. `on_trouble` gets a sentence about a connection that
  /// never came so far, as from who does not trust the certificate; it comes from the loop and may destroy
  /// the front.
  static Result<std::unique_ptr<TlsFront>> listen(Loop& loop, std::shared_ptr<TlsIdentity> identity,
                                                  std::uint16_t plain_port, const Endpoint& at,
                                                  std::function<void(std::string)> on_trouble);
  /// Closes every connection.
  ~TlsFront();

  std::uint16_t port() const;

 private:
  struct Impl;
  explicit TlsFront(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace ringcheck::net
