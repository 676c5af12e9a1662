// The life of a call: each check of it is shown to fail a bad trace and to let its good twin pass.

#include <gtest/gtest.h>

#include "check/test_trace.hpp"

namespace ringcheck::check::testing {
namespace {

Value hangup(const char* party, const char* reason = "user_hangup") {
  return content(party, {{"reason", reason}});
}

Value selection(const char* party, const char* selected) {
  return content(party, {{"selected_party_id", selected}});
}

Value end_marker(const char* party) {
  return content(party, {{"candidates", make_array({make_object({{"candidate", ""}})})}});
}

Value version_0(Value event) {
  event.set("version", 0);
  event.erase("party_id");
  return event;
}

Value invite_of_bob() {
  return offer({{"party_id", "B"}});
}

Value answer_of_alice(const char* party = "A") {
  return answer({{"party_id", party}});
}

void called(Sample& s) {
  s.add("alice", "m.call.invite", offer());
}

void answered(Sample& s) {
  called(s);
  s.add("bob", "m.call.answer", answer());
}

void placed(Sample& s) {
  s.add("bob", "m.call.invite", invite_of_bob());
}

void connected(Sample& s) {
  placed(s);
  s.add("alice", "m.call.answer", answer_of_alice());
  s.add("bob", "m.call.select_answer", selection("B", "A"));
}

std::vector<Case> beginnings() {
  return {
      {"candidates_of_no_call",
       [](Sample& s) { s.add("bob", "m.call.candidates", end_marker("B")); },
       {"begin VOIP-040"}},
      {"hangup_of_no_call",
       [](Sample& s) { s.add("bob", "m.call.hangup", hangup("B")); },
       {"begin VOIP-041"}},
      {"hangup_in_another_room",
       [](Sample& s) {
         placed(s);
         s.add("bob", "m.call.hangup", hangup("B")).head.set("room_id", "!other:h");
       },
       {"begin VOIP-041"}},
      {"hangup_while_the_invite_is_held",
       [](Sample& s) {
         s.request("PUT", "/rooms/!r:h/send/m.call.invite/t1");
         s.add("bob", "m.call.hangup", hangup("B"));
       },
       {}},
      {"hangup_in_an_encrypted_room",
       [](Sample& s) {
         s.add("alice", "m.room.encrypted", make_object());
         s.add("bob", "m.call.hangup", hangup("B"));
       },
       {}},
      {"hangup_after_a_peer_named_no_call",
       [](Sample& s) {
         Value nameless = offer();
         nameless.set("call_id", 5);
         s.add("alice", "m.call.invite", nameless);
         s.add("bob", "m.call.hangup", hangup("B"));
       },
       {}},
      {"same_call_id_for_another_call",
       [](Sample& s) {
         placed(s);
         s.add("bob", "m.call.invite", offer({{"party_id", "B"}, {"offer", description("offer", [] {
                                                                    sdp::Side other = side(9);
                                                                    return sdp::make_offer(other,
                                                                                           {.audio = true});
                                                                  }())}}));
       },
       {"begin VOIP-015"}},
      {"same_call_id_after_the_end",
       [](Sample& s) {
         placed(s);
         s.add("bob", "m.call.hangup", hangup("B"));
         placed(s);
       },
       {"begin VOIP-015"}},
      {"same_invite_twice",
       [](Sample& s) {
         placed(s);
         placed(s);
       },
       {"begin"}},
      {"version_changes",
       [](Sample& s) {
         placed(s);
         s.add("bob", "m.call.hangup", content("B", {{"reason", "user_hangup"}, {"version", "2"}}));
       },
       {"party"}},
  };
}

std::vector<Case> endings() {
  return {
      {"candidates_after_own_hangup",
       [](Sample& s) {
         connected(s);
         s.add("bob", "m.call.hangup", hangup("B"));
         s.add("bob", "m.call.candidates", end_marker("B"));
       },
       {"end VOIP-088"}},
      {"answer_after_own_reject",
       [](Sample& s) {
         called(s);
         s.add("bob", "m.call.reject", content("B"));
         s.add("bob", "m.call.answer", answer());
       },
       {"end VOIP-088"}},
      {"candidates_that_were_under_way",
       [](Sample& s) {
         connected(s);
         const std::int64_t request = s.request("PUT", "/rooms/!r:h/send/m.call.candidates/t1").seq;
         s.add("bob", "m.call.hangup", hangup("B"));
         s.add("bob", "m.call.candidates", end_marker("B")).cause = request;
       },
       {}},
      {"candidates_sent_well_after_own_hangup",
       [](Sample& s) {
         connected(s);
         s.add("bob", "m.call.hangup", hangup("B"));
         const std::int64_t request = s.request("PUT", "/rooms/!r:h/send/m.call.candidates/t1").seq;
         s.add("bob", "m.call.candidates", end_marker("B")).cause = request;
       },
       {"end VOIP-088"}},
      {"answer_before_the_hangup_was_taken",
       [](Sample& s) {
         called(s);
         s.add("alice", "m.call.hangup", hangup("A"));
         s.add("bob", "m.call.answer", answer());
       },
       {}},
      {"answer_after_the_hangup_was_taken",
       [](Sample& s) {
         called(s);
         s.add("alice", "m.call.hangup", hangup("A"));
         s.taken();
         s.add("bob", "m.call.answer", answer());
       },
       {"end VOIP-088"}},
      {"hangup_by_a_stranger",
       [](Sample& s) {
         called(s);
         s.add("carol", "m.call.hangup", hangup("A"));
         s.taken();
         s.add("bob", "m.call.answer", answer());
       },
       {}},
      {"hangup_by_another_device_of_the_caller",
       [](Sample& s) {
         called(s);
         s.add("alice", "m.call.hangup", hangup("A2"));
         s.taken();
         s.add("bob", "m.call.answer", answer());
       },
       {}},
      {"hangup_by_an_answering_party_that_was_not_selected",
       [](Sample& s) {
         connected(s);
         s.add("carol", "m.call.hangup", hangup("C"));
         s.taken();
         s.add("bob", "m.call.candidates", end_marker("B"));
       },
       {}},
      {"candidates_after_the_partner_hung_up",
       [](Sample& s) {
         connected(s);
         s.add("alice", "m.call.hangup", hangup("A"));
         s.taken();
         s.add("bob", "m.call.candidates", end_marker("B"));
       },
       {"end VOIP-088"}},
      {"hangup_after_another_was_selected",
       [](Sample& s) {
         answered(s);
         s.add("alice", "m.call.select_answer", selection("A", "Z"));
         s.taken();
         s.add("bob", "m.call.hangup", hangup("B"));
       },
       {"end VOIP-095"}},
      {"hangup_after_it_was_selected",
       [](Sample& s) {
         answered(s);
         s.add("alice", "m.call.select_answer", selection("A", "B"));
         s.taken();
         s.add("bob", "m.call.hangup", hangup("B"));
       },
       {}},
      {"hangup_after_a_stranger_selected_another",
       [](Sample& s) {
         answered(s);
         s.add("carol", "m.call.select_answer", selection("A", "Z"));
         s.taken();
         s.add("bob", "m.call.hangup", hangup("B"));
       },
       {}},
      {"crossing_calls",
       [](Sample& s) {
         placed(s);
         Value crossing = offer({{"call_id", "c1"}});
         s.add("alice", "m.call.invite", crossing);
         s.taken();
         s.add("bob", "m.call.hangup", hangup("B", "unknown_error"));
         s.add("bob", "m.call.answer", answer({{"call_id", "c1"}}));
       },
       {}},
  };
}

std::vector<Case> replies() {
  return {
      {"second_answer",
       [](Sample& s) {
         answered(s);
         s.add("bob", "m.call.answer", answer());
       },
       {"replies"}},
      {"answer_to_own_call",
       [](Sample& s) {
         placed(s);
         s.add("bob", "m.call.answer", answer());
       },
       {"replies"}},
      {"reject_with_a_reason",
       [](Sample& s) {
         called(s);
         s.add("bob", "m.call.reject", content("B", {{"reason", "user_busy"}}));
       },
       {"replies VOIP-105"}},
      {"reject_of_version_0",
       [](Sample& s) {
         s.add("alice", "m.call.invite", version_0(offer()));
         s.add("bob", "m.call.reject", content("B"));
       },
       {"replies VOIP-106"}},
      {"hangup_of_version_0",
       [](Sample& s) {
         s.add("alice", "m.call.invite", version_0(offer()));
         s.add("bob", "m.call.hangup", hangup("B"));
       },
       {}},
      {"reject_by_the_caller",
       [](Sample& s) {
         placed(s);
         s.add("bob", "m.call.reject", content("B"));
       },
       {"replies VOIP-115"}},
      {"selection_by_the_callee",
       [](Sample& s) {
         answered(s);
         s.add("bob", "m.call.select_answer", selection("B", "B"));
       },
       {"replies VOIP-091"}},
      {"selection_of_nobody",
       [](Sample& s) {
         placed(s);
         s.add("alice", "m.call.answer", answer_of_alice());
         s.add("bob", "m.call.select_answer", selection("B", "Z"));
       },
       {"replies VOIP-092"}},
      {"selection_of_a_rejection",
       [](Sample& s) {
         placed(s);
         s.add("alice", "m.call.reject", content("A"));
         s.add("bob", "m.call.select_answer", selection("B", "A"));
       },
       {}},
      {"selection_after_an_answer_without_a_party",
       [](Sample& s) {
         placed(s);
         s.add("alice", "m.call.answer", answer_of_alice()).body.erase("party_id");
         s.add("bob", "m.call.select_answer", selection("B", "Z"));
       },
       {}},
      {"two_selections",
       [](Sample& s) {
         connected(s);
         s.add("alice", "m.call.answer", answer_of_alice("A2"));
         s.add("bob", "m.call.select_answer", selection("B", "A2"));
       },
       {"replies VOIP-093"}},
      {"same_selection_twice",
       [](Sample& s) {
         connected(s);
         s.add("bob", "m.call.select_answer", selection("B", "A"));
       },
       {"replies"}},
      {"lifetime_short",
       [](Sample& s) {
         s.add("bob", "m.call.invite", offer({{"party_id", "B"}, {"lifetime", 60000}}));
       },
       {"lifetime VOIP-036"}},
      {"lifetime_nought_of_a_negotiation",
       [](Sample& s) {
         connected(s);
         Value again = negotiation("B", "offer", offer_sdp());
         again.set("lifetime", 0);
         s.add("bob", "m.call.negotiate", again);
       },
       {"lifetime"}},
      {"lifetime_short_in_version_0",
       [](Sample& s) {
         Value invite = version_0(offer());
         invite.set("lifetime", 60000);
         s.add("bob", "m.call.invite", invite);
       },
       {}},
      {"reason_of_version_1_in_version_0",
       [](Sample& s) {
         s.add("bob", "m.call.invite", version_0(offer()));
         s.add("bob", "m.call.hangup", version_0(hangup("B")));
       },
       {"schema VOIP-001", "schema VOIP-137"}},
  };
}

class CallChecks : public ::testing::TestWithParam<Case> {};

TEST_P(CallChecks, TellJustThis) {
  const TraceReport report = judged(GetParam());
  EXPECT_EQ(told(report), GetParam().told);
  for (const Finding& finding : report.findings) EXPECT_FALSE(finding.text.empty());
}

INSTANTIATE_TEST_SUITE_P(Traces, CallChecks, ::testing::ValuesIn(call_cases()),
                         [](const auto& instance) { return std::string(instance.param.name); });

}  // namespace

std::vector<Case> call_cases() {
  std::vector<Case> all = beginnings();
  for (const auto& some : {endings(), replies()}) all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace ringcheck::check::testing
