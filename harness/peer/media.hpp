#pragma once
// The media engine of a scripted peer: makes its offers and answers, remembers what the subject described.
// With `media: stun` it also names a port of the harness where ICE checks are answered (RFC 8445, ICE-lite),
// so that a real client reaches connected. Values in, values out; the port and its socket belong to run/.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "sdp/make.hpp"
#include "sdp/parse.hpp"
#include "value/result.hpp"
#include "value/value.hpp"

namespace ringcheck::peer {

class Media {
 public:
  explicit Media(std::function<std::uint64_t()> random) : random_(std::move(random)) {}

  /// From now on descriptions name 127.0.0.1 and this port as the one candidate.
  void use_stun_port(std::uint16_t port) { stun_port_ = port; }

  /// That candidate as m.call.candidates writes it.
  std::string candidate() const;

  /// Learns from what the subject sent: an invite's offer, an answer, a negotiate.
  void on_subject_event(std::string_view type, const Value& content);

  /// The peer's description for an event that it sends. An invite or answer opens a new call with a new
  /// identity; a negotiate goes on with the old one. `options`: direction, video (bool), restart (bool),
  /// candidates (bool; false leaves ours out, so that an event must bring it).
  Result<std::string> offer(std::string_view event_type, const Value& options);
  Result<std::string> answer(std::string_view event_type, const Value& options);

  /// ICE credentials of the newest description, for the port that answers checks.
  const sdp::Identity& identity() const { return side_.identity; }
  /// The subject has described itself for the call in which this peer spoke last: a real peer would answer
  /// checks.
  bool may_answer_checks() const { return described_ && subject_described_; }

 private:
  void new_side();
  void name_candidate(const Value& options);

  std::function<std::uint64_t()> random_;
  sdp::Side side_;
  std::optional<sdp::Description> subject_offer_;
  std::optional<std::uint16_t> stun_port_;
  bool described_ = false;
  bool subject_described_ = false;
};

}  // namespace ringcheck::peer
