#pragma once
// What of a request goes into the trace beside its line: live and from a recording alike, since a check
// compares what they say.

#include <string>
#include <vector>

#include "value/value.hpp"

namespace ringcheck::trace {

/// Sixteen hexadecimal digits for one content, whatever the order of its keys: by it a request that comes
/// again is known. The same in every run and on every machine.
std::string digest(const Value& body);

/// The body of a login or a refresh without its secrets.
Value without_secrets(Value body);

Value string_list(const std::vector<std::string>& strings);

}  // namespace ringcheck::trace
