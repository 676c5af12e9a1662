// ICE candidates: each line by its grammar, each for a media line that exists, none from a callee before its
// answer, none after the end marker.

#include <algorithm>

#include <fmt/format.h>

#include "check/schema_fault.hpp"
#include "check/trace_checks.hpp"
#include "sdp/candidate.hpp"

namespace ringcheck::check {
namespace {

struct Line {
  const Value& candidate;  ///< the object
  std::string_view text;
  std::string pointer;
};

void judge_text(const CallEvent& event, const Line& line, Tally& tally) {
  tally.looked_at({});
  for (const sdp::Finding& fault : sdp::check_candidate(line.text)) {
    Finding finding;
    finding.error = false;
    finding.pointer = line.pointer + "/candidate";
    finding.text = fmt::format("a candidate: {} ({}, {})", fault.text, fault.rule_id, fault.source);
    tally.fault(*event.entry, std::move(finding));
  }
}

void tell_place(const CallEvent& event, const Line& line, const char* key, std::string wanted, Tally& tally) {
  Finding finding;
  finding.requirement = "VOIP-069";
  finding.pointer = line.pointer + "/" + key;
  finding.wanted = std::move(wanted);
  finding.came = describe_value(line.candidate.find(key));
  finding.text =
      fmt::format("a candidate has the {} {}, which no description of its sender has", key, finding.came);
  tally.fault(*event.entry, std::move(finding));
}

void judge_place(const CallMoment& moment, const Line& line, Tally& tally) {
  const OwnMedia& media = moment.call.media;
  if (!media.described || moment.room.description_under_way()) return;
  const std::string_view mid = line.candidate.string_at("sdpMid");
  const Value* index = line.candidate.find("sdpMLineIndex");
  if (mid.empty() && index == nullptr) return;
  tally.looked_at("VOIP-069");
  if (!mid.empty() && std::find(media.mids.begin(), media.mids.end(), mid) == media.mids.end()) {
    tell_place(moment.event, line, "sdpMid", "the mid of a media section", tally);
  }
  const auto number = index == nullptr ? std::nullopt : index->as_int();
  if (number && (*number < 0 || static_cast<std::size_t>(*number) >= media.sections)) {
    tell_place(moment.event, line, "sdpMLineIndex", fmt::format("less than {}", media.sections), tally);
  }
}

bool differ(std::string_view one, std::string_view other) {
  return !one.empty() && !other.empty() && one != other;
}

/// An end marker that names a media line or a generation of ICE speaks of that alone.
const EndMarker* marker_before(const CallMoment& moment, const Line& line) {
  const auto& markers = moment.call.end_markers;
  const auto found = std::find_if(markers.begin(), markers.end(), [&](const EndMarker& marker) {
    return !differ(marker.mid, line.candidate.string_at("sdpMid")) &&
           !differ(marker.ufrag, line.candidate.string_at("usernameFragment")) &&
           !differ(moment.call.media.ufrag, line.candidate.string_at("usernameFragment")) &&
           moment.sent_after(marker.t_us);
  });
  return found == markers.end() ? nullptr : &*found;
}

void judge_end(const CallMoment& moment, const Line& line, Tally& tally) {
  const EndMarker* marker = marker_before(moment, line);
  const bool is_marker = line.text.empty();
  if (is_marker) tally.looked_at("VOIP-073");
  if (marker == nullptr) return;
  Finding finding;
  // A second end marker is no candidate; one for each generation is what is wanted (stance S17).
  if (!is_marker) finding.requirement = "VOIP-073";
  finding.error = !is_marker;
  finding.pointer = line.pointer + "/candidate";
  finding.text = is_marker ? "the end of candidates was told twice in one generation of ICE"
                           : "a candidate was sent after the end of candidates";
  tally.fault(*moment.event.entry, std::move(finding));
}

void judge_begin(const CallMoment& moment, Tally& tally) {
  const Call& call = moment.call;
  if (!call.is_callee() || !call.whole || moment.room.unclear || moment.room.answer_under_way) return;
  tally.looked_at("VOIP-079");
  if (call.own_answers > 0) return;
  Finding finding;
  finding.requirement = "VOIP-079";
  finding.wanted = "an m.call.answer first";
  finding.came = "m.call.candidates";
  finding.text = "m.call.candidates was sent by a callee that has not answered";
  tally.fault(*moment.event.entry, std::move(finding));
}

}  // namespace

void check_candidates(const CallMoment& moment, Tally& tally) {
  const CallEvent& event = moment.event;
  if (event.to_device || event.call_id().empty() || event.type() != "m.call.candidates") return;
  if (moment.call.end) return;
  judge_begin(moment, tally);
  const Value* candidates = event.content().find("candidates");
  if (candidates == nullptr) return;
  std::size_t index = 0;
  for (const Value& each : candidates->items) {
    const std::size_t at = index++;
    const Value* text = each.find("candidate");
    if (text == nullptr || !text->is_string()) continue;
    const Line line{each, text->text, fmt::format("/candidates/{}", at)};
    judge_text(event, line, tally);
    judge_place(moment, line, tally);
    judge_end(moment, line, tally);
  }
}

}  // namespace ringcheck::check
