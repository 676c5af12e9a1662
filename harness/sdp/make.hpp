#pragma once
// Makes the offers and answers of a harness side, right by RFC 9429, without any media behind them. A side is
// a value: it remembers what later descriptions must keep (session id, version, mids, DTLS role, codecs).
//
//   Side side{.identity = identity_from(random)};
//   std::string offer = make_offer(side, {.video = true});
//   take_answer(side, parse(answer_of_the_subject).description);
//   std::string hold = make_offer(side, {.direction = Direction::sendonly});

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sdp/description.hpp"
#include "sdp/identity.hpp"

namespace ringcheck::sdp {

/// A UDP socket to name as host candidate; ports below 1024 are dropped in silence by libwebrtc.
struct HostCandidate {
  std::string ip = "127.0.0.1";
  std::uint16_t port = 0;
};

/// The candidate as `a=candidate` and m.call.candidates write it (RFC 8839 section 5.1).
std::string candidate_line(const HostCandidate& candidate);

/// What a description shall say. A kind without a value is left as it is: a first offer has audio, a later
/// one what the call has, an answer takes audio and video and refuses a data channel.
struct Wish {
  std::optional<bool> audio;
  std::optional<bool> video;
  std::optional<bool> data;  ///< a data channel section
  Direction direction = Direction::sendrecv;
  std::string
      setup;  ///< of a first answer: "active", "passive"; empty: active, or passive for an ICE-lite side
};

/// One media section that the two sides have agreed on or are about to.
struct Slot {
  std::string kind;
  std::string mid;
  std::string protocol;
  std::vector<std::string> formats;
  std::vector<Attribute> codecs;  ///< rtpmap, fmtp and rtcp-fb lines
  std::size_t bundle = 1;         ///< number of its BUNDLE group, 0 if it is in none
  bool rejected = false;
};

/// One harness side of a call.
struct Side {
  Identity identity;
  std::optional<HostCandidate> candidate;
  bool end_of_candidates = false;  ///< say that no more will come (RFC 8838 section 8.2)
  bool ice_lite = false;
  std::uint64_t version = 0;  ///< of the last description made; 0 before the first
  std::string setup;          ///< the DTLS role, "active" or "passive", once an answer has settled it
  std::vector<Slot> slots;
};

/// The first offer, or a later one: sections stay, a kind that is wished for and has no live section gets a
/// new one, and a kind that is not wished for any more is stopped (port 0).
std::string make_offer(Side& side, const Wish& wish);

/// The answer to an offer: each direction is the offer's reversed, cut to the wish. Sections of kinds that
/// the wish leaves out are rejected. The caller renews the side's ICE credentials before if restarts_ice()
/// says so.
std::string make_answer(Side& side, const Description& offer, const Wish& wish);

/// Learns from the answer to the side's own offer: the DTLS role and which sections were rejected.
void take_answer(Side& side, const Description& answer);

/// Whether `next` of the other side, after its `previous` description, restarts ICE: an answer then needs new
/// credentials (RFC 8839 section 4.4.2).
bool restarts_ice(const Description& next, const Description& previous);

}  // namespace ringcheck::sdp
