#include "widget/widget_fault.hpp"

#include <gtest/gtest.h>

#include "widget/test_call.hpp"
#include "widget/test_faults.hpp"
#include "widget/test_pair.hpp"

namespace ringcheck::widget {
namespace {

using testing::json;
using testing::Seen;

/// A host that a test plays, and that goes on whatever the widget does.
struct Talk {
  FakeWidget widget;
  Seen seen;
  std::int64_t now = 1000;
  int asked = 0;
  std::size_t answered = 0;

  explicit Talk(const WidgetFaults& faults) : widget(setup(), testing::schemas(), faults) {
    seen.take(widget.on_load(now));
  }
  static WidgetSetup setup() {
    WidgetSetup setup;
    setup.widget_id = "w";
    setup.capabilities = {"m.sticker", "m.capability.screenshot"};
    setup.starts = true;
    setup.id_prefix = "p";
    return setup;
  }
  void ask(std::string_view action, std::string_view data = "{}", std::string_view api = "toWidget",
           bool from_partner = true) {
    Value message = make_object({{"api", api},
                                 {"widgetId", "w"},
                                 {"requestId", "q" + std::to_string(++asked)},
                                 {"action", action},
                                 {"data", json(data)}});
    seen.take(widget.on_message({std::move(message), "", from_partner}, now));
  }
  void answer(Value message, std::string_view response) {
    message.set("response", json(response));
    seen.take(widget.on_message({std::move(message), "", true}, now));
  }
  /// Answers each request of the widget, versions by these.
  void answer_all(std::string_view versions) {
    for (; answered < seen.posts.size(); ++answered) {
      const Value post = seen.posts[answered];
      if (post.find("response") != nullptr) continue;
      const bool is_versions = post.string_at("action") == "supported_api_versions";
      answer(post, is_versions ? R"({"supported_versions":)" + std::string(versions) + "}" : R"({"a":1})");
    }
  }
  void order(std::string_view action, std::string_view data = "{}") {
    Value params = make_object({{"action", action}, {"data", json(data)}});
    if (auto effects = widget.order("ask_host", params, now)) seen.take(*effects);
  }
  std::string text() const {
    std::string all;
    for (const Value& post : seen.posts) all += to_json(post) + "\n";
    for (const Note& note : seen.notes) all += note.kind + to_json(note.data) + "\n";
    return all;
  }
};

constexpr const char* all_versions =
    R"(["0.0.2","org.matrix.msc2871","org.matrix.msc2873","org.matrix.msc2762_update_state"])";

std::string asked_of_it(const WidgetFaults& faults) {
  Talk talk(faults);
  talk.answer_all(all_versions);
  talk.ask("supported_api_versions");
  talk.ask("capabilities");
  talk.ask("capabilities");
  talk.ask("notify_capabilities", R"({"requested":[],"approved":["m.capability.screenshot"]})");
  talk.ask("com.example.nope");
  talk.ask("visibility", R"({"visible":1})");
  talk.ask("visibility", R"({"visible":true})");
  talk.ask("supported_api_versions", "{}", "fromWidget");
  talk.ask("supported_api_versions", "{}", "toWidget", false);
  talk.ask(
      "send_event",
      R"({"type":"a","sender":"@a:x","event_id":"$1","room_id":"!r","origin_server_ts":1,"content":{}})");
  talk.ask("update_state", R"({"state":[]})");
  talk.ask("send_to_device", R"({"type":"a","sender":"@a:x","encrypted":false,"content":{}})");
  talk.ask("update_turn_servers", R"({"uris":[],"username":"","password":""})");
  talk.ask("theme_change", R"({"name":"dark"})");
  talk.ask("screenshot");
  talk.ask("io.element.device_mute", R"({"audio_enabled":false})");
  return talk.text();
}

std::string asks(const WidgetFaults& faults) {
  Talk talk(faults);
  talk.order("set_always_on_screen", R"({"value":true})");
  talk.answer_all(R"(["0.0.2","org.matrix.msc2871"])");
  talk.ask("capabilities");
  talk.ask("notify_capabilities", R"({"requested":[],"approved":[]})");
  talk.order("set_always_on_screen", R"({"value":true})");
  talk.order("read_relations", R"({"event_id":"$1"})");
  talk.order("com.example.one");
  talk.order("com.example.two");
  if (talk.seen.posts.size() >= 2) {
    const Value two = talk.seen.posts.back();
    const Value one = talk.seen.posts[talk.seen.posts.size() - 2];
    talk.answer(two, R"({"two":2})");
    talk.answer(one, R"({"one":1})");
    talk.answer(one, R"({"one":3})");
  }
  talk.order("com.example.three");
  talk.now += 2000;
  talk.seen.take(talk.widget.on_time(talk.now));
  return talk.text();
}

std::string credentials(const WidgetFaults& faults) {
  Talk talk(faults);
  talk.answer_all(all_versions);
  talk.order("get_openid");
  talk.answer(talk.seen.posts.back(), R"({"state":"request"})");
  talk.ask("openid_credentials", R"({"state":"blocked","original_request_id":"other"})");
  return talk.text();
}

std::string with_old_host(const WidgetFaults& faults) {
  Talk talk(faults);
  talk.answer_all(R"(["0.0.2"])");
  talk.ask("capabilities");
  talk.order("set_always_on_screen", R"({"value":true})");
  return talk.text();
}

std::string text_of(const testing::CallStage& stage) {
  std::string all;
  for (const Value& post : stage.seen.posts) all += to_json(post) + "\n";
  for (const Request& request : stage.seen.requests) all += request.path + "\n";
  return all;
}

std::string calls(const WidgetFaults& faults) {
  testing::CallStage stage(testing::call_setup(), faults);
  stage.open();
  stage.ask("im.vector.hangup");
  stage.ask("io.element.device_mute", R"({"audio_enabled":null,"video_enabled":false})");
  stage.unanswered = {"get_openid"};
  stage.press("press_join");
  stage.unanswered.clear();
  stage.pass(10000);
  stage.press("press_hang_up");
  testing::CallStage preloaded(testing::call_setup(true), faults);
  preloaded.open();
  testing::CallStage strange(testing::call_setup(), faults);
  strange.versions = R"({"supported_versions":["com.example.none"]})";
  strange.open();
  return text_of(stage) + text_of(preloaded) + text_of(strange);
}

TEST(WidgetFaults, EachIsAskedAboutOnce) {
  testing::expect_sound_table(widget_fault_table, "WidgetFault");
}

TEST(WidgetFaults, EachShowsInAConversation) {
  testing::expect_each_shows<WidgetFault>(widget_fault_table, [](const WidgetFaults& faults) {
    return asked_of_it(faults) + asks(faults) + credentials(faults) + with_old_host(faults) + calls(faults);
  });
}

}  // namespace
}  // namespace ringcheck::widget
