#include "sdp/make.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "sdp/syntax.hpp"

namespace ringcheck::sdp {
namespace {

constexpr std::string_view kRtp = "UDP/TLS/RTP/SAVPF";
constexpr std::string_view kSctp = "UDP/DTLS/SCTP";

bool wants(const Wish& wish, std::string_view kind, bool otherwise) {
  if (kind == "audio") return wish.audio.value_or(otherwise);
  if (kind == "video") return wish.video.value_or(otherwise);
  return kind == "application" && wish.data.value_or(otherwise);
}

bool is_rtp(const Slot& slot) {
  return slot.protocol.find("RTP/") != std::string::npos;
}

bool has_live(const std::vector<Slot>& slots, std::string_view kind) {
  return std::any_of(slots.begin(), slots.end(),
                     [kind](const Slot& slot) { return slot.kind == kind && !slot.rejected; });
}

// Opus, the codec every browser can take, PCMU, and DTMF digits; VP8 for video.
Slot new_slot(std::string_view kind, std::string mid) {
  Slot slot{.kind = std::string(kind), .mid = std::move(mid), .protocol = std::string(kRtp)};
  if (kind == "audio") {
    slot.formats = {"111", "0", "110"};
    slot.codecs = {{"rtpmap", "111 opus/48000/2"},
                   {"fmtp", "111 minptime=10;useinbandfec=1"},
                   {"rtpmap", "0 PCMU/8000"},
                   {"rtpmap", "110 telephone-event/48000"}};
  } else if (kind == "video") {
    slot.formats = {"96"};
    slot.codecs = {{"rtpmap", "96 VP8/90000"}, {"rtcp-fb", "96 nack"}, {"rtcp-fb", "96 nack pli"}};
  } else {
    slot.protocol = kSctp;
    slot.formats = {"webrtc-datachannel"};
  }
  return slot;
}

std::string unused_mid(const std::vector<Slot>& slots) {
  for (std::size_t number = slots.size();; ++number) {
    std::string mid = fmt::format("{}", number);
    if (std::none_of(slots.begin(), slots.end(), [&mid](const Slot& slot) { return slot.mid == mid; }))
      return mid;
  }
}

std::string bundle_lines(const std::vector<Slot>& slots) {
  std::map<std::size_t, std::string> groups;
  for (const Slot& slot : slots) {
    if (!slot.rejected && slot.bundle != 0) groups[slot.bundle] += " " + slot.mid;
  }
  std::string text;
  for (const auto& [number, mids] : groups) text += fmt::format("a=group:BUNDLE{}\r\n", mids);
  return text;
}

std::string session_part(const Side& side) {
  return fmt::format("v=0\r\no=- {} {} IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n{}{}", side.identity.session_id,
                     side.version, side.ice_lite ? "a=ice-lite\r\n" : "", bundle_lines(side.slots));
}

std::string rejected_section(const Slot& slot) {
  std::string text = fmt::format("m={} 0 {} {}\r\nc=IN IP4 0.0.0.0\r\n", slot.kind, slot.protocol,
                                 slot.formats.empty() ? "0" : slot.formats.front());
  if (!slot.mid.empty()) text += fmt::format("a=mid:{}\r\n", slot.mid);
  return text + (is_rtp(slot) ? "a=inactive\r\n" : "");
}

std::string transport_lines(const Side& side, std::string_view setup) {
  const Identity& identity = side.identity;
  std::string text;
  if (side.candidate) text += fmt::format("a={}\r\n", candidate_line(*side.candidate));
  if (side.end_of_candidates) text += "a=end-of-candidates\r\n";
  return text + fmt::format(
                    "a=ice-ufrag:{}\r\na=ice-pwd:{}\r\na=ice-options:trickle\r\na=fingerprint:sha-256 {}\r\n"
                    "a=setup:{}\r\n",
                    identity.ice_ufrag, identity.ice_pwd, identity.fingerprint, setup);
}

std::string media_lines(const Side& side, const Slot& slot, Direction direction, std::uint32_t ssrc) {
  const Identity& identity = side.identity;
  std::string text = fmt::format("a={}\r\n", name_of(direction));
  const bool first = ssrc == identity.ssrc;
  const std::string track = first ? identity.track_id : fmt::format("{}-{}", identity.track_id, ssrc);
  if (sends(direction)) text += fmt::format("a=msid:{} {}\r\n", identity.stream_id, track);
  text += "a=rtcp-mux\r\n";
  for (const Attribute& codec : slot.codecs) text += fmt::format("a={}:{}\r\n", codec.name, codec.value);
  if (sends(direction)) text += fmt::format("a=ssrc:{} cname:{}\r\n", ssrc, identity.stream_id);
  return text;
}

std::string accepted_section(const Side& side, const Slot& slot, Direction direction, std::string_view setup,
                             std::uint32_t ssrc) {
  std::string formats;
  for (const std::string& format : slot.formats) formats += " " + format;
  std::string text = fmt::format("m={} 9 {}{}\r\nc=IN IP4 0.0.0.0\r\n", slot.kind, slot.protocol, formats);
  text += transport_lines(side, setup);
  if (!slot.mid.empty()) text += fmt::format("a=mid:{}\r\n", slot.mid);
  if (!is_rtp(slot)) return text + "a=sctp-port:5000\r\n";
  return text + media_lines(side, slot, direction, ssrc);
}

std::string write(const Side& side, const std::vector<Direction>& directions, std::string_view setup) {
  std::string text = session_part(side);
  std::uint32_t ssrc = side.identity.ssrc;
  for (std::size_t i = 0; i < side.slots.size(); ++i) {
    const Slot& slot = side.slots[i];
    text += slot.rejected ? rejected_section(slot) : accepted_section(side, slot, directions[i], setup, ssrc);
    ++ssrc;
  }
  return text;
}

// Payload types that a light side can pretend to talk: by name, or PCMU by its number.
bool is_wanted_codec(const Media& media, const std::string& format) {
  constexpr std::array<std::string_view, 4> names{"opus", "PCMU", "telephone-event", "VP8"};
  const std::string_view codec = codec_of(media, format);
  const std::string_view name = codec.substr(0, codec.find('/'));
  const bool known = std::any_of(names.begin(), names.end(), [name](std::string_view wanted) {
    return equals_ignoring_case(name, wanted);
  });
  return known || (format == "0" && media.kind == "audio");
}

Slot slot_from_offer(const Media& media, std::size_t bundle, bool wanted) {
  Slot slot{.kind = media.kind,
            .mid = std::string(attribute_value(media.attributes, "mid")),
            .protocol = media.protocol,
            .formats = media.formats,
            .bundle = bundle,
            .rejected = is_rejected(media) || !wanted || !media.well_formed};
  if (slot.rejected || !is_rtp(media)) return slot;
  std::erase_if(slot.formats,
                [&media](const std::string& format) { return !is_wanted_codec(media, format); });
  if (slot.formats.empty()) slot.formats = {media.formats.front()};
  for (const Attribute& attribute : media.attributes) {
    if (attribute.name != "rtpmap" && attribute.name != "fmtp" && attribute.name != "rtcp-fb") continue;
    const std::string format = attribute.value.substr(0, attribute.value.find(' '));
    const bool kept = std::find(slot.formats.begin(), slot.formats.end(), format) != slot.formats.end();
    if (kept) slot.codecs.push_back(attribute);
  }
  return slot;
}

std::size_t bundle_number(const Description& offer, const Media& media) {
  const std::string_view mid = attribute_value(media.attributes, "mid");
  const auto groups = bundle_groups(offer);
  const auto found = std::find_if(groups.begin(), groups.end(), [mid](const std::vector<std::string>& group) {
    return std::find(group.begin(), group.end(), mid) != group.end();
  });
  return found == groups.end() ? 0 : static_cast<std::size_t>(found - groups.begin()) + 1;
}

// The role an answer takes: what is settled stays; else what the offer leaves free.
std::string setup_for_answer(const Side& side, const Description& offer, const Wish& wish) {
  for (const Media& media : offer.media) {
    if (is_rejected(media)) continue;
    const Attribute* offered = transport_attribute(offer, media, "setup");
    if (offered != nullptr && offered->value == "active") return "passive";
    if (offered != nullptr && offered->value == "passive") return "active";
    break;
  }
  if (!side.setup.empty()) return side.setup;
  if (!wish.setup.empty()) return wish.setup;
  return side.ice_lite ? "passive" : "active";
}

}  // namespace

std::string candidate_line(const HostCandidate& candidate) {
  return fmt::format("candidate:1 1 udp 2122260223 {} {} typ host", candidate.ip, candidate.port);
}

std::string make_offer(Side& side, const Wish& wish) {
  const bool first = side.version++ == 0;
  for (Slot& slot : side.slots) slot.rejected = slot.rejected || !wants(wish, slot.kind, true);
  for (std::string_view kind : {"audio", "video", "application"}) {
    const bool live = has_live(side.slots, kind);
    if (!live && wants(wish, kind, first && kind == "audio")) {
      side.slots.push_back(new_slot(kind, unused_mid(side.slots)));
    }
  }
  const std::vector<Direction> directions(side.slots.size(), wish.direction);
  return write(side, directions, "actpass");
}

std::string make_answer(Side& side, const Description& offer, const Wish& wish) {
  ++side.version;
  side.setup = setup_for_answer(side, offer, wish);
  const bool has_data = has_live(side.slots, "application");
  side.slots.clear();
  std::vector<Direction> directions;
  for (const Media& media : offer.media) {
    const bool wanted = wants(wish, media.kind, media.kind != "application" || has_data);
    side.slots.push_back(slot_from_offer(media, bundle_number(offer, media), wanted));
    directions.push_back(intersection(reversed(direction_of(offer, media)), wish.direction));
  }
  return write(side, directions, side.setup);
}

void take_answer(Side& side, const Description& answer) {
  for (std::size_t i = 0; i < std::min(side.slots.size(), answer.media.size()); ++i) {
    const Media& media = answer.media[i];
    if (is_rejected(media)) {
      side.slots[i].rejected = true;
      continue;
    }
    const Attribute* setup = transport_attribute(answer, media, "setup");
    if (setup != nullptr && setup->value == "active") side.setup = "passive";
    if (setup != nullptr && setup->value == "passive") side.setup = "active";
  }
}

bool restarts_ice(const Description& next, const Description& previous) {
  for (std::size_t i = 0; i < std::min(next.media.size(), previous.media.size()); ++i) {
    if (is_rejected(next.media[i]) || is_rejected(previous.media[i])) continue;
    const Attribute* now = transport_attribute(next, next.media[i], "ice-ufrag");
    const Attribute* then = transport_attribute(previous, previous.media[i], "ice-ufrag");
    if (now != nullptr && then != nullptr && now->value != then->value) return true;
  }
  return false;
}

}  // namespace ringcheck::sdp
