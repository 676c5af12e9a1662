#pragma once
// Checks a JSON value against the simple types of the vocabulary: params that we send, results and note data
// that we get. Strict on purpose: an unknown member is more often a slip of the pen than an extension.

#include <string>
#include <string_view>
#include <vector>

#include "driver/vocabulary.hpp"
#include "value/value.hpp"

namespace ringcheck::driver {

/// One sentence per fault, each with its JSON pointer, which starts with `pointer`:
/// `/data/call_id is the number 7 where a string is wanted`. Empty when `object` fits.
std::vector<std::string> check_shape(const Value& object, const std::vector<Field>& fields,
                                     std::string_view pointer = {});

}  // namespace ringcheck::driver
