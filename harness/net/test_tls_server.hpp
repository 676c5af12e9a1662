#pragma once
// For the tests of TLS: a throwaway authority, certificates of its making, and a server that answers each
// request over TLS, one connection after the other, in a thread of its own.

#include <array>
#include <atomic>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include "net/loopback.hpp"

namespace ringcheck::net::testing {

using Key = std::shared_ptr<EVP_PKEY>;
using Certificate = std::shared_ptr<X509>;

struct Identity {
  Key key;
  Certificate certificate;
};

/// `names` as OpenSSL writes them: "DNS:localhost,IP:127.0.0.1"; empty: an authority. `by`: who signs;
/// nobody: itself. `days` may be over.
inline Identity make_identity(const std::string& names, const Identity* by, long days = 1) {
  Identity made{Key(EVP_EC_gen("P-256"), EVP_PKEY_free), Certificate(X509_new(), X509_free)};
  X509* certificate = made.certificate.get();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), names.empty() ? 1 : 2);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -10L * 86'400);
  X509_gmtime_adj(X509_getm_notAfter(certificate), days * 86'400);
  X509_NAME* name = X509_get_subject_name(certificate);
  const std::string common = names.empty() ? "throwaway authority" : "throwaway server";
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(common.c_str()),
                             -1, -1, 0);
  const Identity& signer = by == nullptr ? made : *by;
  X509_set_issuer_name(certificate, X509_get_subject_name(signer.certificate.get()));
  X509_set_pubkey(certificate, made.key.get());
  X509V3_CTX context;
  X509V3_set_ctx(&context, signer.certificate.get(), certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension =
      names.empty() ? X509V3_EXT_conf_nid(nullptr, &context, NID_basic_constraints, "critical,CA:TRUE")
                    : X509V3_EXT_conf_nid(nullptr, &context, NID_subject_alt_name, names.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  X509_sign(certificate, signer.key.get(), EVP_sha256());
  return made;
}

inline void write_certificate(const Identity& identity, const std::string& path) {
  const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "w"), std::fclose);
  PEM_write_X509(file.get(), identity.certificate.get());
}

class TlsServer {
 public:
  explicit TlsServer(const Identity& identity) : context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free) {
    SSL_CTX_use_certificate(context_.get(), identity.certificate.get());
    SSL_CTX_use_PrivateKey(context_.get(), identity.key.get());
    listener_ = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address = to_system(Endpoint{});
    socklen_t size = sizeof address;
    static_cast<void>(bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size));
    listen(listener_.get(), 8);
    getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = from_system(address).port;
    thread_ = std::thread([this] { serve(); });
  }
  ~TlsServer() {
    shutdown(listener_.get(), SHUT_RDWR);
    thread_.join();
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  uint16_t port() const { return port_; }
  int connections() const { return connections_; }

 private:
  void serve() {
    for (;;) {
      const Descriptor connection(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (!connection) return;
      ++connections_;
      const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context_.get()), SSL_free);
      SSL_set_fd(ssl.get(), connection.get());
      if (SSL_accept(ssl.get()) == 1) answer(ssl.get());
    }
  }

  // Large enough for several records, and thus for what TLS holds back when the socket has no more.
  static void answer(SSL* ssl) {
    const std::string body(100'000, 'x');
    const std::string wire =
        "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    std::string in;
    std::array<char, 4096> chunk{};
    for (int count = 0; (count = SSL_read(ssl, chunk.data(), static_cast<int>(chunk.size()))) > 0;) {
      in.append(chunk.data(), static_cast<size_t>(count));
      if (!in.ends_with("\r\n\r\n")) continue;
      in.clear();
      SSL_write(ssl, wire.data(), static_cast<int>(wire.size()));
    }
  }

  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  Descriptor listener_;
  uint16_t port_ = 0;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

}  // namespace ringcheck::net::testing
