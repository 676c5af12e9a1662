#include "run/sightings.hpp"

#include <gtest/gtest.h>

namespace ringcheck::run {
namespace {

using report::CallKind;
using report::Seen;
using trace::Entry;
using trace::Kind;

/// A trace of bob, the subject, entry by entry.
class Story {
 public:
  Story() {
    add(Kind::start, "harness", "test").body =
        make_object({{"names", make_object({{"bob.user_id", "@bob:hs.test"}})}});
  }

  Entry& add(Kind kind, const std::string& from, const std::string& type) {
    Entry entry;
    entry.seq = static_cast<std::int64_t>(entries_.size()) + 1;
    entry.kind = kind;
    entry.from = from;
    entry.type = type;
    entries_.push_back(std::move(entry));
    return entries_.back();
  }

  Story& press(const std::string& outcome = "done") {
    add(Kind::action, "harness", "place_call");
    add(Kind::done, "bob", "place_call").head = make_object({{"outcome", outcome}});
    return *this;
  }

  Story& event(const std::string& from, const std::string& type, Value content) {
    Entry& entry = add(Kind::event, from, type);
    entry.head = make_object({{"sender", "@" + from + ":hs.test"}, {"room_id", "!r:hs.test"}});
    entry.body = std::move(content);
    return *this;
  }

  Story& state(const std::string& type, Value content) {
    event("bob", type, std::move(content));
    entries_.back().head.set("state_key", "x");
    return *this;
  }

  Story& note(const std::string& type, Value data) {
    add(Kind::note, "bob", type).body = std::move(data);
    return *this;
  }

  Story& waits_in_vain(const std::string& what) {
    add(Kind::step, "harness", "expect " + what).step = 3;
    add(Kind::deadline, "harness", "").step = 3;
    return *this;
  }

  /// "none pressed, v1 placed"
  std::string seen() const {
    std::string text;
    for (const report::Sighting& each : sightings_in(entries_, "bob")) {
      text += text.empty() ? "" : ", ";
      text += std::string(call_kind_name(each.kind)) + " " + std::string(seen_name(each.seen));
    }
    return text;
  }

