#include "driver/conversation.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "driver/test_vocabulary.hpp"
#include "value/json.hpp"

namespace ringcheck::driver {
namespace {

constexpr std::string_view all_actions = R"(["place_call","answer_call","hang_up","get_calls"])";
constexpr std::string_view all_notes = R"(["incoming_call","call_state_changed"])";

std::string initialized(std::int64_t protocol = 1, std::string_view actions = all_actions,
                        std::string_view notes = all_notes) {
  return fmt::format(
      R"({{"jsonrpc":"2.0","id":1,"result":{{"protocol":{},"implementation":{{"name":"x","version":"9"}},)"
      R"("actions":{},"notes":{}}}}})"
      "\n",
      protocol, actions, notes);
}

std::string result(std::int64_t id, std::string_view value = "{}") {
  return fmt::format(R"({{"jsonrpc":"2.0","id":{},"result":{}}})"
                     "\n",
                     id, value);
}

std::string error(std::int64_t id, int code, std::string_view data = "{}") {
  return fmt::format(R"({{"jsonrpc":"2.0","id":{},"error":{{"code":{},"message":"why","data":{}}}}})"
                     "\n",
                     id, code, data);
}

std::string note(int seq, std::string_view session = "bob", std::string_view kind = "call_state_changed",
                 std::string_view data = R"({"call_id":"c","state":"connected"})") {
  return fmt::format(
      R"({{"jsonrpc":"2.0","method":"note","params":{{"session":"{}","seq":{},"t_ms":1,"kind":"{}",)"
      R"("data":{}}}}})"
      "\n",
      session, seq, kind, data);
}

// What came out, one word each, so that a test reads as a list.
std::vector<std::string> told(const Outputs& outputs) {
  struct Teller {
    std::string operator()(const Write& write) const { return "write " + write.bytes; }
    std::string operator()(const Ready& ready) const {
      return "ready " + ready.implementation + " " + ready.version;
    }
    std::string operator()(const Reply& reply) const {
      return fmt::format("reply {} {} {} {}", reply.id, reply.method, outcome_name(reply.outcome.kind),
                         reply.outcome.message);
    }
    std::string operator()(const Note& one) const { return fmt::format("note {} {}", one.session, one.seq); }
    std::string operator()(const AdapterFault& fault) const { return "fault " + fault.sentence; }
    std::string operator()(const CloseInput&) const { return "close"; }
    std::string operator()(const Kill&) const { return "kill"; }
  };
  std::vector<std::string> all;
  for (const Output& output : outputs) all.push_back(std::visit(Teller{}, output));
  return all;
}

using Told = std::vector<std::string>;

Told fault(const std::string& sentence) {
  return {"fault " + sentence, "kill"};
}
Told fault_during(std::int64_t id, const std::string& method, const std::string& sentence) {
  return {fmt::format("reply {} {} adapter_failed {}", id, method, sentence), "fault " + sentence, "kill"};
}

class ConversationTest : public testing::Test {
 protected:
  static Settings settings(std::vector<std::string> claims = {}) {
    Settings made;
    made.harness_version = "0.1.0";
    made.seed = 812;
    made.claims = std::move(claims);
    return made;
  }

  Conversation fresh(std::vector<std::string> claims = {}) {
    return {vocabulary_, settings(std::move(claims))};
  }

