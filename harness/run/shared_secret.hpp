#pragma once
// Registration by a shared secret, which Synapse and Dendrite have: a nonce is asked for, and a digest over
// it and the account is sent with the account.

#include <string>

#include "value/value.hpp"

namespace ringcheck::run {

/// GET gives the nonce, POST registers.
inline constexpr const char* register_path = "/_synapse/admin/v1/register";

/// What is sent for a user who is no administrator.
Value registration_body(const std::string& secret, const std::string& nonce, const std::string& user,
                        const std::string& password);

}  // namespace ringcheck::run
