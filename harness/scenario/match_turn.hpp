#pragma once
// What the `$turn_credentials` matcher sees of the answer to GET /voip/turnServer, as deployed servers make
// it from a secret that they share with the TURN server (draft-uberti-behave-turn-rest).

#include <optional>
#include <string_view>

#include "value/value.hpp"

namespace ringcheck::scenario {

/// {expiry_ms, user}: the two halves of the user name; nothing when it has another form, or when the password
/// is not its digest under the secret.
std::optional<Value> describe_turn_credentials(const Value& answer, std::string_view secret);

}  // namespace ringcheck::scenario
