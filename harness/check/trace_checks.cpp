#include "check/trace_checks.hpp"

namespace ringcheck::check {
namespace {

using Ids = const std::string_view[];

constexpr Ids schema_ids = {"VOIP-001", "VOIP-002", "VOIP-003", "VOIP-004", "VOIP-033",
                            "VOIP-034", "VOIP-067", "VOIP-068", "VOIP-089", "VOIP-092",
                            "VOIP-125", "VOIP-140", "VOIP-142", "VOIP-176"};
constexpr Ids channel_ids = {"VOIP-013"};
constexpr Ids identifier_ids = {"VOIP-016", "VOIP-017", "VOIP-176"};
constexpr Ids party_ids = {"VOIP-022"};
constexpr Ids sdp_ids = {"VOIP-212"};

constexpr TraceCheck checks[] = {
    {"schema", "the content of each call event fits the schema that its version chooses", schema_ids,
     check_schema},
    {"channel", "call events are message events of a room", channel_ids, check_channel},
    {"identifiers", "call_id, party_id and invitee keep to their grammar", identifier_ids, check_identifiers},
    {"party", "party_id stays the same through a call", party_ids, check_party},
    {"sdp", "descriptions are sound, and an answer fits its offer", sdp_ids, check_sdp},
    {"size", "an event stays within 65536 bytes", {}, check_size},
};

}  // namespace

std::span<const TraceCheck> trace_checks() {
  return checks;
}

}  // namespace ringcheck::check
