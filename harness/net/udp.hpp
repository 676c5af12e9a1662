#pragma once
// A UDP socket on 127.0.0.1, for STUN and media of a peer.

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "net/loop.hpp"
#include "net/loopback.hpp"
#include "value/result.hpp"

namespace ringcheck::net {

/// Drops every packet that is not from 127.0.0.0/8 and refuses to send elsewhere.
class UdpSocket {
 public:
  /// Binds to 127.0.0.1 and a free port. The datagram is valid during the callback only, which may destroy
  /// the socket.
  static Result<std::unique_ptr<UdpSocket>> bind_loopback(
      Loop& loop, std::function<void(std::string_view datagram, Endpoint from)> on_datagram);
  ~UdpSocket();

  uint16_t port() const;
  /// Sends one datagram now. False when it is not for loopback, too long, or the system does not take it: it
  /// is lost then, as datagrams may be.
  bool send(std::string_view datagram, Endpoint to);

 private:
  struct Impl;
  explicit UdpSocket(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace ringcheck::net
