#include "net/tls_relay.hpp"

#include <cerrno>
#include <utility>

#include <netinet/tcp.h>
#include <sys/socket.h>

#include "net/loopback.hpp"

namespace ringcheck::net {
namespace {

constexpr std::int64_t handshake_ms = 10'000;

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

void send_at_once(int socket) {
  const int yes = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

}  // namespace

TlsRelay::TlsRelay(Loop& loop, const TlsIdentity& identity, Descriptor outside, std::uint16_t plain_port,
                   OnOver on_over)
    : loop_(loop),
      plain_port_(plain_port),
      on_over_(std::move(on_over)),
      outside_(std::move(outside)),
      tls_(identity, outside_.get()) {}

void TlsRelay::start() {
  send_at_once(outside_.get());
  watch_outside_ = loop_.watch(outside_.get());
  impatience_ = loop_.after_ms(handshake_ms, [this] {
    const auto self = shared_from_this();
    over("a client did not finish the TLS handshake within " + std::to_string(handshake_ms) + " ms");
  });
  step();
}

// Moves what can be moved now, and then waits for what is in the way.
void TlsRelay::step() {
  const auto self = shared_from_this();
  for (;;) {
    const Moved moved = move();
    if (moved == Moved::over) return over(trouble_);
    if (moved == Moved::no) return wait();
  }
}

TlsRelay::Moved TlsRelay::move() {
  tls_wants_read_ = false;
  tls_wants_write_ = false;
  inside_wants_write_ = false;
  if (!open_) return shake_hands();
  Moved all = Moved::no;
  for (const auto part :
       {&TlsRelay::from_outside, &TlsRelay::to_inside, &TlsRelay::from_inside, &TlsRelay::to_outside}) {
    const Moved moved = (this->*part)();
    if (moved == Moved::over) return moved;
    if (moved == Moved::yes) all = moved;
  }
  return all;
}

TlsRelay::Moved TlsRelay::shake_hands() {
  const Moved moved = after(tls_.handshake());
  if (moved == Moved::over) trouble_ = tls_.trouble();
  if (moved != Moved::yes) return moved;
  impatience_.cancel();
  open_ = true;
  return connect_inside() ? Moved::yes : Moved::over;
}

bool TlsRelay::connect_inside() {
  inside_ = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const sockaddr_in address = to_system(Endpoint{.port = plain_port_});
  if (!inside_ || (connect(inside_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 &&
                   errno != EINPROGRESS)) {
    trouble_ = "a connection over TLS did not reach its plain port: " + error_text(errno);
    return false;
  }
  send_at_once(inside_.get());
  watch_inside_ = loop_.watch(inside_.get());
  return true;
}

TlsRelay::Moved TlsRelay::after(Tls::Progress progress) {
  switch (progress) {
    case Tls::Progress::done:
      return Moved::yes;
    case Tls::Progress::wants_read:
      tls_wants_read_ = true;
      return Moved::no;
    case Tls::Progress::wants_write:
      tls_wants_write_ = true;
      return Moved::no;
    case Tls::Progress::ended:
    case Tls::Progress::failed:
      break;
  }
  return Moved::over;
}

TlsRelay::Moved TlsRelay::from_outside() {
  if (!in_.empty() || in_.ended) return Moved::no;
  in_.begin = in_.end = 0;
  const Moved moved = after(tls_.read(in_.bytes.data(), in_.bytes.size(), in_.end));
  if (moved != Moved::over) return moved;
  in_.ended = true;
  return Moved::yes;
}

// A client that has ended has gone, as HttpServer sees it too: what it is still owed nobody reads.
TlsRelay::Moved TlsRelay::to_inside() {
  if (in_.empty()) return in_.ended ? Moved::over : Moved::no;
  const ssize_t count = send(inside_.get(), in_.bytes.data() + in_.begin, in_.end - in_.begin, MSG_NOSIGNAL);
  if (count < 0 && !would_block(errno)) return Moved::over;
  inside_wants_write_ = count < 0;
  if (count > 0) in_.begin += static_cast<std::size_t>(count);
  return count > 0 ? Moved::yes : Moved::no;
}

TlsRelay::Moved TlsRelay::from_inside() {
  if (!out_.empty() || out_.ended) return Moved::no;
  const ssize_t count = recv(inside_.get(), out_.bytes.data(), out_.bytes.size(), 0);
  if (count < 0 && would_block(errno)) return Moved::no;
  out_.ended = count <= 0;
  out_.begin = 0;
  out_.end = count > 0 ? static_cast<std::size_t>(count) : 0;
  return Moved::yes;
}

TlsRelay::Moved TlsRelay::to_outside() {
  if (out_.empty()) {
    if (!out_.ended) return Moved::no;
    tls_.say_goodbye();
    return Moved::over;
  }
  std::size_t count = 0;
  const Moved moved = after(tls_.write({out_.bytes.data() + out_.begin, out_.end - out_.begin}, count));
  if (moved == Moved::yes) out_.begin += count;
  return moved;
}

// Both watches are members, and die with us.
void TlsRelay::wait() {
  if (tls_wants_read_) watch_outside_.on_readable([this] { step(); });
  if (tls_wants_write_) watch_outside_.on_writable([this] { step(); });
  if (inside_wants_write_) watch_inside_.on_writable([this] { step(); });
  if (open_ && out_.empty()) watch_inside_.on_readable([this] { step(); });
}

void TlsRelay::over(const std::string& trouble) {
  watch_outside_.stop();
  watch_inside_.stop();
  impatience_.cancel();
  std::exchange(on_over_, nullptr)(shared_from_this(), trouble);
}

}  // namespace ringcheck::net
