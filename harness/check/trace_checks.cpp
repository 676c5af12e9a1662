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
constexpr Ids error_ids = {"SRV-007"};
constexpr Ids widget_envelope_ids = {"WIDGET-064", "WIDGET-065", "WIDGET-071"};
constexpr Ids widget_shape_ids = {
    "WIDGET-084", "WIDGET-091", "WIDGET-092", "WIDGET-100", "WIDGET-105", "WIDGET-107", "WIDGET-110",
    "WIDGET-117", "WIDGET-118", "WIDGET-119", "WIDGET-120", "WIDGET-124", "WIDGET-129", "WIDGET-131",
    "WIDGET-135", "WIDGET-139", "WIDGET-152", "WIDGET-157", "WIDGET-158", "WIDGET-161", "WIDGET-162",
    "WIDGET-171", "WIDGET-173", "WIDGET-174", "WIDGET-177", "WIDGET-184", "WIDGET-185", "WIDGET-186",
    "WIDGET-193", "WIDGET-195", "WIDGET-196", "WIDGET-199", "WIDGET-201", "WIDGET-202", "WIDGET-205",
    "WIDGET-207", "WIDGET-208", "WIDGET-210", "WIDGET-216", "WIDGET-224", "WIDGET-227", "WIDGET-229",
    "WIDGET-232"};
constexpr Ids widget_member_ids = {"WIDGET-079"};
constexpr Ids widget_answer_ids = {"WIDGET-061", "WIDGET-065", "WIDGET-066", "WIDGET-067", "WIDGET-077",
                                   "WIDGET-078", "WIDGET-081", "WIDGET-085", "WIDGET-101"};
constexpr Ids widget_handshake_ids = {"WIDGET-088", "WIDGET-093", "WIDGET-102",
                                      "WIDGET-104", "WIDGET-117", "WIDGET-131"};
constexpr Ids widget_approval_ids = {"WIDGET-096", "WIDGET-106", "WIDGET-112", "WIDGET-116"};
constexpr Ids widget_capability_ids = {
    "WIDGET-097", "WIDGET-098", "WIDGET-108", "WIDGET-122", "WIDGET-126", "WIDGET-149", "WIDGET-153",
    "WIDGET-169", "WIDGET-170", "WIDGET-187", "WIDGET-192", "WIDGET-193", "WIDGET-200", "WIDGET-206",
    "WIDGET-213", "WIDGET-217", "WIDGET-225", "WIDGET-227", "WIDGET-230", "WIDGET-232", "WIDGET-252"};

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
    {"error_form", "errors of a homeserver are JSON with errcode and error", error_ids, nullptr, nullptr,
     nullptr, check_error_form},
    {"widget_envelope", "messages of the widget API have their envelope, and a response that of its request",
     widget_envelope_ids, nullptr, nullptr, check_widget_envelope},
    {"widget_shape", "data and response of each action fit the schema that is known of it", widget_shape_ids,
     nullptr, nullptr, check_widget_shape},
    {"widget_members", "messages of the widget API are JSON; members that nobody knows are noted",
     widget_member_ids, nullptr, nullptr, check_widget_members},
    {"widget_answers", "each request of the other side is answered once, in time and to the right frame",
     widget_answer_ids, nullptr, nullptr, check_widget_answers},
    {"widget_handshake", "a session of the widget API begins in its order", widget_handshake_ids, nullptr,
     nullptr, check_widget_handshake},
    {"widget_approval", "a host approves what was asked for, and takes nothing back", widget_approval_ids,
     nullptr, nullptr, check_widget_approval},
    {"widget_capability", "what needs a capability is neither asked nor done without it",
     widget_capability_ids, nullptr, nullptr, check_widget_capability},
};

}  // namespace

std::span<const TraceCheck> trace_checks() {
  return checks;
}

}  // namespace ringcheck::check
