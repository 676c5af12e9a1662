#include "check/call.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "check/described.hpp"
#include "check/streams.hpp"
#include "sdp/describe.hpp"

namespace ringcheck::check {
namespace {

// What one call may make us remember.
constexpr std::size_t most_replies = 16;
constexpr std::size_t most_names = 64;
constexpr std::size_t most_end_markers = 16;
constexpr std::size_t longest_description_bytes = std::size_t{256} * 1024;

Party party_of(const CallEvent& event) {
  return {std::string(event.sender()), std::string(event.party_id()), event.version_0};
}

bool is_same(const Party& party, const CallEvent& event) {
  return party.user_id == event.sender() && (party.version_0 || party.party_id == event.party_id());
}

void add_new(std::vector<std::string>& names, const std::vector<std::string>& more) {
  for (const std::string& name : more) {
    if (name.empty() || names.size() >= most_names) continue;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
}

void note_identity(OwnParty& own, const CallEvent& event) {
  const Value* version = event.content().find("version");
  if (own.version.is_null() && version != nullptr && (version->is_string() || version->is_number())) {
    own.version = *version;
  }
  if (!own.party_id.is_null() || event.party_id().empty()) return;
  own.party_id = *event.content().find("party_id");
  own.sender = event.sender();
  own.on_type = event.type();
}

void note_media(Call& call, const sdp::Parsed& parsed) {
  const sdp::Summary summary = sdp::summarize(parsed);
  OwnMedia& media = call.media;
  media.described = true;
  media.sections = std::max(media.sections, parsed.description.media.size());
  add_new(media.mids, summary.mids);
  add_new(media.stream_ids, streams_of(parsed.description).all);
  if (summary.ice_ufrag == media.ufrag) return;
  media.ufrag = summary.ice_ufrag;
  call.end_markers.clear();
}

std::string kept(std::string_view text) {
  return text.size() > longest_description_bytes ? std::string() : std::string(text);
}

void note_own_description(Call& call, const Described& described) {
  if (described.role == sdp::Role::offer) {
    call.own_descriptions.offered = kept(described.text);
  } else {
    const auto other = partner(call);
    const OpenOffers& open = call.open_offers;
    const bool is_of_partner =
        other && open.count == 1 && other->user_id == open.by.user_id && other->party_id == open.by.party_id;
    call.own_descriptions = {kept(described.text), {}};
    call.their_descriptions.settled = is_of_partner ? open.text : std::string();
  }
  call.open_offers = {};
}

void note_their_description(Call& call, const CallEvent& event, const Described& described) {
  if (described.role == sdp::Role::offer) {
    OpenOffers& open = call.open_offers;
    if (++open.count == 1) {
      open = {1, kept(described.text), !event.entry->declared.empty(), party_of(event)};
    }
    return;
  }
  const auto other = partner(call);
  if (!other || !is_same(*other, event) || call.own_descriptions.offered.empty()) return;
  // Whose offer is in force after both sides made one is not to be seen from here.
  const bool clear = call.open_offers.count == 0;
  call.own_descriptions = {clear ? std::move(call.own_descriptions.offered) : std::string(), {}};
  call.their_descriptions.settled = clear ? kept(described.text) : std::string();
}

void note_end_markers(Call& call, const CallEvent& event) {
  const Value* candidates = event.content().find("candidates");
  if (candidates == nullptr) return;
  for (const Value& each : candidates->items) {
    const Value* line = each.find("candidate");
    if (line == nullptr || !line->is_string() || !line->text.empty()) continue;
    if (call.end_markers.size() >= most_end_markers) return;
    call.end_markers.push_back({std::string(each.string_at("sdpMid")),
                                std::string(each.string_at("usernameFragment")), event.entry->t_us});
  }
}

void advance_own(Call& call, const CallEvent& event, const sdp::Parsed* description) {
  note_identity(call.own, event);
  if (call.end) return;
  const std::string_view type = event.type();
  const auto described = description_of(event);
  if (type == "m.call.invite" && !call.own_offer) {
    call.own_offer = std::hash<std::string_view>()(described ? described->text : std::string_view());
    call.own_invite_version_0 = event.version_0;
  }
  if (type == "m.call.answer") ++call.own_answers;
  if (type == "m.call.candidates") note_end_markers(call, event);
  if (type == "m.call.select_answer" && !call.selected) {
    call.selected = event.content().string_at("selected_party_id");
    if (call.replies.size() > 1) call.their_descriptions = {};
  }
  if (described) note_own_description(call, *described);
  if (description != nullptr) note_media(call, *description);
  if (type == "m.call.hangup" || type == "m.call.reject") {
    finish(call, {"its own " + std::string(type), false, event.entry->t_us});
  }
}

void note_reply(Call& call, const CallEvent& event) {
  if (call.replies.size() >= most_replies || (!event.version_0 && event.party_id().empty())) {
    call.replies_unclear = true;
  } else {
    call.replies.push_back({party_of(event), event.type() == "m.call.reject"});
  }
}

void advance_theirs(Call& call, const CallEvent& event) {
  call.named_by_others = true;
  if (call.end) return;
  const std::string_view type = event.type();
  if (type == "m.call.invite" && !call.inviter) call.inviter = party_of(event);
  if (type == "m.call.answer" || type == "m.call.reject") note_reply(call, event);
  if (const auto described = description_of(event)) note_their_description(call, event, *described);
}

}  // namespace

std::optional<Party> partner(const Call& call) {
  if (call.is_callee()) return call.inviter;
  if (!call.is_caller() || call.replies_unclear) return std::nullopt;
  const Reply* found = nullptr;
  for (const Reply& reply : call.replies) {
    if (reply.rejects || (call.selected && *call.selected != reply.by.party_id)) continue;
    if (found != nullptr) return std::nullopt;
    found = &reply;
  }
  if (found == nullptr) return std::nullopt;
  return found->by;
}

void advance(Call& call, const CallEvent& event, const sdp::Parsed* own) {
  if (event.by_subject) {
    advance_own(call, event, own);
  } else {
    advance_theirs(call, event);
  }
}

std::optional<End> ends_call(const Call& call, const CallEvent& event) {
  const auto other = partner(call);
  if (event.by_subject || call.end || !other || !is_same(*other, event)) return std::nullopt;
  if (event.type() == "m.call.hangup") return End{"the m.call.hangup of its partner", false, 0};
  const std::string_view selected = event.content().string_at("selected_party_id");
  const bool other_selected = event.type() == "m.call.select_answer" && call.is_callee() &&
                              call.own_answers > 0 && !selected.empty() && !call.own.party_id.is_null() &&
                              selected != call.own.party_id.text;
  if (!other_selected) return std::nullopt;
  return End{"the selection of another party", true, 0};
}

void finish(Call& call, End end) {
  call.end = std::move(end);
  call.open_offers = {};
  call.own_descriptions = {};
  call.their_descriptions = {};
  call.media = {};
  call.replies.clear();
  call.end_markers.clear();
}

}  // namespace ringcheck::check
