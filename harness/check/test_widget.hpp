#pragma once
// For the tests of widget checks: conversations of a widget and its host, one of which is bob, the subject.

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "check/test_trace.hpp"
#include "trace/widget_message.hpp"
#include "value/json.hpp"

namespace ringcheck::check::testing {

using trace::Side;

inline Value json(std::string_view text) {
  auto parsed = parse_json(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? parsed->value : Value();
}

/// A conversation of a widget and its host in session s1, of which one is bob and the other alice.
struct Talk {
  Sample& s;
  Side subject;

  std::string name(Side side) const { return side == subject ? "bob" : "alice"; }

  trace::Entry& put(Side side, Value message, const std::string& session = "s1") {
    trace::Entry made =
        trace::entry_of_message(side, session, name(side), name(trace::other(side)), std::move(message));
    made.seq = static_cast<std::int64_t>(s.entries.size()) + 1;
    made.t_us = made.seq * 1'000'000;
    s.entries.push_back(std::move(made));
    return s.entries.back();
  }
  static Value request(Side side, const std::string& action, const std::string& id, Value data) {
    return make_object({{"api", trace::api_of(side)},
                        {"requestId", id},
                        {"action", action},
                        {"widgetId", "w"},
                        {"data", std::move(data)}});
  }
  trace::Entry& ask(Side side, const std::string& action, const std::string& data = "{}") {
    return put(side, request(side, action, "r" + std::to_string(s.entries.size() + 1), json(data)));
  }
  /// Answers the newest entry, which is a request.
  trace::Entry& reply(const std::string& response = "{}") {
    Value message = s.entries.back().body;
    const Side asker = s.entries.back().head.string_at("side") == "widget" ? Side::widget : Side::host;
    message.set("response", json(response));
    return put(trace::other(asker), std::move(message));
  }
  /// Capabilities are negotiated: these are asked for, and those approved.
  void open(const std::string& requested = "[]", const std::string& approved = "") {
    ask(Side::host, "capabilities");
    reply(R"({"capabilities":)" + requested + "}");
    ask(Side::host, "notify_capabilities",
        R"({"requested":)" + requested + R"(,"approved":)" + (approved.empty() ? requested : approved) + "}");
    reply();
  }
  /// What alice asks and bob answers.
  void answered(const std::string& action, const std::string& data, const std::string& response) {
    ask(trace::other(subject), action, data);
    reply(response);
  }
  void unload(const std::string& session = "s1") {
    trace::Entry made = trace::entry_of_unload(session, "harness");
    made.seq = static_cast<std::int64_t>(s.entries.size()) + 1;
    made.t_us = made.seq * 1'000'000;
    s.entries.push_back(std::move(made));
  }
  /// So much time passes before the next entry.
  void wait_s(int seconds) {
    for (int i = 0; i < seconds; ++i) s.entry(trace::Kind::log, "harness", "");
  }
};

using Play = std::function<void(Talk&)>;

inline Case as(Side subject, const char* name, const Play& play, std::set<std::string> told) {
  return {name,
          [=](Sample& s) {
            Talk talk{s, subject};
            play(talk);
          },
          std::move(told)};
}

inline Case host(const char* name, const Play& play, std::set<std::string> told) {
  return as(Side::host, name, play, std::move(told));
}

inline Case widget(const char* name, const Play& play, std::set<std::string> told) {
  return as(Side::widget, name, play, std::move(told));
}

constexpr const char* event_text =
    R"({"type":"t","sender":"@a:b","event_id":"$e","room_id":"!r:b","origin_server_ts":1,"content":{}})";

/// Cases of what actions need and look like; widget_cases has them too.
std::vector<Case> widget_action_cases();

}  // namespace ringcheck::check::testing
