#include "check/trace_checks.hpp"

namespace ringcheck::check {
namespace {

using Ids = const std::string_view[];

constexpr Ids schema_ids = {"VOIP-001", "VOIP-002", "VOIP-003", "VOIP-004", "VOIP-033", "VOIP-034",
                            "VOIP-067", "VOIP-068", "VOIP-089", "VOIP-092", "VOIP-125", "VOIP-137",
                            "VOIP-140", "VOIP-142", "VOIP-176", "VOIP-191", "VOIP-195", "VOIP-198"};
constexpr Ids channel_ids = {"VOIP-013"};
constexpr Ids identifier_ids = {"VOIP-016", "VOIP-017", "VOIP-176"};
constexpr Ids party_ids = {"VOIP-022"};
constexpr Ids begin_ids = {"VOIP-015", "VOIP-040", "VOIP-041"};
constexpr Ids end_ids = {"VOIP-088", "VOIP-095"};
constexpr Ids reply_ids = {"VOIP-091", "VOIP-092", "VOIP-093", "VOIP-105", "VOIP-106", "VOIP-115"};
constexpr Ids lifetime_ids = {"VOIP-036"};
constexpr Ids candidate_ids = {"VOIP-069", "VOIP-073", "VOIP-079"};
constexpr Ids negotiation_ids = {"VOIP-138", "VOIP-139"};
constexpr Ids stream_ids = {"VOIP-189", "VOIP-190", "VOIP-193"};
constexpr Ids sdp_ids = {"VOIP-212"};
constexpr Ids size_ids = {"VOIP-043"};
constexpr Ids transaction_ids = {"VOIP-044"};
constexpr Ids rate_ids = {"VOIP-087", "VOIP-239"};

constexpr TraceCheck checks[] = {
    {"schema", "the content of each call event fits the schema that its version chooses", schema_ids,
     check_schema},
    {"channel", "call events are message events of a room", channel_ids, check_channel},
    {"identifiers", "call_id, party_id and invitee keep to their grammar", identifier_ids, check_identifiers},
    {"party", "party_id and version stay the same through a call", party_ids, check_party},
    {"begin", "the invite comes first, and a call_id is used for one call", begin_ids, check_begin},
    {"end", "nothing is sent for a call that is over", end_ids, check_end},
    {"replies", "one answer or rejection by the callee, one selection by the caller", reply_ids,
     check_replies},
    {"lifetime", "an invite lives long enough", lifetime_ids, check_lifetime},
    {"candidates", "candidates are sound, in time, and none follows their end", candidate_ids,
     check_candidates},
    {"negotiation", "a call is negotiated anew only when it may be", negotiation_ids, check_negotiation},
    {"streams", "stream metadata fits the streams of the SDP", stream_ids, check_streams},
    {"sdp", "descriptions are sound, an answer fits its offer, and the next the one before", sdp_ids,
     check_sdp},
    {"event", "other events fit the schemas that are known of them", {}, nullptr, check_event},
    {"size", "an event stays within 65536 bytes, its keys within 255", size_ids, nullptr, check_size},
    {"canonical", "what is sent can be written as Canonical JSON", {}, nullptr, check_canonical},
    {"token", "requests carry their token, and in the header", {}, nullptr, check_token},
    {"transaction", "a transaction ID stands for one content", transaction_ids, nullptr, check_transaction},
    {"rate", "after a 429 the next try waits as long as it was told", rate_ids, nullptr, check_rate},
};

}  // namespace

std::span<const TraceCheck> trace_checks() {
  return checks;
}

}  // namespace ringcheck::check
