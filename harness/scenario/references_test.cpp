// References to nothing are found at load.

#include <gtest/gtest.h>

#include "scenario/test_suites.hpp"

namespace ringcheck::scenario {
namespace {

std::string faults(const std::string& steps) {
  return lay(on_dm(steps)).text();
}

TEST(References, KnowCastRoomsCallAndTurn) {
  EXPECT_EQ(
      faults("  - send: m.room.message\n    content: {a: $bob.user_id, b: $alice.device_id, c: $dm.room_id, "
             "d: $alice.authorization, e: $turn.uri, f: $call, g: $bob.party_id}\n"),
      "");
}

TEST(References, TellTheNearestName) {
  EXPECT_EQ(faults("  - send: m.room.message\n    content: {a: [{b: $alcie.user_id}]}\n"),
            "5: $alcie.user_id names nothing here; did you mean alice.user_id?\n");
}

TEST(References, ACandidateHasWhoHasAMediaPort) {
  const std::string steps =
      "  - send: m.call.candidates\n    as: alice\n    content: {candidates: [{candidate: "
      "$alice.candidate}]}\n";
  EXPECT_EQ(faults(steps), "6: $alice.candidate names nothing here\n");
  EXPECT_EQ(lay("title: t\nstage: dm\nactors:\n  alice: {is: peer, media: stun}\nsteps:\n" + steps).text(),
            "");
}

TEST(References, ACaptureIsKnownAfterItsStep) {
  EXPECT_EQ(faults("  - expect: m.call.invite\n    content: {call_id: {$save: own}}\n"
                   "  - send: m.call.answer\n    content: {call_id: $own}\n"),
            "");
  EXPECT_EQ(faults("  - send: m.call.answer\n    content: {call_id: $own}\n"
                   "  - expect: m.call.invite\n    content: {call_id: {$save: own}}\n"),
            "5: $own names nothing here\n");
}

TEST(References, CapturesOfRepliesAndFragmentsAreKnown) {
  EXPECT_EQ(faults("  - do: get_calls\n    reply: {calls: {$save: calls}}\n  - let: {x: $calls}\n"), "");
  EXPECT_EQ(faults("  - use: incoming_answered\n  - let: {x: $subject_party}\n"), "");
}

TEST(References, LetTakesItsNamesOneAfterTheOther) {
  EXPECT_EQ(faults("  - let: {a: {$fresh: opaque_id}, b: {$less_than: $a}}\n"), "");
  EXPECT_EQ(faults("  - let: {b: {$less_than: $a}, a: {$fresh: opaque_id}}\n"), "4: $a names nothing here\n");
}

TEST(References, AStepGivesItsIdAndNothingElse) {
  EXPECT_EQ(faults("  - send: m.room.message\n    id: said\n  - send: m.room.message\n"
                   "    content: {a: $said.event_id, b: $said.request_id}\n"),
            "");
  EXPECT_EQ(faults("  - send: m.room.message\n    content: {a: $said.event_id}\n"),
            "5: $said.event_id names nothing here\n");
  EXPECT_EQ(faults("  - do: place_call\n    id: a\n  - do: hang_up\n    id: a\n"),
            "7: two steps have the id a\n");
}

TEST(References, OnlyWhatWasSentIsRepeated) {
  EXPECT_EQ(faults("  - send: m.room.message\n    id: a\n  - send: m.room.message\n    repeats: a\n"), "");
  EXPECT_EQ(faults("  - send: m.room.message\n    repeats: a\n  - send: m.room.message\n    id: a\n"),
            "5: repeats names a, and no earlier step has that id\n");
}

TEST(References, WindowsBeginEarlierAndMayEndLater) {
  EXPECT_EQ(faults("  - do: place_call\n    id: a\n  - none: m.call.hangup\n    since: a\n    until: b\n"
                   "  - do: hang_up\n    id: b\n"),
            "");
  EXPECT_EQ(faults("  - none: m.call.hangup\n    since: b\n  - do: hang_up\n    id: b\n"),
            "5: since names b, a later step\n");
  EXPECT_EQ(faults("  - none: m.call.hangup\n    since: c\n    until: d\n"),
            "5: since names c, and no step has that id\n6: until names d, and no step has that id\n");
  EXPECT_EQ(faults("  - none: m.call.hangup\n    since: start\n"), "");
}

TEST(References, QuotedTextIsNone) {
  EXPECT_EQ(faults("  - send: m.room.message\n    content: {a: \"$abc\", b: {c: '$d'}}\n"), "");
  EXPECT_EQ(faults("  - expect: m.call.invite\n    content: {a: {$regex: \"$\"}}\n"), "");
}

// The misspelt matcher is one fault; that its step saves and has an id still counts.
TEST(References, AWrongStepMakesNoFaultsInOthers) {
  EXPECT_EQ(faults("  - expect: m.call.invite\n    id: invited\n"
                   "    content: {call_id: {$save: own}, x: {$at_leest: 1}}\n"
                   "  - none: m.call.hangup\n    since: invited\n    content: {call_id: $own}\n"),
            "6: unknown matcher or maker $at_leest; did you mean $at_least?\n");
}

}  // namespace
}  // namespace ringcheck::scenario
