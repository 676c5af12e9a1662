#pragma once
// For tests: the host and the homeserver of a call widget, which answer what it asks unless a test does.

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "widget/test_pair.hpp"

namespace ringcheck::widget::testing {

inline WidgetSetup call_setup(bool preload = false) {
  WidgetSetup setup;
  setup.widget_id = "w";
  setup.starts = true;
  setup.id_prefix = "p";
  setup.call = CallSetup{"@bob:x", "BOB", std::string(room), preload};
  return setup;
}

struct CallStage {
  FakeWidget widget;
  Seen seen;
  std::int64_t now = 1000;
  int asked = 0;
  bool has_delays = true;
  bool denies_sending = false;
  std::string versions = HostStage::all_versions();
  std::set<std::string, std::less<>> unanswered;  ///< actions, by their names on the wire
  std::set<std::string, std::less<>> refused;
  std::string room_version = "10";

  explicit CallStage(WidgetSetup setup = call_setup(), const WidgetFaults& faults = {})
      : widget(std::move(setup), schemas(), faults) {}

  /// The answer to a request of the host; null: none.
  Value ask(std::string_view action, std::string_view data = "{}") {
    const std::string id = "q" + std::to_string(++asked);
    Value message = make_object({{"api", "toWidget"},
                                 {"widgetId", "w"},
                                 {"requestId", id},
                                 {"action", action},
                                 {"data", json(data)}});
    take(widget.on_message({std::move(message), "", true}, now));
    for (const Value& post : seen.posts) {
      if (post.string_at("requestId") == id) return *post.find("response");
    }
    return {};
  }
  /// Loaded, negotiated, and told the state, if the host has update_state.
  void open() {
    take(widget.on_load(now));
    const Value answered = ask("capabilities");
    const Value* wanted = answered.find("capabilities");
    Value approved = make_array();
    for (const Value& each : wanted == nullptr ? std::vector<Value>() : wanted->items) {
      if (!denies_sending || each.text.find(".send.") == std::string::npos) approved.push(each);
    }
    ask("notify_capabilities",
        to_json(make_object({{"requested", make_array()}, {"approved", std::move(approved)}})));
    if (versions.find("update_state") != std::string::npos) ask("update_state", state());
  }
  bool press(std::string_view button, std::string_view params = "{}") {
    auto effects = widget.order(button, json(params), now);
    if (effects) take(*effects);
    return static_cast<bool>(effects);
  }
  void pass(std::int64_t ms) {
    now += ms;
    take(widget.on_time(now));
  }
  /// The data of its requests for this action.
  std::vector<Value> sent(std::string_view action) const {
    std::vector<Value> found;
    for (const Value& post : seen.posts) {
      if (post.find("response") == nullptr && post.string_at("action") == action)
        found.push_back(*post.find("data"));
    }
    return found;
  }
  std::string state() const {
    return R"({"state":[{"type":"m.room.create","state_key":"","sender":"@a:x","event_id":"$1","room_id":"!r:x",)"
           R"("origin_server_ts":1,"content":{"room_version":")" +
           room_version +
           R"("}},{"type":"m.room.member","state_key":"@bob:x","sender":"@bob:x","event_id":"$2",)"
           R"("room_id":"!r:x","origin_server_ts":1,"content":{"membership":"join"}}]})";
  }
  /// What came out is seen, then answered in its order.
  void take(const Effects& effects) {
    seen.take(effects);
    for (const Effect& effect : effects) {
      if (const auto* said = std::get_if<Say>(&effect)) answer(said->message);
      if (const auto* request = std::get_if<Request>(&effect)) serve(*request);
    }
  }

 private:
  void answer(Value message) {
    const std::string action(message.string_at("action"));
    if (message.find("response") != nullptr || unanswered.contains(action)) return;
    message.set("response", json(refused.contains(action) ? R"({"error":{"message":"no"}})"
                                                          : answer_to(action, *message.find("data"))));
    take(widget.on_message({std::move(message), "", true}, now));
  }
  std::string answer_to(std::string_view action, const Value& data) const {
    if (action == "supported_api_versions") return versions;
    if (action == "org.matrix.msc2876.read_events")
      return R"({"events":)" + read(data.string_at("type")) + "}";
    if (action == "org.matrix.msc4515.get_rtc_transports")
      return R"({"rtc_transports":[{"type":"other"},{"type":"livekit","livekit_service_url":"http://lk"}]})";
    if (action == "get_openid")
      return R"({"state":"allowed","access_token":"t","token_type":"Bearer","matrix_server_name":"x","expires_in":9})";
    if (action != "send_event") return "{}";
    return data.find("delay") == nullptr ? R"({"room_id":"!r:x","event_id":"$e"})"
                                         : R"({"room_id":"!r:x","delay_id":"d1"})";
  }
  std::string read(std::string_view type) const {
    Value found = make_array();
    const Value told = json(state());
    for (const Value& event : told.find("state")->items) {
      if (event.string_at("type") == type) found.push(event);
    }
    return to_json(found);
  }
  void serve(const Request& request) {
    const bool versions_asked = request.path == "/_matrix/client/versions";
    const std::string features = has_delays ? R"({"unstable_features":{"org.matrix.msc4140":true}})" : "{}";
    take(widget.on_answer(
        request.id, {200, json(versions_asked ? features : R"({"url":"ws://lk","jwt":"j"})"), {}, {}}, now));
  }
};

}  // namespace ringcheck::widget::testing
