#include "net/tls.hpp"

#include <array>
#include <cerrno>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "net/descriptor.hpp"
#include "net/tls_state.hpp"

namespace ringcheck::net {
namespace {

bool is_address(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
         inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

std::string distrust(long why, const std::string& host) {
  if (why == X509_V_ERR_HOSTNAME_MISMATCH || why == X509_V_ERR_IP_ADDRESS_MISMATCH)
    return fmt::format("the certificate of {} is made out to another name", host);
  std::string text =
      fmt::format("the certificate of {} is not trusted: {}", host, X509_verify_cert_error_string(why));
  if (why != X509_V_ERR_CERT_HAS_EXPIRED && why != X509_V_ERR_CERT_NOT_YET_VALID)
    text += "; ca_file in subject.yaml names the certificate of an authority of your own";
  return text;
}

}  // namespace

std::string tls_error() {
  const char* reason = ERR_reason_error_string(ERR_get_error());
  ERR_clear_error();
  return reason == nullptr ? "the connection was closed" : reason;
}

void set_up(SSL_CTX& context) {
  SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION);
  // Who closes without a goodbye has ended; whether what came was whole the parser knows.
  SSL_CTX_set_options(&context, SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(&context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

TlsTrust::TlsTrust(std::unique_ptr<State> state) : state_(std::move(state)) {}
TlsTrust::~TlsTrust() = default;

Result<std::shared_ptr<TlsTrust>> TlsTrust::load(const std::string& ca_file) {
  auto state = std::make_unique<State>();
  SSL_CTX* context = state->context.get();
  if (context == nullptr) return Error{"no TLS: " + tls_error()};
  set_up(*context);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  const bool loaded = ca_file.empty() ? SSL_CTX_set_default_verify_paths(context) == 1
                                      : SSL_CTX_load_verify_file(context, ca_file.c_str()) == 1;
  if (!loaded) return Error{fmt::format("{} holds no certificate in PEM: {}", ca_file, tls_error())};
  return std::shared_ptr<TlsTrust>(new TlsTrust(std::move(state)));
}

struct Tls::State {
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl;
};

Tls::Tls(const TlsTrust& trust, int socket, std::string host)
    : state_(std::make_unique<State>(State{{SSL_new(trust.state().context.get()), SSL_free}})),
      host_(std::move(host)) {
  SSL* ssl = state_->ssl.get();
  SSL_set_fd(ssl, socket);
  SSL_set_connect_state(ssl);
  if (is_address(host_)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host_.c_str());
  } else {
    SSL_set_tlsext_host_name(ssl, host_.c_str());
    SSL_set1_host(ssl, host_.c_str());
  }
}

Tls::Tls(const TlsIdentity& identity, int socket)
    : state_(std::make_unique<State>(State{{SSL_new(identity.state().context.get()), SSL_free}})),
      host_("a client") {
  SSL_set_fd(state_->ssl.get(), socket);
  SSL_set_accept_state(state_->ssl.get());
}

Tls::~Tls() = default;

Tls::Progress Tls::handshake() {
  ERR_clear_error();
  return progress(SSL_do_handshake(state_->ssl.get()), "the TLS handshake");
}

Tls::Progress Tls::write(std::string_view bytes, size_t& count) {
  ERR_clear_error();
  return progress(SSL_write_ex(state_->ssl.get(), bytes.data(), bytes.size(), &count), "sending over TLS");
}

Tls::Progress Tls::read(char* bytes, size_t room, size_t& count) {
  ERR_clear_error();
  return progress(SSL_read_ex(state_->ssl.get(), bytes, room, &count), "reading over TLS");
}

void Tls::say_goodbye() {
  ERR_clear_error();
  SSL_shutdown(state_->ssl.get());
  ERR_clear_error();
}

Tls::Progress Tls::progress(int result, std::string_view doing) {
  if (result > 0) return Progress::done;
  const int system_error = errno;
  switch (SSL_get_error(state_->ssl.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return Progress::wants_read;
    case SSL_ERROR_WANT_WRITE:
      return Progress::wants_write;
    case SSL_ERROR_ZERO_RETURN:
      return Progress::ended;
    case SSL_ERROR_SYSCALL:
      trouble_ = fmt::format("{} with {} failed: {}", doing, host_,
                             system_error == 0 ? tls_error() : error_text(system_error));
      return Progress::failed;
    default: {
      const long distrusted = SSL_get_verify_result(state_->ssl.get());
      trouble_ = distrusted != X509_V_OK ? distrust(distrusted, host_)
                                         : fmt::format("{} with {} failed: {}", doing, host_, tls_error());
      return Progress::failed;
    }
  }
}

}  // namespace ringcheck::net
