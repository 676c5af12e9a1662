// Sessions of the widget API, their answers and envelopes: each check is shown to fail a bad trace and to let
// its good twin pass.

#include "check/test_widget.hpp"

namespace ringcheck::check::testing {
namespace {

std::vector<Case> of_sessions() {
  return {
      host("good_host",
           [](Talk& t) {
             t.ask(Side::widget, "supported_api_versions");
             t.reply(R"({"supported_versions":["0.0.1","org.matrix.msc2871"]})");
             t.ask(Side::widget, "content_loaded");
             t.reply();
             t.open(R"(["org.matrix.msc2762.receive.event:t","m.always_on_screen"])");
             t.ask(Side::host, "send_event", event_text);
             t.reply();
             t.ask(Side::widget, "set_always_on_screen", R"({"value":true})");
             t.reply(R"({"success":true})");
             t.unload();
           },
           {}),
      widget("good_widget",
             [](Talk& t) {
               t.ask(Side::widget, "supported_api_versions");
               t.reply(R"({"supported_versions":["0.0.1","org.matrix.msc2871","org.matrix.msc2762"]})");
               t.ask(Side::widget, "content_loaded");
               t.reply();
               t.open(R"(["m.send.event:t"])");
               t.ask(Side::widget, "send_event", R"({"type":"t","content":{}})");
               t.reply(R"({"room_id":"!r:b","event_id":"$e"})");
             },
             {}),
      host("before_the_session", [](Talk& t) { t.ask(Side::host, "visibility", R"({"visible":true})"); },
           {"widget_handshake WIDGET-093"}),
      widget("content_loaded_too_late",
             [](Talk& t) {
               t.open();
               t.ask(Side::widget, "content_loaded");
             },
             {"widget_handshake WIDGET-102"}),
      host("capabilities_twice",
           [](Talk& t) {
             t.open();
             t.ask(Side::host, "capabilities");
           },
           {"widget_handshake WIDGET-104"}),
      host("after_a_reload_it_begins_again",
           [](Talk& t) {
             t.open();
             t.unload();
             t.put(Side::host, Talk::request(Side::host, "capabilities", "x", make_object()), "s2");
           },
           {}),
      host("unlisted_action",
           [](Talk& t) {
             t.ask(Side::host, "supported_api_versions");
             t.reply(R"({"supported_versions":["0.0.1"]})");
             t.open();
           },
           {"widget_handshake WIDGET-088"}),
      host("visibility_says_the_same_twice",
           [](Talk& t) {
             t.open();
             t.ask(Side::host, "visibility", R"({"visible":true})");
             t.ask(Side::host, "visibility", R"({"visible":false})");
             t.ask(Side::host, "visibility", R"({"visible":false})");
           },
           {"widget_handshake WIDGET-117"}),
      host("openid_comes_later",
           [](Talk& t) {
             t.open();
             t.put(Side::widget, Talk::request(Side::widget, "get_openid", "o", make_object()));
             t.reply(R"({"state":"request"})");
             t.ask(Side::host, "openid_credentials", R"({"state":"blocked","original_request_id":"o"})");
           },
           {}),
      host("openid_that_nobody_waits_for",
           [](Talk& t) {
             t.open();
             t.ask(Side::host, "openid_credentials", R"({"state":"blocked","original_request_id":"o"})");
           },
           {"widget_handshake WIDGET-131"}),
      host("approves_what_was_not_asked_for", [](Talk& t) { t.open(R"(["a"])", R"(["a","b"])"); },
           {"widget_approval WIDGET-096", "widget_approval WIDGET-106"}),
      host("takes_an_approval_back",
           [](Talk& t) {
             t.open(R"(["a"])");
             t.ask(Side::host, "notify_capabilities", R"({"requested":["a"],"approved":[]})");
           },
           {"widget_approval WIDGET-116"}),
      host("tells_only_the_new_ones",
           [](Talk& t) {
             t.open(R"(["a"])");
             t.answered("org.matrix.msc2974.request_capabilities", R"({"capabilities":["b"]})", "{}");
             t.ask(Side::host, "notify_capabilities", R"({"requested":["b"],"approved":["b","a"]})");
           },
           {"widget_approval WIDGET-106", "widget_approval WIDGET-112"}),
  };
}

std::vector<Case> of_answers() {
  return {
      host("silence",
           [](Talk& t) {
             t.open();
             t.ask(Side::widget, "get_openid");
             t.wait_s(11);
             t.unload();
           },
           {"widget_answers WIDGET-066"}),
      host("silence_that_was_cut_short",
           [](Talk& t) {
             t.open();
             t.ask(Side::widget, "get_openid");
             t.wait_s(5);
             t.unload();
           },
           {}),
      host("silence_to_a_slow_action",
           [](Talk& t) {
             t.open();
             t.ask(Side::widget, "send_to_device", R"({"type":"t","encrypted":true,"messages":{}})");
             t.wait_s(30);
             t.unload();
           },
           {}),
      host("silence_until_the_trace_ends",
           [](Talk& t) {
             t.open();
             t.ask(Side::widget, "content_loaded");
             t.ask(Side::widget, "supported_api_versions");
             t.wait_s(11);
             t.s.entry(trace::Kind::end, "harness", "passed");
           },
           {"widget_answers WIDGET-066", "widget_answers WIDGET-101", "widget_answers WIDGET-085"}),
      host("silence_to_another_widget",
           [](Talk& t) {
             t.open();
             t.ask(Side::widget, "get_openid").body.set("widgetId", "other");
             t.wait_s(11);
             t.unload();
           },
           {}),
      host("answered_twice",
           [](Talk& t) {
             t.open();
             t.answered("get_openid", "{}", R"({"state":"blocked"})");
             t.put(Side::host, t.s.entries.back().body);
           },
           {"widget_answers WIDGET-066"}),
      host("asked_twice_answered_twice",
           [](Talk& t) {
             t.open();
             const Value ask = Talk::request(Side::widget, "get_openid", "o", make_object());
             t.put(Side::widget, ask);
             t.put(Side::widget, ask);
             t.reply(R"({"state":"blocked"})");
             t.put(Side::host, t.s.entries.back().body);
           },
           {}),
      host("requestId_used_again",
           [](Talk& t) {
             t.open();
             const Value first = Talk::request(Side::host, "visibility", "o", json(R"({"visible":true})"));
             const Value again = Talk::request(Side::host, "visibility", "o", json(R"({"visible":false})"));
             t.put(Side::host, first);
             t.put(Side::host, again);
           },
           {"widget_answers WIDGET-067"}),
      host("both_sides_may_use_one_requestId",
           [](Talk& t) {
             t.put(Side::widget, Talk::request(Side::widget, "content_loaded", "1", make_object()));
             t.reply();
             t.put(Side::host, Talk::request(Side::host, "capabilities", "1", make_object()));
           },
           {}),
      host("wrong_frame",
           [](Talk& t) {
             t.open();
             Value message = t.ask(Side::widget, "get_openid").body;
             message.set("response", json(R"({"state":"blocked"})"));
             t.put(Side::host, std::move(message), "s2");
           },
           {"widget_answers WIDGET-061"}),
      host("answer_to_who_asked_in_its_name",
           [](Talk& t) {
             t.open();
             t.ask(Side::host, "visibility", R"({"visible":true})");
             t.reply();
             const Value foreign = Talk::request(Side::widget, "get_openid", "k", make_object());
             t.put(Side::widget, foreign, "hostile");
             Value answer = foreign;
             answer.set("response", json(R"({"state":"blocked"})"));
             t.put(Side::host, std::move(answer));
           },
           {}),
      host("answer_to_nothing",
           [](Talk& t) {
             Value message = Talk::request(Side::widget, "get_openid", "x", make_object());
             message.set("response", json(R"({"state":"blocked"})"));
             t.put(Side::host, std::move(message));
           },
           {"widget_answers WIDGET-065"}),
      host("answer_to_the_wrong_api",
           [](Talk& t) {
             t.ask(Side::widget, "content_loaded").body.set("api", "toWidget");
             t.reply();
           },
           {"widget_answers WIDGET-077"}),
      host("answer_to_what_is_no_request",
           [](Talk& t) {
             t.put(Side::widget, json(R"({"requestId":"x","widgetId":"w","data":{}})"));
             t.reply(R"({"error":{"message":"no"}})");
             t.s.entries.back().body.set("action", "a").set("api", "fromWidget");
           },
           {"widget_answers WIDGET-078"}),
      host("after_the_unload",
           [](Talk& t) {
             t.open();
             t.unload();
             t.ask(Side::host, "visibility", R"({"visible":true})");
           },
           {"widget_answers WIDGET-081"}),
      widget("widget_after_its_unload",
             [](Talk& t) {
               t.open();
               t.unload();
               t.ask(Side::widget, "get_openid");
             },
             {"widget_answers"}),
  };
}

std::vector<Case> of_envelopes() {
  const auto sends = [](const char* name, const std::function<void(Value&)>& change,
                        std::set<std::string> told) {
    return host(
        name,
        [=](Talk& t) {
          t.open();
          change(t.ask(Side::host, "visibility", R"({"visible":true})").body);
        },
        std::move(told));
  };
  const auto replies = [](const char* name, const std::function<void(Value&)>& change,
                          std::set<std::string> told) {
    return host(
        name,
        [=](Talk& t) {
          t.open();
          t.answered("get_openid", "{}", R"({"state":"blocked"})");
          change(t.s.entries.back().body);
        },
        std::move(told));
  };
  const auto repeats = [](const char* name, const std::function<void(Value&)>& spoil,
                          const std::function<void(Value&)>& change, std::set<std::string> told) {
    return host(
        name,
        [=](Talk& t) {
          t.open();
          Value request = Talk::request(Side::widget, "get_openid", "x", make_object());
          spoil(request);
          t.put(Side::widget, std::move(request));
          change(t.reply(R"({"error":{"message":"no"}})").body);
        },
        std::move(told));
  };
  const auto as_it_was = [](Value&) {};
  return {
      repeats("repeats_that_there_is_no_data", [](Value& v) { v.erase("data"); }, as_it_was, {}),
      repeats("repeats_data_that_is_no_map", [](Value& v) { v.set("data", 5); }, as_it_was, {}),
      repeats("repeats_a_widgetId_that_is_no_string", [](Value& v) { v.set("widgetId", 5); }, as_it_was, {}),
      repeats("repeats_that_there_is_no_action", [](Value& v) { v.erase("action"); }, as_it_was,
              {"widget_answers WIDGET-078"}),
      repeats("repeats_that_there_is_no_api", [](Value& v) { v.erase("api"); }, as_it_was,
              {"widget_answers WIDGET-078"}),
      repeats("loses_data", as_it_was, [](Value& v) { v.erase("data"); }, {"widget_envelope WIDGET-065"}),
      repeats(
          "makes_other_wrong_data", [](Value& v) { v.set("data", 5); }, [](Value& v) { v.set("data", 6); },
          {"widget_envelope WIDGET-065", "widget_envelope"}),
      repeats("loses_the_widgetId", as_it_was, [](Value& v) { v.erase("widgetId"); },
              {"widget_envelope WIDGET-065"}),
      repeats("loses_the_action", as_it_was, [](Value& v) { v.erase("action"); },
              {"widget_envelope WIDGET-065"}),
      repeats("loses_the_api", as_it_was, [](Value& v) { v.erase("api"); }, {"widget_envelope WIDGET-065"}),
      sends("no_widgetId", [](Value& v) { v.erase("widgetId"); }, {"widget_envelope WIDGET-064"}),
      sends("no_data", [](Value& v) { v.erase("data"); }, {"widget_envelope WIDGET-064"}),
      sends("requestId_number", [](Value& v) { v.set("requestId", 5); }, {"widget_envelope WIDGET-064"}),
      sends("wrong_api", [](Value& v) { v.set("api", "fromWidget"); }, {"widget_envelope WIDGET-064"}),
      sends("unknown_member", [](Value& v) { v.set("extra", 5); }, {"widget_members"}),
      sends("unknown_member_of_data", [](Value& v) { v["data"].set("extra", 5); }, {"widget_members"}),
      sends("undefined", [](Value& v) { v["data"].set("x", json(R"({"$undefined":true})")); },
            {"widget_members"}),
      sends("undefined_is_absent", [](Value& v) { v.set("data", json(R"({"$undefined":true})")); },
            {"widget_members", "widget_envelope WIDGET-064"}),
      sends("bigint", [](Value& v) { v["data"].set("x", json(R"({"$unclonable":"bigint"})")); },
            {"widget_members", "widget_members WIDGET-079"}),
      sends("blob_where_none_belongs",
            [](Value& v) { v["data"].set("visible", json(R"({"$blob":"","type":"","size":0})")); },
            {"widget_members WIDGET-079", "widget_shape WIDGET-117"}),
      replies("action_changes", [](Value& v) { v.set("action", "get_openId"); },
              {"widget_envelope WIDGET-065"}),
      replies("widgetId_changes", [](Value& v) { v.set("widgetId", "v"); }, {"widget_envelope WIDGET-065"}),
      replies("data_changes", [](Value& v) { v["data"].set("x", 1); }, {"widget_envelope"}),
      replies("response_is_a_list", [](Value& v) { v.set("response", make_array()); },
              {"widget_envelope WIDGET-065"}),
      replies("error_without_a_message", [](Value& v) { v.set("response", json(R"({"error":{}})")); },
              {"widget_envelope WIDGET-071"}),
      replies("error_is_a_string", [](Value& v) { v.set("response", json(R"({"error":"no"})")); },
              {"widget_envelope WIDGET-071"}),
  };
}

class WidgetTraces : public ::testing::TestWithParam<Case> {};

TEST_P(WidgetTraces, AreToldAsTheyAre) {
  const TraceReport report = judged(GetParam());
  std::string texts;
  for (const Finding& finding : report.findings) texts += finding.requirement + ": " + finding.text + "\n";
  EXPECT_EQ(told(report), GetParam().told) << texts;
}

INSTANTIATE_TEST_SUITE_P(Widgets, WidgetTraces, ::testing::ValuesIn(widget_cases()));

TEST(WidgetTraces, OfARecordingThatBeginsInTheMidstNothingIsMissed) {
  Sample sample;
  Talk talk{sample, Side::host};
  Value late = Talk::request(Side::widget, "get_openid", "x", make_object());
  late.set("response", json(R"({"state":"blocked"})"));
  talk.put(Side::host, std::move(late));
  talk.ask(Side::host, "visibility", R"({"visible":true})");
  EXPECT_EQ(failed(checker().check_trace(sample.entries, "bob")),
            (std::set<std::string>{"WIDGET-065", "WIDGET-093"}));
  TraceJudge part = checker().judge("bob", {.from_the_start = false});
  for (const trace::Entry& entry : sample.entries) part.take(entry);
  EXPECT_EQ(failed(part.finish()), std::set<std::string>{});
}

TEST(WidgetTraces, OthersAreContextOnly) {
  Sample sample;
  Talk talk{sample, Side::host};
  talk.put(Side::widget, json(R"({"hello":1})"));
  talk.put(Side::widget, Value(5));
  EXPECT_TRUE(checker().check_trace(sample.entries, "bob").findings.empty());
}

}  // namespace

std::vector<Case> widget_cases() {
  std::vector<Case> all = widget_action_cases();
  for (const auto& part : {of_sessions(), of_answers(), of_envelopes()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace ringcheck::check::testing
