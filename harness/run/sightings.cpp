#include "run/sightings.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "check/call_event.hpp"

namespace ringcheck::run {
namespace {

using report::CallKind;
using report::Seen;
using trace::Entry;
using trace::Kind;

// Both names of a widget in a room: MSC2764 and what clients have sent since before it.
bool is_widget(std::string_view type) {
  return type == "m.widget" || type == "im.vector.modular.widgets";
}

// Who takes part in a group call, and that there is one: MSC3401 and MSC4143 with their unstable names.
bool is_matrixrtc(std::string_view type) {
  static constexpr std::array<std::string_view, 8> types = {
      "m.call",       "org.matrix.msc3401.call",       "m.call.member", "org.matrix.msc3401.call.member",
      "m.rtc.member", "org.matrix.msc4143.rtc.member", "m.rtc.slot",    "org.matrix.msc4143.rtc.slot"};
  return std::find(types.begin(), types.end(), type) != types.end();
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// A widget says what it is by its type, and where that is custom by its address.
CallKind widget_kind(const Value& content) {
  const std::string_view type = content.string_at("type");
  const std::string_view url = content.string_at("url");
  if (type == "jitsi" || type == "m.jitsi") return CallKind::jitsi;
  if (type == "m.call" || type == "io.element.call" || has(url, "element-call") || has(url, "call.element"))
    return CallKind::element_call;
  return has(url, "jitsi") ? CallKind::jitsi : CallKind::other_widget;
}

// What is encrypted may be anything.
bool is_sign_of_a_call(std::string_view type) {
  const bool call = type.starts_with("m.call.") || type.starts_with("org.matrix.call.");
  return (call && !is_matrixrtc(type)) || type == "m.room.encrypted";
}

// Of the five seconds of a prompt answer less than that leaves most, and what comes after a deadline counts
// too.
constexpr std::int64_t too_late_us = 2'000'000;

CallKind version_of(const check::CallEvent& event) {
  return event.version_0 ? CallKind::v0 : CallKind::v1;
}

class Fold {
 public:
  explicit Fold(std::string_view subject) : subject_(subject) {}

  void on(const Entry& entry) {
    switch (entry.kind) {
      case Kind::start:
        if (const Value* names = entry.body.find("names"))
          user_id_ = names->string_at(std::string(subject_) + ".user_id");
        break;
      case Kind::step:
        looked_for_[entry.step] = entry.type;
        break;
      case Kind::action:
        if (entry.type == "place_call") see(CallKind::none, Seen::pressed, entry);
        break;
      case Kind::done:
        if (entry.type == "place_call") on_answer_of_order(entry);
        break;
      case Kind::event:
        entry.from == subject_ ? on_own_event(entry) : on_event_of_others(entry);
        break;
      case Kind::request:
        if (has(entry.head.string_at("path"), "/send/m.call.")) alive_ = true;
        break;
      case Kind::note:
        on_note(entry);
        break;
      case Kind::deadline:
        on_deadline(entry);
        break;
      case Kind::late:
        if (const Value* lag = entry.head.find("lag_us"))
          late_ = late_ || lag->as_int().value_or(0) > too_late_us;
        break;
      default:
        break;
    }
  }

  std::vector<report::Sighting> take() {
    if (alive_ || late_) {
      std::erase_if(seen_, [](const report::Sighting& each) {
        return each.seen == Seen::pressed_in_vain || each.seen == Seen::offered_in_vain;
      });
    }
    return std::move(seen_);
  }

 private:
  bool is_seen(CallKind kind, Seen seen) const {
    return std::any_of(seen_.begin(), seen_.end(),
                       [&](const report::Sighting& each) { return each.kind == kind && each.seen == seen; });
  }

  void see(CallKind kind, Seen seen, const Entry& entry, std::string_view what = {}) {
    if (is_seen(kind, seen)) return;
    seen_.push_back({kind, seen, entry.seq, what.empty() ? entry.type : std::string(what)});
  }

  void on_answer_of_order(const Entry& entry) {
    const std::string_view outcome = entry.head.string_at("outcome");
    if (outcome == "refused" || outcome == "unsupported" || outcome == "no_such")
      see(CallKind::none, Seen::pressed_in_vain, entry, "place_call " + std::string(outcome));
  }

  void on_own_event(const Entry& entry) {
    const bool pressed = is_seen(CallKind::none, Seen::pressed);
    alive_ = alive_ || is_sign_of_a_call(entry.type);
    if (const auto event = check::as_call_event(entry, subject_)) {
      if (event->type() == "m.call.invite" && pressed) see(version_of(*event), Seen::placed, entry);
      if (event->type() == "m.call.answer") {
        auto offered = offers_.find(event->call_id());
        if (offered != offers_.end()) see(offered->second, Seen::answered, entry);
      }
      return;
    }
    // Empty content takes away.
    if (!pressed || entry.body.members.empty()) return;
    if (is_widget(entry.type)) see(widget_kind(entry.body), Seen::placed, entry);
    if (is_matrixrtc(entry.type)) see(CallKind::matrixrtc, Seen::placed, entry);
  }

  void on_event_of_others(const Entry& entry) {
    const auto event = check::as_call_event(entry, subject_);
    if (!event) return;
    see(version_of(*event), Seen::heard, entry);
    const std::string_view invitee = event->content().string_at("invitee");
    const bool for_subject = event->sender() != user_id_ && (invitee.empty() || invitee == user_id_);
    if (event->type() != "m.call.invite" || !for_subject) return;
    offers_.try_emplace(std::string(event->call_id()), version_of(*event));
    see(version_of(*event), Seen::offered, entry);
  }

  void on_note(const Entry& entry) {
    if (entry.type != "incoming_call" && entry.type != "call_state_changed") return;
    alive_ = true;
    auto offered = offers_.find(entry.body.string_at("call_id"));
    if (entry.type == "incoming_call" && offered != offers_.end()) see(offered->second, Seen::rang, entry);
  }

  void on_deadline(const Entry& entry) {
    auto step = looked_for_.find(entry.step);
    if (step == looked_for_.end()) return;
    if (step->second == "expect m.call.invite" && is_seen(CallKind::none, Seen::pressed))
      see(CallKind::none, Seen::pressed_in_vain, entry, "no m.call.invite");
    if (step->second != "expect incoming_call") return;
    for (const CallKind kind : {CallKind::v0, CallKind::v1}) {
      if (is_seen(kind, Seen::offered)) see(kind, Seen::offered_in_vain, entry, "no incoming_call");
    }
  }

  std::string_view subject_;
  std::string user_id_;
  std::map<int, std::string> looked_for_;                ///< by index of the step
  std::map<std::string, CallKind, std::less<>> offers_;  ///< by call_id
  std::vector<report::Sighting> seen_;
  bool alive_ = false;
  bool late_ = false;
};

}  // namespace

std::vector<report::Sighting> sightings_in(const std::deque<Entry>& entries, std::string_view subject) {
  Fold fold(subject);
  for (const Entry& entry : entries) fold.on(entry);
  return fold.take();
}

}  // namespace ringcheck::run
