#pragma once
// What the `$sdp` matcher sees of a session description: a small map, made by the parser, never by text
// search.

#include <optional>
#include <string_view>

#include "value/value.hpp"

namespace ringcheck::scenario {

/// {media, rejected, direction, directions, mids, setup, stream_ids, has_candidates}; nothing when it does
/// not parse.
std::optional<Value> describe_sdp(std::string_view text);

}  // namespace ringcheck::scenario
