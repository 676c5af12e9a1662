#pragma once
// One connection of a TlsFront: TLS outside, a plain connection to the loopback inside, bytes both ways as
// fast as the slower end takes them.

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "net/descriptor.hpp"
#include "net/loop.hpp"
#include "net/tls.hpp"
#include "net/tls_identity.hpp"

namespace ringcheck::net {

class TlsRelay : public std::enable_shared_from_this<TlsRelay> {
 public:
  /// Called once, from the loop. `trouble` is empty when the connection has ended as connections do.
  using OnOver = std::function<void(const std::shared_ptr<TlsRelay>& relay, const std::string& trouble)>;

  TlsRelay(Loop& loop, const TlsIdentity& identity, Descriptor outside, std::uint16_t plain_port,
           OnOver on_over);
  void start();

 private:
  /// Bytes on their way in one direction.
  struct Flow {
    std::array<char, 16'384> bytes{};
    std::size_t begin = 0;
    std::size_t end = 0;
    bool ended = false;  ///< no more will come
    bool empty() const { return begin == end; }
  };
  enum class Moved : std::uint8_t { yes, no, over };

  void step();
  Moved move();
  Moved shake_hands();
  Moved from_outside();
  Moved to_inside();
  Moved from_inside();
  Moved to_outside();
  Moved after(Tls::Progress progress);
  bool connect_inside();
  void wait();
  void over(const std::string& trouble);

  Loop& loop_;
  std::uint16_t plain_port_;
  OnOver on_over_;
  Descriptor outside_;
  Descriptor inside_;
  Tls tls_;
  Flow in_;
  Flow out_;
  bool open_ = false;  ///< hands are shaken
  bool tls_wants_read_ = false;
  bool tls_wants_write_ = false;
  bool inside_wants_write_ = false;
  std::string trouble_;
  Watch watch_outside_;
  Watch watch_inside_;
  Timer impatience_;  ///< with the handshake
};

}  // namespace ringcheck::net
