// Candidates, negotiations and streams of a call: each check is shown to fail a bad trace and to let its good
// twin pass.

#include <gtest/gtest.h>

#include "check/test_trace.hpp"

namespace ringcheck::check::testing {
namespace {

constexpr const char* line = "candidate:1 1 udp 1 ::1 9 typ host";

Value candidates(std::vector<Value> list) {
  return content("B", {{"candidates", make_array(std::move(list))}});
}

Value candidate(Keys place = {{"sdpMid", "0"}}, const char* text = line) {
  Value value = make_object({{"candidate", text}});
  for (const auto& [key, each] : place) value.set(key, each);
  return value;
}

Value streams(const std::vector<std::string>& names) {
  Value map = make_object();
  for (const std::string& name : names) map.set(name, make_object({{"purpose", "m.usermedia"}}));
  return map;
}

/// The offer with a stream in its only section.
std::string offer_of(const std::string& stream, const std::string& direction = "sendrecv") {
  std::string text = offer_sdp();
  text.replace(text.find("a=sendrecv"), std::string("a=sendrecv").size(), "a=" + direction);
  while (text.find("a=msid:") != std::string::npos) {
    const std::size_t at = text.find("a=msid:");
    text.erase(at, text.find("\r\n", at) + 2 - at);
  }
  return text + "a=msid:" + stream + " track\r\n";
}

/// The offer of a later moment: the version is another, and an attribute has another value.
std::string later(std::string text, const std::string& from = "", const std::string& to = "") {
  const std::size_t version = text.find(' ', text.find("o=- ") + 4) + 1;
  text.replace(version, text.find(' ', version) - version, "77");
  for (std::size_t at = text.find(from); !from.empty() && at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string ufrag_of(const std::string& text) {
  const std::size_t at = text.find("a=ice-ufrag:");
  return text.substr(at, text.find("\r\n", at) - at);
}

std::string pwd_of(const std::string& text) {
  const std::size_t at = text.find("a=ice-pwd:");
  return text.substr(at, text.find("\r\n", at) - at);
}

std::string restarted() {
  const std::string once = later(offer_sdp(), ufrag_of(offer_sdp()), "a=ice-ufrag:another1");
  return later(once, pwd_of(offer_sdp()), "a=ice-pwd:anotherpasswordof22plus");
}

void placed(Sample& s, Keys rest = {}) {
  Value invite = offer({{"party_id", "B"}});
  for (const auto& [key, each] : rest) invite.set(key, each);
  s.add("bob", "m.call.invite", invite);
}

void connected(Sample& s, Keys rest = {}) {
  placed(s, rest);
  s.add("alice", "m.call.answer", answer({{"party_id", "A"}}));
  s.add("bob", "m.call.select_answer", content("B", {{"selected_party_id", "A"}}));
}

void negotiated(Sample& s, const std::string& text) {
  s.add("bob", "m.call.negotiate", negotiation("B", "offer", text));
}

std::vector<Case> of_candidates() {
  return {
      {"candidate_of_no_mid",
       [](Sample& s) {
         placed(s);
         s.add("bob", "m.call.candidates", candidates({candidate({{"sdpMid", "audio"}})}));
       },
       {"candidates VOIP-069"}},
      {"candidate_of_no_section",
       [](Sample& s) {
         placed(s);
         s.add("bob", "m.call.candidates", candidates({candidate({{"sdpMLineIndex", 1}})}));
       },
       {"candidates VOIP-069"}},
      {"candidate_by_index",
       [](Sample& s) {
         placed(s);
         s.add("bob", "m.call.candidates", candidates({candidate({{"sdpMid", ""}, {"sdpMLineIndex", 0}})}));
       },
       {}},
      {"candidate_of_a_section_that_is_under_way",
       [](Sample& s) {
         placed(s);
         s.request("PUT", "/rooms/!r:h/send/m.call.negotiate/t1");
         s.add("bob", "m.call.candidates", candidates({candidate({{"sdpMid", "1"}})}));
       },
       {}},
      {"candidate_that_does_not_parse",
       [](Sample& s) {
         placed(s);
         s.add("bob", "m.call.candidates", candidates({candidate({{"sdpMid", "0"}}, "a=candidate:1")}));
       },
       {"candidates"}},
      {"candidate_after_the_end",
       [](Sample& s) {
         placed(s);
         s.add("bob", "m.call.candidates", candidates({candidate({}, "")}));
         s.add("bob", "m.call.candidates", candidates({candidate()}));
       },
       {"candidates VOIP-073"}},
      {"candidate_that_was_under_way",
       [](Sample& s) {
         placed(s);
         const std::int64_t request = s.request("PUT", "/rooms/!r:h/send/m.call.candidates/t1").seq;
         s.add("bob", "m.call.candidates", candidates({candidate({}, "")}));
         s.add("bob", "m.call.candidates", candidates({candidate()})).cause = request;
       },
       {}},
      {"candidate_of_another_section_after_the_end_of_one",
       [](Sample& s) {
         placed(s, {{"offer", description("offer", [] {
                       sdp::Side both = side(1);
                       return sdp::make_offer(both, {.audio = true, .video = true});
                     }())}});
         s.add("bob", "m.call.candidates", candidates({candidate({{"sdpMid", "0"}}, "")}));
         s.add("bob", "m.call.candidates", candidates({candidate({{"sdpMid", "1"}})}));
       },
       {}},
      {"end_told_twice",
       [](Sample& s) {
         placed(s);
         s.add("bob", "m.call.candidates", candidates({candidate({}, "")}));
         s.add("bob", "m.call.candidates", candidates({candidate({}, "")}));
       },
       {"candidates"}},
      {"end_told_once_for_each_generation",
       [](Sample& s) {
         connected(s);
         s.add("bob", "m.call.candidates", candidates({candidate({}, "")}));
         negotiated(s, restarted());
         s.add("bob", "m.call.candidates", candidates({candidate(), candidate({}, "")}));
       },
       {}},
      {"candidates_before_the_answer",
       [](Sample& s) {
         s.add("alice", "m.call.invite", offer());
         s.add("bob", "m.call.candidates", candidates({candidate()}));
       },
       {"candidates VOIP-079"}},
      {"candidates_while_the_answer_is_held",
       [](Sample& s) {
         s.add("alice", "m.call.invite", offer());
         s.request("PUT", "/rooms/!r:h/send/m.call.answer/t1");
         s.add("bob", "m.call.candidates", candidates({candidate()}));
       },
       {}},
  };
}

std::vector<Case> of_negotiations() {
  return {
      {"negotiate_before_the_answer",
       [](Sample& s) {
         placed(s);
         negotiated(s, later(offer_sdp()));
       },
       {"negotiation VOIP-139"}},
      {"negotiate_before_own_answer",
       [](Sample& s) {
         s.add("alice", "m.call.invite", offer());
         negotiated(s, later(offer_sdp()));
       },
       {"negotiation VOIP-139"}},
      {"negotiate_with_version_0",
       [](Sample& s) {
         placed(s);
         Value old = answer();
         old.set("version", 0);
         old.erase("party_id");
         s.add("alice", "m.call.answer", old);
         negotiated(s, later(offer_sdp()));
       },
       {"negotiation VOIP-138"}},
      {"negotiate_after_an_invite_of_version_0",
       [](Sample& s) {
         Value invite = offer();
         invite.set("version", 0);
         invite.erase("party_id");
         s.add("alice", "m.call.invite", invite);
         s.add("bob", "m.call.answer", answer());
         negotiated(s, later(answer_sdp()));
       },
       {"negotiation VOIP-138", "sdp VOIP-212"}},
      {"negotiate_when_one_of_two_answers_is_of_version_0",
       [](Sample& s) {
         connected(s);
         Value old = answer();
         old.set("version", 0);
         old.erase("party_id");
         s.add("carol", "m.call.answer", old);
         negotiated(s, later(offer_sdp()));
       },
       {}},
      {"ice_restart", [](Sample& s) { connected(s), negotiated(s, restarted()); }, {}},
      {"half_an_ice_restart",
       [](Sample& s) {
         connected(s);
         negotiated(s, later(offer_sdp(), ufrag_of(offer_sdp()), "a=ice-ufrag:another1"));
       },
       {"sdp VOIP-212"}},
      {"another_session_id",
       [](Sample& s) {
         connected(s);
         sdp::Side other = side(9);
         negotiated(s, sdp::make_offer(other, {.audio = true}));
       },
       {"sdp VOIP-212"}},
      {"a_section_goes_that_was_offered_and_never_answered",
       [](Sample& s) {
         connected(s);
         sdp::Side mine = side(1);
         sdp::make_offer(mine, {.audio = true});
         negotiated(s, sdp::make_offer(mine, {.audio = true, .video = true}));
         negotiated(s, later(offer_sdp()));
       },
       {}},
      {"a_section_goes_that_was_agreed_on",
       [](Sample& s) {
         sdp::Side mine = side(1);
         sdp::Side theirs = side(2);
         const std::string both = sdp::make_offer(mine, {.audio = true, .video = true});
         placed(s, {{"offer", description("offer", both)}});
         const std::string reply = sdp::make_answer(theirs, sdp::parse(both).description, {});
         s.add("alice", "m.call.answer",
               answer({{"party_id", "A"}, {"answer", description("answer", reply)}}));
         negotiated(s, later(offer_sdp()));
       },
       {"sdp VOIP-212"}},
  };
}

std::vector<Case> of_streams() {
  const char* const key = "sdp_stream_metadata";
  return {
      {"metadata_fits",
       [=](Sample& s) {
         placed(s, {{"offer", description("offer", offer_of("s1"))}, {key, streams({"s1"})}});
       },
       {}},
      {"metadata_of_no_stream",
       [=](Sample& s) {
         placed(s, {{"offer", description("offer", offer_of("s1"))}, {key, streams({"s1", "s2"})}});
       },
       {"streams VOIP-190"}},
      {"metadata_leaves_a_stream_out",
       [=](Sample& s) {
         placed(s, {{"offer", description("offer", offer_of("s1"))}, {key, streams({})}});
       },
       {"streams VOIP-190"}},
      {"metadata_leaves_a_stream_out_that_rests",
       [=](Sample& s) {
         placed(s, {{"offer", description("offer", offer_of("s1", "recvonly"))}, {key, streams({})}});
       },
       {}},
      {"metadata_under_the_name_of_the_draft",
       [](Sample& s) {
         placed(s, {{"org.matrix.msc3077.sdp_stream_metadata", make_object()}});
       },
       {"streams VOIP-193"}},
      {"two_streams_without_metadata",
       [](Sample& s) {
         placed(s, {{"offer", description("offer", offer_of("s1") + "a=msid:s2 other\r\n")}});
       },
       {"streams VOIP-189"}},
      {"change_of_a_stream_of_the_call",
       [=](Sample& s) {
         connected(s, {{"offer", description("offer", offer_of("s1"))}, {key, streams({"s1"})}});
         s.add("bob", "m.call.sdp_stream_metadata_changed", content("B", {{key, streams({"s1"})}}));
       },
       {}},
      {"change_of_no_stream_of_the_call",
       [=](Sample& s) {
         connected(s, {{"offer", description("offer", offer_of("s1"))}, {key, streams({"s1"})}});
         s.add("bob", "m.call.sdp_stream_metadata_changed", content("B", {{key, streams({"s3"})}}));
       },
       {"streams VOIP-190"}},
      {"change_without_metadata",
       [=](Sample& s) {
         connected(s);
         s.add("bob", "m.call.sdp_stream_metadata_changed", content("B"));
       },
       {"schema VOIP-001", "schema VOIP-198"}},
      {"purpose_missing",
       [=](Sample& s) {
         placed(s, {{"offer", description("offer", offer_of("s1"))},
                    {key, make_object({{"s1", make_object()}})}});
       },
       {"schema VOIP-001", "schema VOIP-191"}},
      {"muted_as_a_string",
       [=](Sample& s) {
         Value metadata = streams({"s1"});
         metadata.find("s1")->set("audio_muted", "true");
         placed(s, {{"offer", description("offer", offer_of("s1"))}, {key, metadata}});
       },
       {"schema VOIP-001", "schema VOIP-195"}},
  };
}

class MediaChecks : public ::testing::TestWithParam<Case> {};

TEST_P(MediaChecks, TellJustThis) {
  const TraceReport report = judged(GetParam());
  EXPECT_EQ(told(report), GetParam().told);
  for (const Finding& finding : report.findings) {
    EXPECT_FALSE(finding.text.empty());
    if (told(report) != GetParam().told) ADD_FAILURE() << finding.text;
  }
}

INSTANTIATE_TEST_SUITE_P(Traces, MediaChecks, ::testing::ValuesIn(media_cases()),
                         [](const auto& instance) { return std::string(instance.param.name); });

}  // namespace

std::vector<Case> media_cases() {
  std::vector<Case> all = of_candidates();
  for (const auto& some : {of_negotiations(), of_streams()}) all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace ringcheck::check::testing
