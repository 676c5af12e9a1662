#pragma once
// A listening socket: takes the connections that come, and waits a moment when the process has no descriptors
// left.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "net/descriptor.hpp"
#include "net/loop.hpp"
#include "net/loopback.hpp"
#include "value/result.hpp"

namespace ringcheck::net {

class Acceptor : public std::enable_shared_from_this<Acceptor> {
 public:
  /// Either may close it, or destroy whoever holds it.
  struct Events {
    std::function<void(Descriptor client)> on_client;        ///< a socket that never blocks
    std::function<void(std::string sentence)> on_no_client;  ///< one could not be accepted
  };

  static Result<std::shared_ptr<Acceptor>> listen(Loop& loop, const Endpoint& at, Events events);

  std::uint16_t port() const { return port_; }
  /// Nobody is accepted any more.
  void close();

 private:
  Acceptor(Loop& loop, BoundSocket bound, Events events);
  void wait();
  void accept_all();
  void give_up_for_now(int error);

  Loop& loop_;
  Descriptor socket_;
  std::uint16_t port_;
  Events events_;
  Watch watch_;
  Timer retry_;
};

}  // namespace ringcheck::net
