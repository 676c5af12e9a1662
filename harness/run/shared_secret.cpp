#include "run/shared_secret.hpp"

#include "trace/hmac.hpp"

namespace ringcheck::run {

Value registration_body(const std::string& secret, const std::string& nonce, const std::string& user,
                        const std::string& password) {
  std::string signed_text = nonce;
  for (const std::string& part : {user, password, std::string("notadmin")}) {
    signed_text += '\0';
    signed_text += part;
  }
  return make_object({{"nonce", nonce},
                      {"username", user},
                      {"password", password},
                      {"admin", false},
                      {"mac", trace::hmac_sha1_hex(secret, signed_text)}});
}

}  // namespace ringcheck::run
