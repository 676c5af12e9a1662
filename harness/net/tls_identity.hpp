#pragma once
// A throwaway authority, and a certificate of its making by which this machine is known for the time of a
// run. Both keys live in memory alone, and that of the authority only until it has signed.

#include <memory>
#include <string>

#include "net/loopback.hpp"
#include "value/result.hpp"

namespace ringcheck::net {

class TlsIdentity {
 public:
  struct State;

  /// Of `address`, and of localhost.
  static Result<std::shared_ptr<TlsIdentity>> make(const Endpoint& address);
  ~TlsIdentity();
  TlsIdentity(const TlsIdentity&) = delete;
  TlsIdentity& operator=(const TlsIdentity&) = delete;

  /// The certificate of the authority, PEM: whoever trusts it trusts us.
  const std::string& authority_pem() const;
  const State& state() const { return *state_; }

 private:
  explicit TlsIdentity(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace ringcheck::net
