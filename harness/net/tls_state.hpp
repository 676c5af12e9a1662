#pragma once
// What OpenSSL calls the two ends of TLS; for net/tls*.cpp alone.

#include <memory>
#include <string>

#include <openssl/ssl.h>

#include "net/tls.hpp"
#include "net/tls_identity.hpp"

namespace ringcheck::net {

struct TlsTrust::State {
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
};

struct TlsIdentity::State {
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
  std::string authority_pem;
};

/// The first error that OpenSSL remembers, in its words; it forgets all of them.
std::string tls_error();

/// What both ends have in common: TLS 1.2 or newer, writes that may be partial, an end without a goodbye is
/// an end.
void set_up(SSL_CTX& context);

}  // namespace ringcheck::net
