#pragma once
// The media streams that a session description speaks of, as sdp_stream_metadata names them.

#include <string>
#include <string_view>
#include <vector>

#include "sdp/description.hpp"

namespace ringcheck::check {

/// Stream ids, each once. A track without a stream has none.
struct Streams {
  std::vector<std::string> all;
  std::vector<std::string> sent;  ///< those of sections that send now
};

/// Streams stand in a=msid (RFC 8830), and in older descriptions in a=ssrc (RFC 5576 and the draft of msid).
Streams streams_of(const sdp::Description& description);

bool has_name(const std::vector<std::string>& names, std::string_view name);

}  // namespace ringcheck::check