  /// Ready, with the session bob started by request 3.
  Conversation started(Wire wire = Wire::lines) {
    Settings of_wire = settings();
    of_wire.wire = wire;
    Conversation made(vocabulary_, of_wire);
    made.begin(0);
    made.on_stdout(initialized(), 1);
    made.on_stdout(error(2, -32601), 2);
    EXPECT_TRUE(made.ready());
    ask(made, "session.start",
        R"({"session":"bob","homeserver_url":"http://h","user_id":"@b:h","device_id":"D","access_token":"secret"})");
    EXPECT_EQ(told(made.on_stdout(result(3), 3)), Told{"reply 3 session.start done "});
    return made;
  }

  Outputs ask(Conversation& conversation, std::string_view method, std::string_view params,
              std::int64_t deadline_ms = 500) {
    auto asked = conversation.request(method, parse_json(params)->value, deadline_ms, 1000);
    EXPECT_TRUE(asked) << asked.error().text;
    return asked ? asked->outputs : Outputs{};
  }

  Outputs answer_call(Conversation& conversation) {
    return ask(conversation, "answer_call", R"({"session":"bob","call_id":"c","media":["audio"]})");
  }

  Vocabulary vocabulary_ = real_vocabulary();
};

TEST_F(ConversationTest, InitializeProbeReadyRequestReplyFinish) {
  Conversation c = fresh({"voip.caller", "voip.callee"});
  EXPECT_EQ(told(c.begin(100)),
            Told{R"(write {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocol":1,"harness":)"
                 R"({"name":"ringcheck","version":"0.1.0"},"seed":812,"time_scale":1.0,"deadline_ms":30000}})"
                 "\n"});
  EXPECT_EQ(c.next_deadline_ms(), 30'100);
  EXPECT_EQ(told(c.on_stdout(initialized(), 200)),
            Told{"write {\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"" + c.probe_name() +
                 "\",\"params\":{\"deadline_ms\":30000}}\n"});
  EXPECT_FALSE(c.ready());
  EXPECT_EQ(told(c.on_stdout(error(2, -32601), 300)), Told{"ready x 9"});
  EXPECT_TRUE(c.ready());
  EXPECT_EQ(c.next_deadline_ms(), std::nullopt);
  EXPECT_EQ(told(c.finish(400)), Told{"close"});
  EXPECT_EQ(c.next_deadline_ms(), 5400);
  EXPECT_EQ(told(c.on_exit("exit status 0")), Told{});
  EXPECT_EQ(c.next_deadline_ms(), std::nullopt);
  EXPECT_FALSE(c.failed());
}

TEST_F(ConversationTest, TheProbeHasANameOfItsSeed) {
  Settings other = settings();
  other.seed = 813;
  EXPECT_EQ(fresh().probe_name(), fresh().probe_name());
  EXPECT_NE(Conversation(vocabulary_, other).probe_name(), fresh().probe_name());
  EXPECT_EQ(fresh().probe_name().size(), std::string("probe_0ffd97a4").size());
}

TEST_F(ConversationTest, ChattyAdapter) {
  Conversation c = fresh();
  c.begin(0);
  EXPECT_EQ(
      told(c.on_stdout("starting up, please wait\n" + initialized(), 1)),
      fault("stdout line is not a JSON-RPC message: \"starting up, please wait\". Did you mean to print to "
            "stderr? See schemas/driver/README.md#stdout"));
  EXPECT_TRUE(c.failed());
  EXPECT_EQ(told(c.on_stdout(initialized(), 2)), Told{});
  EXPECT_EQ(told(c.on_exit("signal 9")), Told{}) << "the harness killed it itself";
}

TEST_F(ConversationTest, YesMan) {
  Conversation c = fresh();
  c.begin(0);
  c.on_stdout(initialized(), 1);
  EXPECT_EQ(told(c.on_stdout(result(2), 2)),
            fault("claims to have done " + c.probe_name() +
                  ", an action that does not exist; its 'done' proves nothing"));
}

TEST_F(ConversationTest, ProbeAnsweredWithAnotherError) {
  Conversation c = fresh();
  c.begin(0);
  c.on_stdout(initialized(), 1);
  EXPECT_EQ(told(c.on_stdout(error(2, -32000), 2)),
            fault("answered " + c.probe_name() +
                  ", an action that does not exist, with error -32000 where -32601 is wanted"));
}

TEST_F(ConversationTest, FaultyInitialize) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {initialized(2), "speaks protocol 2 where the harness speaks 1. See schemas/driver/README.md#versions"},
      {initialized(1, R"(["plase_call"])"),
       "initialize lists an unknown action plase_call; did you mean place_call?"},
      {initialized(1, "[]", R"(["incoming"])"), "initialize lists an unknown note incoming"},
      {initialized(1, R"("all")"),
       R"(answer to initialize: /actions is the string "all" where a list is wanted)"},
      {result(1),
       "answer to initialize: /protocol is missing; /implementation is missing; /actions is missing; "
       "/notes is missing"},
      {error(1, -32601), R"(answered initialize with error -32601: "why")"},
      {result(2), "answered request 2, which was never made"},
      {note(1), "sent the note call_state_changed for session bob, which is not started"},
  };
  for (const auto& [line, sentence] : table) {
    Conversation c = fresh();
    c.begin(0);
    EXPECT_EQ(told(c.on_stdout(line, 1)), fault(sentence));
  }
}

TEST_F(ConversationTest, ClaimsWithoutTheirActions) {
  Conversation c = fresh({"voip.callee", "voip.hold"});
  c.begin(0);
  EXPECT_EQ(told(c.on_stdout(initialized(), 1)),
            fault("claims voip.hold but initialize does not list the action set_hold, which it needs"));
}

TEST_F(ConversationTest, OutcomesOfARequest) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {result(4), "reply 4 answer_call done "},
      {error(4, -32601), "reply 4 answer_call unsupported why"},
      {error(4, -32000, R"({"kind":"refused"})"), "reply 4 answer_call refused why"},
      {error(4, -32000, R"({"kind":"no_such"})"), "reply 4 answer_call no_such why"},
      {error(4, -32000, R"({"kind":"crashed","stderr":"boom"})"), "reply 4 answer_call crashed why"},
      {error(4, -32000, R"({"kind":"adapter_failed"})"), "reply 4 answer_call adapter_failed why"},
  };
  for (const auto& [line, wanted] : table) {
    Conversation c = started();
    answer_call(c);
    EXPECT_EQ(c.next_deadline_ms(), 1500);
    EXPECT_EQ(told(c.on_stdout(line, 1100)), Told{wanted});
    EXPECT_TRUE(c.ready()) << "its own error is an answer, not the end of the talk";
  }
}

