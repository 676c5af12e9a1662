#pragma once
// For tests: a host, its client and what is posted, asked and noted; and messages in a short form.

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "testing/source_dir.hpp"
#include "value/json.hpp"
#include "widget/fake_host.hpp"
#include "widget/fake_widget.hpp"

namespace ringcheck::widget::testing {

inline const check::WidgetSchemas& schemas() {
  static const auto loaded = check::WidgetSchemas::load(source_dir() + "/schemas/widget");
  EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().text);
  return **loaded;
}

inline Value json(std::string_view text) {
  auto parsed = parse_json(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? parsed->value : Value();
}

inline constexpr std::string_view room = "!r:x";

/// What came out of an end, sorted by kind.
struct Seen {
  std::vector<Value> posts;
  std::vector<Request> requests;
  std::vector<Note> notes;
  std::vector<ShowModal> modals;
  std::vector<EndModal> ends;

  void take(const Effects& effects) {
    for (const Effect& effect : effects) {
      if (const auto* said = std::get_if<Say>(&effect)) posts.push_back(said->message);
      if (const auto* request = std::get_if<Request>(&effect)) requests.push_back(*request);
      if (const auto* note = std::get_if<Note>(&effect)) notes.push_back(*note);
      if (const auto* modal = std::get_if<ShowModal>(&effect)) modals.push_back(*modal);
      if (const auto* end = std::get_if<EndModal>(&effect)) ends.push_back(*end);
    }
  }
};

/// A host that a test plays the widget of.
struct HostStage {
  Client client;
  std::unique_ptr<FakeHost> host;
  Seen seen;
  std::int64_t now = 1000;
  int asked = 0;

  explicit HostStage(HostSetup setup = {}, const HostFaults& faults = {}) {
    client.user_id = "@bob:x";
    client.device_id = "BOB";
    client.homeserver_url = "http://hs";
    client.viewed_room = room;
    if (setup.widget_id.empty()) setup.widget_id = "w";
    if (setup.room_id.empty()) setup.room_id = room;
    if (setup.id_prefix.empty()) setup.id_prefix = "h";
    host = std::make_unique<FakeHost>(std::move(setup), client, schemas(), faults);
  }

  /// The requestId by which the answer is found.
  std::string ask(std::string_view action, std::string_view data = "{}") {
    std::string id = "q" + std::to_string(++asked);
    Value message =
        make_object({{"api", "fromWidget"}, {"widgetId", "w"}, {"requestId", id}, {"action", action}});
    if (!data.empty()) message.set("data", json(data));
    say(std::move(message));
    return id;
  }
  void say(Value message, std::string_view origin = "", bool from_partner = true) {
    seen.take(host->on_message({std::move(message), std::string(origin), from_partner}, now));
  }
  /// The responses to a request.
  std::vector<Value> answers(std::string_view id) const {
    std::vector<Value> found;
    for (const Value& post : seen.posts) {
      const Value* response = post.find("response");
      if (response != nullptr && post.string_at("requestId") == id) found.push_back(*response);
    }
    return found;
  }
  /// The one response, or null and a failure.
  Value answer(std::string_view id) const {
    const auto found = answers(id);
    EXPECT_EQ(found.size(), 1U) << id;
    return found.size() == 1 ? found.front() : Value();
  }
  bool is_refused(std::string_view id) const {
    const Value response = answer(id);
    const Value* error = response.find("error");
    return error != nullptr && !error->string_at("message").empty() && response.members.size() == 1;
  }
  /// The requests of the host with this action.
  std::vector<Value> pushed(std::string_view action) const {
    std::vector<Value> found;
    for (const Value& post : seen.posts) {
      if (post.find("response") == nullptr && post.string_at("action") == action) found.push_back(post);
    }
    return found;
  }
  /// Answers the last request of the host with this action.
  void respond(std::string_view action, std::string_view response) {
    const auto all = pushed(action);
    ASSERT_FALSE(all.empty()) << action;
    Value message = all.back();
    message.set("response", json(response));
    say(std::move(message));
  }
  void order(std::string_view action, std::string_view params) {
    auto effects = host->order(action, json(params), now);
    ASSERT_TRUE(effects) << effects.error().text;
    seen.take(*effects);
  }
  void load() { seen.take(host->on_load(now)); }
  void pass(std::int64_t ms) {
    now += ms;
    seen.take(host->on_time(now));
  }
  /// Answers the last request of the homeserver.
  void serve(int status, std::string_view body) {
    ASSERT_FALSE(seen.requests.empty());
    seen.take(host->on_answer(seen.requests.back().id, {status, json(body), {}, {}}, now));
  }
  void event(std::string_view text, std::string_view room_id = room, Brought brought = Brought::timeline) {
    const Value event = json(text);
    const bool changes = take_event(client, room_id, event, brought == Brought::timeline, now);
    seen.take(host->on_event(room_id, event, brought, changes, now));
  }
  /// Loaded, negotiated, and all of these decided.
  void open(std::string_view requested, std::string_view approve) {
    const std::string list(approve);
    order("decide_capabilities", R"({"approve":)" + list + R"(,"deny":)" + std::string(requested) + "}");
    order("decide_capabilities", R"({"approve":)" + list + R"(,"deny":[]})");
    load();
    respond("supported_api_versions", all_versions());
    respond("capabilities", R"({"capabilities":)" + std::string(requested) + "}");
  }
  void open(std::string_view capabilities) { open(capabilities, capabilities); }

  static std::string all_versions() {
    Value versions = make_array();
    for (const auto& action : schemas().actions()) {
      for (const auto& version : action.versions) versions.push(version);
    }
    return to_json(make_object({{"supported_versions", versions}}));
  }
};

}  // namespace ringcheck::widget::testing