  std::deque<Entry> entries_;
};

Value call_of(const Value& version) {
  return make_object({{"call_id", "c"}, {"version", version}});
}

TEST(Sightings, ACallIsOfTheVersionOfItsInvite) {
  EXPECT_EQ(Story().press().event("bob", "m.call.invite", call_of("1")).seen(), "none pressed, v1 placed");
  EXPECT_EQ(Story().press().event("bob", "m.call.invite", call_of(0)).seen(), "none pressed, v0 placed");
  // What nobody ordered says nothing of the button.
  EXPECT_EQ(Story().event("bob", "m.call.invite", call_of("1")).seen(), "");
}

TEST(Sightings, ACallThatIsTakenIsOfTheCallersVersion) {
  for (const auto& [version, kind] : {std::pair(Value(0), "v0"), std::pair(Value("1"), "v1")}) {
    Story story;
    story.event("alice", "m.call.invite", call_of(version));
    story.note("incoming_call", make_object({{"call_id", "c"}}));
    story.event("bob", "m.call.answer", call_of("1"));
    const std::string word = kind;
    EXPECT_EQ(story.seen(), word + " heard, " + word + " offered, " + word + " rang, " + word + " answered");
  }
  Story other;
  Value invite = call_of("1");
  invite.set("invitee", "@carol:hs.test");
  other.event("alice", "m.call.invite", invite).event("bob", "m.call.invite", call_of("1"));
  EXPECT_EQ(other.seen(), "v1 heard");
}

TEST(Sightings, WidgetsAndMembershipsThatTheButtonPutsIntoTheRoom) {
  const auto placed = [](const std::string& type, Value content) {
    return Story().press().state(type, std::move(content)).seen();
  };
  const std::string none = "none pressed";
  EXPECT_EQ(placed("im.vector.modular.widgets", make_object({{"type", "jitsi"}})), none + ", jitsi placed");
  EXPECT_EQ(placed("m.widget", make_object({{"type", "m.jitsi"}})), none + ", jitsi placed");
  EXPECT_EQ(placed("m.widget", make_object({{"type", "m.custom"}, {"url", "https://jitsi.test/x"}})),
            none + ", jitsi placed");
  EXPECT_EQ(placed("im.vector.modular.widgets", make_object({{"type", "m.call"}})),
            none + ", element_call placed");
  EXPECT_EQ(placed("m.widget", make_object({{"type", "m.custom"}, {"url", "https://call.element.test/"}})),
            none + ", element_call placed");
  EXPECT_EQ(placed("m.widget", make_object({{"type", "m.etherpad"}})), none + ", other_widget placed");
  EXPECT_EQ(placed("m.widget", make_object()), none) << "an empty one takes a widget away";
  for (const char* type : {"m.call.member", "org.matrix.msc3401.call.member", "org.matrix.msc3401.call",
                           "m.rtc.member", "org.matrix.msc4143.rtc.member"})
    EXPECT_EQ(placed(type, make_object({{"application", "m.call"}})), none + ", matrixrtc placed") << type;
}

TEST(Sightings, InVainTakesTheWholeWaitAndNoSignOfACall) {
  EXPECT_EQ(Story().press().waits_in_vain("m.call.invite").seen(), "none pressed, none pressed_in_vain");
  EXPECT_EQ(Story().press("unsupported").seen(), "none pressed, none pressed_in_vain");
  EXPECT_EQ(Story().press("refused").seen(), "none pressed, none pressed_in_vain");
  EXPECT_EQ(Story().press("crashed").seen(), "none pressed");
  EXPECT_EQ(Story().press().waits_in_vain("m.call.candidates").seen(), "none pressed");
  EXPECT_EQ(Story().event("alice", "m.call.invite", call_of(0)).waits_in_vain("incoming_call").seen(),
            "v0 heard, v0 offered, v0 offered_in_vain");
  // A widget is no call between two users.
  Story widget;
  widget.press().state("m.widget", make_object({{"type", "jitsi"}})).waits_in_vain("m.call.invite");
  EXPECT_EQ(widget.seen(), "none pressed, jitsi placed, none pressed_in_vain");
}

TEST(Sightings, AnySignOfACallAndALateLoopSpeakAgainstInVain) {
  const auto with = [](auto add) {
    Story story;
    story.press().waits_in_vain("m.call.invite");
    add(story);
    return story.seen();
  };
  const std::string pressed = "none pressed";
  EXPECT_EQ(with([](Story& s) { s.event("bob", "m.call.hangup", call_of("1")); }), pressed);
  EXPECT_EQ(with([](Story& s) { s.event("bob", "org.matrix.call.x", call_of("1")); }), pressed);
  EXPECT_EQ(with([](Story& s) { s.event("bob", "m.room.encrypted", make_object({{"a", 1}})); }), pressed);
  EXPECT_EQ(with([](Story& s) { s.note("call_state_changed", call_of("1")); }), pressed);
  const auto late = [](std::int64_t lag_us) {
    return [lag_us](Story& s) { s.add(Kind::late, "harness", "").head = make_object({{"lag_us", lag_us}}); };
  };
  EXPECT_EQ(with(late(2'600'000)), pressed);
  EXPECT_EQ(with(late(600'000)), pressed + ", none pressed_in_vain");
  EXPECT_EQ(with([](Story& s) {
              s.add(Kind::request, "bob", "PUT").head =
                  make_object({{"path", "/_matrix/client/v3/rooms/!r/send/m.call.invite/1"}});
            }),
            pressed);
  EXPECT_EQ(with([](Story& s) {
              s.event("bob", "m.room.message", make_object({{"body", "?"}}));
            }),
            pressed + ", none pressed_in_vain");
}

}  // namespace
}  // namespace ringcheck::run