TEST_F(ConversationTest, AnswersOutOfOrderFindTheirRequests) {
  Conversation c = started();
  answer_call(c);
  ask(c, "get_calls", R"({"session":"bob"})");
  EXPECT_EQ(told(c.on_stdout(result(5, R"({"calls":[]})") + result(4), 1100)),
            (Told{"reply 5 get_calls done ", "reply 4 answer_call done "}));
}

TEST_F(ConversationTest, FaultyAnswers) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {result(4, R"("ok")"), R"(answer to answer_call: it is the string "ok" where a map is wanted)"},
      {result(4, R"({"calls":1})"), "answer to answer_call: /calls is unknown"},
      {result(99), "answered request 99, which was never made"},
      {result(3), "answered request 3 twice"},
      {error(4, -32603, R"({"kind":"oops"})"),
       "answered answer_call with error -32603 and the kind \"oops\"; an error is -32601, or -32000 with the "
       "kind "
       "refused, no_such, crashed or adapter_failed"},
  };
  for (const auto& [line, sentence] : table) {
    Conversation c = started();
    answer_call(c);
    EXPECT_EQ(told(c.on_stdout(line, 1100)), fault_during(4, "answer_call", sentence));
  }
}

TEST_F(ConversationTest, CrashingAdapter) {
  Conversation c = started();
  answer_call(c);
  c.on_stderr("assertion failed: peer\n");
  EXPECT_EQ(
      told(c.on_exit("signal 6")),
      fault_during(4, "answer_call",
                   "adapter ended (signal 6) during answer_call; last stderr: ['assertion failed: peer']"));
  EXPECT_EQ(c.stderr_lines(), Told{"assertion failed: peer"});
}

