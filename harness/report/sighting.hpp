#pragma once
// What a trace shows of the kinds of call that a subject makes: the evidence of its call profile.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ringcheck::report {

/// What pressing the call button may give. Calls between two users are of the version of their events; the
/// others are state that somebody puts into the room. `none` stands where no kind is meant.
enum class CallKind : std::uint8_t { none, v0, v1, jitsi, element_call, other_widget, matrixrtc };
inline constexpr std::array<CallKind, 7> all_call_kinds = {
    CallKind::none,         CallKind::v0,           CallKind::v1,       CallKind::jitsi,
    CallKind::element_call, CallKind::other_widget, CallKind::matrixrtc};
/// The word in results.json: `element_call`.
std::string_view call_kind_name(CallKind kind);
/// The words for people: "an Element Call widget".
std::string_view call_kind_words(CallKind kind);

/// How it was seen.
enum class Seen : std::uint8_t {
  pressed,          ///< the subject was ordered to place a call (kind none)
  placed,           ///< after that it sent what begins a call of this kind
  heard,            ///< another party sent a call event of this version
  offered,          ///< another user called it
  rang,             ///< it alerted its user to such a call
  answered,         ///< it answered such a call
  pressed_in_vain,  ///< refused, or the whole time passed without any sign of a call between two users
  offered_in_vain,  ///< the call reached it and the whole time passed without any sign
};
inline constexpr std::array<Seen, 8> all_ways_seen = {
    Seen::pressed, Seen::placed,   Seen::heard,           Seen::offered,
    Seen::rang,    Seen::answered, Seen::pressed_in_vain, Seen::offered_in_vain};
/// The word in results.json, and for people with spaces: `offered_in_vain`.
std::string_view seen_name(Seen seen);

/// The first entry of a trace that shows it.
struct Sighting {
  CallKind kind = CallKind::none;
  Seen seen = Seen::pressed;
  std::int64_t seq = 0;
  std::string what;  ///< type of the event or note, or what the adapter answered
};

}  // namespace ringcheck::report
