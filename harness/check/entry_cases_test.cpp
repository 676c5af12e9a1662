// Events of all kinds and the HTTP of the subject: each check is shown to fail a bad trace and to let its
// good twin pass.

#include <gtest/gtest.h>

#include "check/test_trace.hpp"

namespace ringcheck::check::testing {
namespace {

constexpr const char* send_candidates = "/rooms/!r:h/send/m.call.candidates/";

void limited(Sample& s, int wait_ms) {
  s.response(429).body = make_object({{"errcode", "M_LIMIT_EXCEEDED"}, {"retry_after_ms", wait_ms}});
}

std::vector<Case> of_events() {
  return {
      {"good_message",
       [](Sample& s) {
         s.add("bob", "m.room.message", make_object({{"msgtype", "m.text"}, {"body", "x"}}));
       },
       {}},
      {"bad_message",
       [](Sample& s) {
         s.add("bob", "m.room.message", make_object({{"msgtype", 5}, {"body", "x"}}));
       },
       {"event"}},
      {"bad_message_of_another",
       [](Sample& s) {
         s.add("alice", "m.room.message", make_object({{"msgtype", 5}}));
       },
       {}},
      {"unknown_call_type", [](Sample& s) { s.add("bob", "m.call.replaces", make_object()); }, {"event"}},
      {"bad_leg_of_a_group_call",
       [](Sample& s) {
         trace::Entry& entry = s.add("bob", "m.call.hangup", content("B", {{"conf_id", "c"}}));
         entry.channel = trace::channel::to_device;
       },
       {"event"}},
      {"fraction",
       [](Sample& s) {
         s.add("bob", "org.example", make_object({{"x", make_array({make_number("1.5")})}}));
       },
       {"canonical"}},
      {"exponent",
       [](Sample& s) {
         s.add("bob", "org.example", make_object({{"x", make_number("1e2")}}));
       },
       {"canonical"}},
      {"negative_zero",
       [](Sample& s) {
         s.add("bob", "org.example", make_object({{"x", make_number("-0")}}));
       },
       {"canonical"}},
      {"greatest_integer",
       [](Sample& s) {
         s.add(
             "bob", "org.example",
             make_object({{"x", make_number("9007199254740991")}, {"y", make_number("-9007199254740991")}}));
       },
       {}},
      {"more_than_53_bits",
       [](Sample& s) {
         s.add("bob", "org.example", make_object({{"x", make_number("9007199254740992")}}));
       },
       {"canonical"}},
      {"more_than_64_bits",
       [](Sample& s) {
         s.add("bob", "org.example", make_object({{"x", make_number("123456789012345678901234567890")}}));
       },
       {"canonical"}},
      {"doubtful_body",
       [](Sample& s) {
         s.request("PUT", "/rooms/!r:h/send/org.example/t1")
             .head.set("doubts", make_array({"/a: comes twice"}));
       },
       {"canonical"}},
      {"large_event_of_a_call",
       [](Sample& s) {
         s.add("bob", "m.call.invite", offer({{"party_id", "B"}, {"padding", std::string(65536, 'x')}}));
       },
       {"size VOIP-043"}},
      {"large_event",
       [](Sample& s) {
         s.add("bob", "org.example", make_object({{"x", std::string(65536, 'x')}}));
       },
       {"size"}},
      {"long_type", [](Sample& s) { s.add("bob", std::string(256, 't'), make_object()); }, {"size"}},
      {"type_of_255_bytes", [](Sample& s) { s.add("bob", std::string(255, 't'), make_object()); }, {}},
      {"long_state_key",
       [](Sample& s) {
         s.add("bob", "org.example", make_object()).head.set("state_key", std::string(256, 'k'));
       },
       {"size"}},
  };
}

/// Of a homeserver under test, which is the subject.
std::vector<Case> of_answers() {
  const auto answer = [](int status, Value body) {
    return [status, body = std::move(body)](Sample& s) {
      trace::Entry& made = s.entry(trace::Kind::response, "bob", "GET /voip/turnServer");
      made.head = make_object({{"status", status}});
      made.body = body;
    };
  };
  return {
      {"good_answer", answer(200, make_object()), {}},
      {"error", answer(401, make_object({{"errcode", "M_MISSING_TOKEN"}, {"error", "none"}})), {}},
      {"error_without_errcode", answer(404, make_object({{"error", "none"}})), {"error_form SRV-007"}},
      {"error_without_text", answer(404, make_object({{"errcode", "M_NOT_FOUND"}})), {"error_form SRV-007"}},
      {"error_that_is_no_json", answer(502, Value()), {"error_form SRV-007"}},
      {"error_of_a_server_that_is_not_judged",
       [](Sample& s) {
         s.request("GET", "/voip/turnServer");
         s.response(404);
       },
       {}},
  };
}

std::vector<Case> of_requests() {
  return {
      {"sync", [](Sample& s) { s.request("GET", "/sync"); }, {}},
      {"sync_without_a_token",
       [](Sample& s) {
         s.request("GET", "/sync");
         s.request("GET", "/sync").head.erase("headers");
       },
       {"token"}},
      {"recording_cleared_of_tokens", [](Sample& s) { s.request("GET", "/sync").head.erase("headers"); }, {}},
      {"versions_without_a_token",
       [](Sample& s) { s.request("GET", "/versions").head.erase("headers"); },
       {}},
      {"preflight", [](Sample& s) { s.request("OPTIONS", "/sync").head.erase("headers"); }, {}},
      {"token_in_the_query",
       [](Sample& s) {
         s.request("GET", "/sync").head.set("query", make_object({{"access_token", "<masked>"}}));
       },
       {"token"}},
      {"transaction_again_with_the_same_content",
       [](Sample& s) {
         s.request("PUT", std::string(send_candidates) + "t1", "d1");
         s.request("PUT", std::string(send_candidates) + "t1", "d1");
       },
       {}},
      {"transaction_again_with_another_content",
       [](Sample& s) {
         s.request("PUT", std::string(send_candidates) + "t1", "d1");
         s.request("PUT", std::string(send_candidates) + "t1", "d2");
       },
       {"transaction VOIP-044"}},
      {"transaction_at_another_endpoint",
       [](Sample& s) {
         s.request("PUT", std::string(send_candidates) + "t1", "d1");
         s.request("PUT", "/rooms/!r:h/send/m.call.hangup/t1", "d2");
         s.request("PUT", "/sendToDevice/org.example/t1", "d3");
       },
       {}},
      {"transaction_of_devices_that_nobody_knows",
       [](Sample& s) {
         for (const char* digest : {"d1", "d2"}) {
           s.request("PUT", std::string(send_candidates) + "t1", digest)
               .head.set("headers", make_object({{"authorization", "Bearer <unknown>"}}));
         }
       },
       {}},
      {"transaction_of_another_device",
       [](Sample& s) {
         s.request("PUT", std::string(send_candidates) + "t1", "d1");
         s.request("PUT", std::string(send_candidates) + "t1", "d2")
             .head.set("headers", make_object({{"authorization", "Bearer <token of bob2>"}}));
       },
       {}},
  };
}

std::vector<Case> of_rates() {
  return {
      {"retry_too_early",
       [](Sample& s) {
         s.request("PUT", std::string(send_candidates) + "t1", "d1");
         limited(s, 2000);
         s.request("PUT", std::string(send_candidates) + "t1", "d1");
       },
       {"rate VOIP-087"}},
      {"retry_too_early_by_another_transaction",
       [](Sample& s) {
         s.request("PUT", std::string(send_candidates) + "t1", "d1");
         limited(s, 2000);
         s.request("PUT", std::string(send_candidates) + "t2", "d1");
       },
       {"rate VOIP-087"}},
      {"retry_in_time",
       [](Sample& s) {
         s.request("PUT", std::string(send_candidates) + "t1", "d1");
         limited(s, 1000);
         s.request("PUT", std::string(send_candidates) + "t1", "d1");
       },
       {}},
      {"another_event_meanwhile",
       [](Sample& s) {
         s.request("PUT", std::string(send_candidates) + "t1", "d1");
         limited(s, 2000);
         s.request("PUT", "/rooms/!r:h/send/m.call.hangup/t2", "d2");
       },
       {}},
      {"another_filter_meanwhile",
       [](Sample& s) {
         s.request("POST", "/user/@bob:h/filter").body = make_object({{"room", make_object()}});
         limited(s, 2000);
         s.request("POST", "/user/@bob:h/filter").body = make_object();
       },
       {}},
      {"turn_too_early_by_the_header",
       [](Sample& s) {
         s.request("GET", "/voip/turnServer");
         s.response(429).head.set("retry_after_ms", 5000);
         s.request("GET", "/voip/turnServer");
       },
       {"rate VOIP-239"}},
      {"sync_too_early",
       [](Sample& s) {
         s.request("GET", "/sync");
         limited(s, 5000);
         s.request("GET", "/sync");
       },
       {"rate"}},
      {"no_time_was_told",
       [](Sample& s) {
         s.request("GET", "/sync");
         s.response(429);
         s.request("GET", "/sync");
       },
       {}},
  };
}

class EntryChecks : public ::testing::TestWithParam<Case> {};

TEST_P(EntryChecks, TellJustThis) {
  const TraceReport report = judged(GetParam());
  EXPECT_EQ(told(report), GetParam().told);
  for (const Finding& finding : report.findings) EXPECT_FALSE(finding.text.empty());
}

INSTANTIATE_TEST_SUITE_P(Traces, EntryChecks, ::testing::ValuesIn(entry_cases()),
                         [](const auto& instance) { return std::string(instance.param.name); });

TEST(EventCheck, TellsAnUnknownTypeAndDoesNotJudgeIt) {
  Sample sample;
  sample.add("bob", "m.call.replaces", make_object());
  const TraceReport report = checker().check_trace(sample.entries, "bob");
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_TRUE(report.findings[0].note);
  EXPECT_FALSE(report.findings[0].error);
}

}  // namespace

std::vector<Case> entry_cases() {
  std::vector<Case> all = of_events();
  for (const auto& some : {of_answers(), of_requests(), of_rates()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace ringcheck::check::testing