TEST_F(ConversationTest, AnExitBetweenRequestsIsAFaultToo) {
  Conversation c = started();
  EXPECT_EQ(told(c.on_exit("exit status 0")),
            fault("adapter ended (exit status 0) between two requests; last stderr: []"));
}

TEST_F(ConversationTest, HangingAdapter) {
  Conversation c = started();
  answer_call(c);
  EXPECT_EQ(told(c.on_time(1499)), Told{});
  EXPECT_EQ(told(c.on_time(1500)),
            fault_during(4, "answer_call", "no answer to answer_call within 500 ms; process group killed"));
  EXPECT_EQ(told(c.on_stdout(result(4), 1501)), Told{});
  EXPECT_EQ(told(c.on_time(9999)), Told{});
}

// Nothing of a pipe or a process is in what an adapter is told that came over a connection.
TEST_F(ConversationTest, TextsOfAConnection) {
  Conversation c = started(Wire::texts);
  answer_call(c);
  EXPECT_EQ(told(c.on_text("{\n\"jsonrpc\": \"2.0\",\n\"id\": 4,\n\"result\": {}\n}", 1100)),
            Told{"reply 4 answer_call done "})
      << "a text may have lines";
  EXPECT_EQ(told(c.on_text("hello", 1100)),
            fault("a text came that is not a JSON-RPC message: \"hello\". See "
                  "schemas/driver/README.md#over-a-websocket"));
  EXPECT_EQ(told(c.on_text(note(1), 1101)), Told{});

  Conversation long_one = started(Wire::texts);
  EXPECT_EQ(told(long_one.on_text(std::string(2'000'000, 'x'), 5)),
            fault("a text is longer than 1048576 bytes: \"" + std::string(60, 'x') +
                  "…\". See schemas/driver/README.md#messages"));
}

TEST_F(ConversationTest, LostConnection) {
  Conversation c = started(Wire::texts);
  EXPECT_EQ(told(c.on_exit("")), fault("the adapter's connection was lost between two requests"));

  Conversation during = started(Wire::texts);
  answer_call(during);
  EXPECT_EQ(
      told(during.on_exit("a text message is not UTF-8")),
      fault_during(4, "answer_call",
                   "the adapter's connection was lost during answer_call: a text message is not UTF-8"));

  Conversation slow = started(Wire::texts);
  answer_call(slow);
  EXPECT_EQ(told(slow.on_time(1500)),
            fault_during(4, "answer_call", "no answer to answer_call within 500 ms; connection closed"));

  Conversation leaving = started(Wire::texts);
  EXPECT_EQ(told(leaving.finish(2000)), Told{"close"});
  EXPECT_EQ(told(leaving.on_exit("")), Told{});
  EXPECT_FALSE(leaving.failed());
}

TEST_F(ConversationTest, AfterAFaultEveryRequestFailsAtOnce) {
  Conversation c = started();
  c.on_stdout("oops\n", 5);
  EXPECT_EQ(told(answer_call(c)), Told{"reply 4 answer_call adapter_failed stdout line is not a JSON-RPC "
                                       "message: \"oops\". Did you mean to "
                                       "print to stderr? See schemas/driver/README.md#stdout"});
}

TEST_F(ConversationTest, EndlessLine) {
  Conversation c = started();
  answer_call(c);
  EXPECT_EQ(told(c.on_stdout(std::string(2'000'000, 'x'), 1100)),
            fault_during(4, "answer_call",
                         "stdout line is longer than 1048576 bytes: \"" + std::string(60, 'x') +
                             "…\". See schemas/driver/README.md#messages"));
}

TEST_F(ConversationTest, GoodNotes) {
  Conversation c = started();
  EXPECT_EQ(told(c.on_stdout(note(1) + note(2), 5)), (Told{"note bob 1", "note bob 2"}));
  EXPECT_EQ(told(c.on_stdout(note(3, "bob", "log", R"({"level":"info","text":"hi"})"), 6)),
            Told{"note bob 3"})
      << "log needs no listing";
}

