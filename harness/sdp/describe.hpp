#pragma once
// A description in a few plain facts, for the matchers and captures of scenarios (`$sdp: {media: [audio]}`).

#include <string>
#include <string_view>
#include <vector>

#include "sdp/parse.hpp"

namespace ringcheck::sdp {

struct Summary {
  bool ok = false;                      ///< the text parsed without an error
  std::vector<std::string> media;       ///< kinds of the accepted sections, first to last
  std::vector<std::string> rejected;    ///< kinds of the sections with port 0
  std::string direction;                ///< of the first accepted section; empty if there is none
  std::vector<std::string> directions;  ///< of each accepted section
  std::string ice_ufrag;                ///< of the first accepted section
  std::string setup;                    ///< of the first accepted section
  bool has_candidates = false;
  bool has_end_of_candidates = false;
  std::vector<std::string> mids;  ///< of every section, so that the place is sdpMLineIndex; "" if it has none
  std::vector<std::string> stream_ids;  ///< of a=msid, each once, in order; "-" (no stream) is left out
};

Summary summarize(const Parsed& parsed);
Summary summarize(std::string_view text);

}  // namespace ringcheck::sdp
