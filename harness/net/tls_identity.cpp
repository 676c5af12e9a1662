#include "net/tls_identity.hpp"

#include <string_view>

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "net/tls_state.hpp"

namespace ringcheck::net {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

struct Signed {
  Key key{nullptr, EVP_PKEY_free};
  Certificate certificate{nullptr, X509_free};
};

// A telephone's clock may be wrong by hours, and a run that is kept up lasts for days.
constexpr long before_s = 86'400;
constexpr long after_s = 7L * 86'400;

void name(X509_NAME* of, std::string_view common_name) {
  X509_NAME_add_entry_by_txt(of, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.data()),
                             static_cast<int>(common_name.size()), -1, 0);
}

bool extend(X509* certificate, X509* issuer, int what, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str());
  const bool added = extension != nullptr && X509_add_ext(certificate, extension, -1) == 1;
  X509_EXTENSION_free(extension);
  return added;
}

// Browsers and strict verifiers ask for a serial number that is not guessed, and for version 3.
bool begin(X509* certificate, EVP_PKEY* key, std::string_view common_name) {
  std::uint64_t serial = 0;
  if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) return false;
  serial >>= 1U;
  name(X509_get_subject_name(certificate), common_name);
  return X509_set_version(certificate, X509_VERSION_3) == 1 &&
         ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial) == 1 &&
         X509_gmtime_adj(X509_getm_notBefore(certificate), -before_s) != nullptr &&
         X509_gmtime_adj(X509_getm_notAfter(certificate), after_s) != nullptr &&
         X509_set_pubkey(certificate, key) == 1;
}

// What stands here is what Python 3.13 and Apple's verifiers insist on; others want less.
Signed make_authority() {
  Signed made{{EVP_EC_gen("P-256"), EVP_PKEY_free}, {X509_new(), X509_free}};
  X509* certificate = made.certificate.get();
  const bool done = begin(certificate, made.key.get(), "ringcheck: throwaway authority of one run") &&
                    X509_set_issuer_name(certificate, X509_get_subject_name(certificate)) == 1 &&
                    extend(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                    extend(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign") &&
                    extend(certificate, certificate, NID_subject_key_identifier, "hash") &&
                    X509_sign(certificate, made.key.get(), EVP_sha256()) > 0;
  return done ? std::move(made) : Signed{};
}

Signed make_server(const Signed& authority, const std::string& names) {
  Signed made{{EVP_EC_gen("P-256"), EVP_PKEY_free}, {X509_new(), X509_free}};
  X509* certificate = made.certificate.get();
  X509* issuer = authority.certificate.get();
  const bool done = begin(certificate, made.key.get(), "ringcheck") &&
                    X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 &&
                    extend(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
                    extend(certificate, issuer, NID_key_usage, "critical,digitalSignature") &&
                    extend(certificate, issuer, NID_ext_key_usage, "serverAuth") &&
                    extend(certificate, issuer, NID_subject_alt_name, names) &&
                    extend(certificate, issuer, NID_subject_key_identifier, "hash") &&
                    extend(certificate, issuer, NID_authority_key_identifier, "keyid:always") &&
                    X509_sign(certificate, authority.key.get(), EVP_sha256()) > 0;
  return done ? std::move(made) : Signed{};
}

std::string pem_of(X509* certificate) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
  if (PEM_write_bio_X509(memory.get(), certificate) != 1) return {};
  const char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

}  // namespace

Result<std::shared_ptr<TlsIdentity>> TlsIdentity::make(const Endpoint& address) {
  const Signed authority = make_authority();
  if (!authority.certificate) return Error{"no throwaway authority could be made: " + tls_error()};
  const std::string ip = address.text().substr(0, address.text().find(':'));
  const Signed server = make_server(authority, fmt::format("IP:{},DNS:localhost", ip));
  if (!server.certificate) return Error{"no throwaway certificate could be made: " + tls_error()};
  auto state = std::make_unique<State>();
  SSL_CTX* context = state->context.get();
  if (context == nullptr) return Error{"no TLS: " + tls_error()};
  set_up(*context);
  if (SSL_CTX_use_certificate(context, server.certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context, server.key.get()) != 1)
    return Error{"no TLS: " + tls_error()};
  state->authority_pem = pem_of(authority.certificate.get());
  return std::shared_ptr<TlsIdentity>(new TlsIdentity(std::move(state)));
}

TlsIdentity::TlsIdentity(std::unique_ptr<State> state) : state_(std::move(state)) {}
TlsIdentity::~TlsIdentity() = default;

const std::string& TlsIdentity::authority_pem() const {
  return state_->authority_pem;
}

}  // namespace ringcheck::net