TEST_F(ConversationTest, FaultyNotes) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {note(2), "note 2 of session bob came after note 0; seq counts from 1 without a gap"},
      {note(1, "eve"), "sent the note call_state_changed for session eve, which is not started"},
      {note(1, "bob", "call_state_chnged"),
       "sent a note of the unknown kind call_state_chnged; did you mean "
       "call_state_changed?"},
      {note(1, "bob", "navigated", R"({"uri":"x","widget_id":"w"})"),
       "sent the note navigated, which initialize does not list"},
      {note(1, "bob", "call_state_changed", R"({"call_id":"c","state":"over"})"),
       "note call_state_changed of session bob: /data/state is the string \"over\" where one of ringing_in, "
       "ringing_out, connecting, connected, held, ended is wanted"},
  };
  for (const auto& [line, sentence] : table) {
    Conversation c = started();
    EXPECT_EQ(told(c.on_stdout(line, 5)), fault(sentence));
  }
}

TEST_F(ConversationTest, ANoteThatComesTwice) {
  Conversation c = started();
  c.on_stdout(note(1), 5);
  EXPECT_EQ(told(c.on_stdout(note(1), 6)),
            fault("note 1 of session bob came after note 1; seq counts from 1 without a gap"));
}

TEST_F(ConversationTest, AFloodOfNotes) {
  Conversation c = started();
  for (int i = 1; i <= 10'000; ++i) ASSERT_EQ(c.on_stdout(note(i), 5).size(), 1U);
  EXPECT_EQ(told(c.on_stdout(note(10'001), 5)),
            fault("flooded session bob: more than 10000 notes or 16777216 bytes of them"));
}

TEST_F(ConversationTest, AStoppedSessionIsSilentAndItsNameIsFree) {
  Conversation c = started();
  c.on_stdout(note(1), 5);
  ask(c, "session.stop", R"({"session":"bob"})");
  EXPECT_EQ(told(c.on_stdout(note(2), 6)), Told{"note bob 2"}) << "until the answer";
  c.on_stdout(result(4), 7);
  ask(c, "session.start",
      R"({"session":"bob","homeserver_url":"http://h","user_id":"@b:h","device_id":"D","password":"p"})");
  EXPECT_EQ(told(c.on_stdout(note(1), 8)), Told{"note bob 1"}) << "counted anew";
  c.on_stdout(error(5, -32000, R"({"kind":"refused"})"), 9);
  EXPECT_EQ(told(c.on_stdout(note(2), 9)),
            fault("sent the note call_state_changed for session bob, which is not started"));
}

TEST_F(ConversationTest, AnUnlistedActionIsNotAsked) {
  Conversation c = started();
  EXPECT_EQ(told(ask(c, "settle", R"({"session":"bob"})")),
            Told{"reply 4 settle unsupported not in the actions that initialize listed"});
  EXPECT_FALSE(c.offers("settle"));
  EXPECT_TRUE(c.offers("hang_up"));
}

TEST_F(ConversationTest, FaultsOfTheCaller) {
  Conversation c = started();
  const std::vector<std::tuple<std::string, std::string, std::string>> table = {
      {"plase_call", "{}", "unknown action plase_call; did you mean place_call?"},
      {"hang_up", R"({"session":"bob"})", "params of hang_up: /call_id is missing"},
      {"get_calls", "{}", "params of get_calls: /session is missing"},
      {"get_calls", R"({"session":"eve"})", "get_calls: session eve is not started"},
      {"session.start", R"({"session":"bob","homeserver_url":"h","user_id":"@b:h","device_id":"D"})",
       "session.start: session bob is already started"},
  };
  for (const auto& [method, params, sentence] : table) {
    const auto asked = c.request(method, parse_json(params)->value, 500, 0);
    ASSERT_FALSE(asked) << method;
    EXPECT_EQ(asked.error().text, sentence);
  }
  Conversation early = fresh();
  early.begin(0);
  EXPECT_EQ(early.request("get_calls", make_object({{"session", "b"}}), 500, 0).error().text,
            "get_calls is asked of an adapter that is not ready");
}

TEST_F(ConversationTest, LeavingLateOrLeavingSomethingBehind) {
  Conversation late = started();
  late.finish(1000);
  EXPECT_EQ(told(late.on_time(6000)),
            fault("still running 5000 ms after the end of stdin; process group killed"));

  Conversation untidy = started();
  untidy.finish(1000);
  untidy.on_exit("exit status 0");
  EXPECT_EQ(told(untidy.on_left_behind({})), Told{});
  EXPECT_EQ(
      told(untidy.on_left_behind({"sleep (pid 4711)"})),
      fault(
          "adapter left 1 process behind: sleep (pid 4711); killed. See schemas/driver/README.md#processes"));
}

TEST_F(ConversationTest, GivenUpBeforeItWasReady) {
  Conversation c = fresh();
  c.begin(0);
  EXPECT_EQ(told(c.finish(10)), Told{"close"});
  EXPECT_EQ(told(c.on_stdout(initialized(), 20)), Told{});
  EXPECT_EQ(told(c.on_exit("exit status 0")), Told{});
}

TEST_F(ConversationTest, SecretsAreNotKept) {
  Conversation c = fresh();
  c.begin(0);
  c.on_stdout(initialized(), 1);
  c.on_stdout(error(2, -32601), 2);
  const Outputs out = ask(c, "session.start",
                          R"({"session":"b","homeserver_url":"h","user_id":"u","device_id":"D",)"
                          R"("access_token":"s3cret"})");
  EXPECT_NE(told(out).front().find("s3cret"), std::string::npos) << "the adapter needs it";
  EXPECT_EQ(c.last_sent().find("s3cret"), std::string::npos);
  EXPECT_EQ(c.last_received(),
            R"({"jsonrpc":"2.0","id":2,"error":{"code":-32601,"message":"why","data":{}}})");
}

TEST_F(ConversationTest, AHomeserverIsStartedWithItsOptions) {
  Conversation c = fresh();
  c.begin(0);
  c.on_stdout(initialized(), 1);
  c.on_stdout(error(2, -32601), 2);
  ask(c, "session.start",
      R"({"session":"hs","homeserver_options":{"guests":true,"rtc_transports":[{"type":"livekit"}],)"
      R"("turn":{"uris":["turn:h"],"shared_secret":"s3cret","lifetime_s":60}}})");
  EXPECT_EQ(c.last_sent().find("s3cret"), std::string::npos);
  const std::string answer =
      R"({"homeserver":{"url":"http://h","server_name":"h","registration_secret":"r"}})";
  EXPECT_EQ(told(c.on_stdout(result(3, answer), 3)), Told{"reply 3 session.start done "});
  EXPECT_EQ(told(ask(c, "session.kill", R"({"session":"hs"})")).size(), 1U);
  const auto wrong = c.request(
      "session.start",
      parse_json(R"({"session":"b","homeserver_options":{"turn":{"uris":["turn:h"],"username":"u"}}})")
          ->value,
      500, 4);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().text, "params of session.start: /homeserver_options/turn/lifetime_s is missing");
}

TEST(StderrTail, KeepsTheLastLinesAndNoMore) {
  StderrTail tail;
  for (int i = 0; i < 1000; ++i) tail.feed(fmt::format("line {}\n", i));
  tail.feed("unfinished");
  const auto lines = tail.lines();
  ASSERT_EQ(lines.size(), 32U);
  EXPECT_EQ(lines.front(), "line 969");
  EXPECT_EQ(lines.back(), "unfinished");
  EXPECT_EQ(brief(lines), "['line 998', 'line 999', 'unfinished']");
  for (int i = 0; i < 100; ++i) tail.feed(std::string(1'000'000, 'x'));
  EXPECT_EQ(tail.lines().back().size(), StderrTail::max_bytes);
}

}  // namespace
}  // namespace ringcheck::driver
