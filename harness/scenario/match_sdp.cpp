#include "scenario/match_sdp.hpp"

#include <string>
#include <vector>

#include "sdp/describe.hpp"

namespace ringcheck::scenario {
namespace {

Value list(const std::vector<std::string>& strings) {
  Value value = make_array();
  for (const std::string& each : strings) value.push(each);
  return value;
}

}  // namespace

std::optional<Value> describe_sdp(std::string_view text) {
  const sdp::Summary summary = sdp::summarize(text);
  if (!summary.ok) return std::nullopt;
  return make_object({{"media", list(summary.media)},
                      {"rejected", list(summary.rejected)},
                      {"direction", summary.direction},
                      {"directions", list(summary.directions)},
                      {"mids", list(summary.mids)},
                      {"setup", summary.setup},
                      {"ice_ufrag", summary.ice_ufrag},
                      {"stream_ids", list(summary.stream_ids)},
                      {"has_candidates", summary.has_candidates},
                      {"has_end_of_candidates", summary.has_end_of_candidates}});
}

}  // namespace ringcheck::scenario
