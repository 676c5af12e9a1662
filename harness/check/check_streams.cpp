// sdp_stream_metadata against the description that it travels with: its keys are the stream ids of the SDP.

#include <string>

#include <fmt/format.h>

#include "check/schema_fault.hpp"
#include "check/streams.hpp"
#include "check/trace_checks.hpp"
#include "value/pointer.hpp"

namespace ringcheck::check {
namespace {

constexpr std::string_view key = "sdp_stream_metadata";
constexpr std::string_view draft_key = "org.matrix.msc3077.sdp_stream_metadata";

void tell(const CallEvent& event, std::string_view requirement, std::string pointer, std::string text,
          Tally& tally) {
  Finding finding;
  finding.requirement = requirement;
  finding.pointer = std::move(pointer);
  finding.text = std::move(text);
  tally.fault(*event.entry, std::move(finding));
}

void judge_keys(const CallMoment& moment, const Value& metadata, const Streams& here, Tally& tally) {
  tally.looked_at("VOIP-190");
  for (const Member& member : metadata.members) {
    const Value name(member.key);
    if (has_name(here.all, member.key) || has_name(moment.call.media.stream_ids, member.key)) continue;
    tell(moment.event, "VOIP-190", pointer_join(pointer_join({}, key), member.key),
         fmt::format("the metadata of {} is of a stream {} that no description of its sender has",
                     moment.event.type(), describe_value(&name)),
         tally);
  }
  for (const std::string& stream : here.sent) {
    if (metadata.find(stream) != nullptr) continue;
    tell(moment.event, "VOIP-190", fmt::format("/{}", key),
         fmt::format("the metadata of {} leaves out the stream {}, which its SDP sends", moment.event.type(),
                     stream),
         tally);
  }
}

void judge_name(const CallEvent& event, bool stable, bool draft, Tally& tally) {
  if (stable || draft) tally.looked_at("VOIP-193");
  if (stable || !draft) return;
  tell(event, "VOIP-193", fmt::format("/{}", draft_key),
       fmt::format("{} has its stream metadata under the name of the draft alone", event.type()), tally);
}

/// A version of the subject that knows metadata is not asked for: this is a should.
void judge_several(const CallMoment& moment, const Streams& here, bool told, Tally& tally) {
  if (here.sent.size() < 2) return;
  tally.looked_at("VOIP-189");
  if (told) return;
  tell(moment.event, "VOIP-189", {},
       fmt::format("the SDP of {} sends {} streams without saying which is what", moment.event.type(),
                   here.sent.size()),
       tally);
}

}  // namespace

void check_streams(const CallMoment& moment, Tally& tally) {
  const CallEvent& event = moment.event;
  if (event.to_device || event.version_0 || moment.call.end) return;
  const bool changes = event.type() == "m.call.sdp_stream_metadata_changed";
  if (!changes && !moment.described) return;
  const Value* metadata = event.content().find(key);
  const bool draft = event.content().find(draft_key) != nullptr;
  judge_name(event, metadata != nullptr, draft, tally);
  const bool readable = moment.parsed != nullptr && moment.parsed->ok();
  const Streams here = readable ? streams_of(moment.parsed->description) : Streams{};
  if (readable) judge_several(moment, here, metadata != nullptr || draft, tally);
  const bool all_known =
      moment.call.media.described && moment.call.whole && !moment.room.description_under_way();
  const bool comparable = changes ? all_known : readable;
  if (metadata != nullptr && metadata->is_object() && comparable) judge_keys(moment, *metadata, here, tally);
}

}  // namespace ringcheck::check
