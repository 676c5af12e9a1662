#pragma once
// An end of TLS on a socket that never blocks. A client verifies the certificate of the server, and that it
// is made out to the name that was asked for; a server shows its own. OpenSSL stays behind tls*.cpp.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "value/result.hpp"

namespace ringcheck::net {

class TlsIdentity;

/// Whom to believe.
class TlsTrust {
 public:
  struct State;

  /// `ca_file`: certificates of authorities, PEM; empty: those of this machine.
  static Result<std::shared_ptr<TlsTrust>> load(const std::string& ca_file);
  ~TlsTrust();
  TlsTrust(const TlsTrust&) = delete;
  TlsTrust& operator=(const TlsTrust&) = delete;
  const State& state() const { return *state_; }

 private:
  explicit TlsTrust(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class Tls {
 public:
  /// What became of an attempt. `wants_…`: it is to be made again when the socket is ready for that.
  enum class Progress : uint8_t { done, wants_read, wants_write, ended, failed };

  /// The client's end. The socket stays its owner's, and open until this is gone. `host`: a name or an
  /// address.
  Tls(const TlsTrust& trust, int socket, std::string host);
  /// The server's end.
  Tls(const TlsIdentity& identity, int socket);
  ~Tls();
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;

  Progress handshake();
  /// `count` tells how many bytes were taken, or have come.
  Progress write(std::string_view bytes, size_t& count);
  Progress read(char* bytes, size_t room, size_t& count);
  /// Tells the other end that this is all, as far as the socket takes it at once.
  void say_goodbye();
  /// Only when failed: a sentence without a full stop.
  const std::string& trouble() const { return trouble_; }

 private:
  struct State;
  Progress progress(int result, std::string_view doing);

  std::unique_ptr<State> state_;
  std::string host_;
  std::string trouble_;
};

}  // namespace ringcheck::net
