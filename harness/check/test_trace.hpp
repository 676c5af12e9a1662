#pragma once
// For the tests of check/: small traces, made entry by entry, and what a judge says of them.

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/checker.hpp"
#include "sdp/make.hpp"
#include "sdp/parse.hpp"
#include "testing/source_dir.hpp"

namespace ringcheck::check::testing {

inline const std::string root = source_dir();

inline const Checker& checker() {
  static const auto loaded = Checker::load(root + "/schemas/matrix");
  return **loaded;
}

inline sdp::Side side(std::uint64_t seed) {
  return {.identity =
              sdp::identity_from([seed]() mutable { return seed = seed * 6364136223846793005ULL + 99; })};
}

inline const std::string& offer_sdp() {
  static const std::string text = [] {
    sdp::Side caller = side(1);
    return sdp::make_offer(caller, {.audio = true});
  }();
  return text;
}

inline const std::string& answer_sdp() {
  static const std::string text = [] {
    sdp::Side callee = side(2);
    return sdp::make_answer(callee, sdp::parse(offer_sdp()).description, {});
  }();
  return text;
}

inline Value description(const char* type, const std::string& text) {
  return make_object({{"type", type}, {"sdp", text}});
}

using Keys = std::initializer_list<std::pair<std::string_view, Value>>;

inline Value content(const char* party, Keys rest = {}) {
  Value value = make_object({{"call_id", "c7QkR2mZ"}, {"party_id", party}, {"version", "1"}});
  for (const auto& [key, each] : rest) value.set(key, each);
  return value;
}

inline Value offer(Keys rest = {}) {
  Value value = content("A", {{"offer", description("offer", offer_sdp())}, {"lifetime", 90000}});
  for (const auto& [key, each] : rest) value.set(key, each);
  return value;
}

inline Value answer(Keys rest = {}) {
  Value value = content("B", {{"answer", description("answer", answer_sdp())}});
  for (const auto& [key, each] : rest) value.set(key, each);
  return value;
}

/// `negotiate` of one side.
inline Value negotiation(const char* party, const char* type, const std::string& text) {
  return content(party, {{"description", description(type, text)}, {"lifetime", 90000}});
}

/// A trace in the making; one second passes with each entry.
struct Sample {
  std::deque<trace::Entry> entries;

  trace::Entry& entry(trace::Kind kind, const std::string& from, const std::string& type) {
    trace::Entry entry;
    entry.seq = static_cast<std::int64_t>(entries.size()) + 1;
    entry.t_us = entry.seq * 1'000'000;
    entry.kind = kind;
    entry.from = from;
    entry.to = "homeserver";
    entry.channel = trace::channel::client_api;
    entry.type = type;
    entries.push_back(std::move(entry));
    return entries.back();
  }
  trace::Entry& add(const std::string& from, const std::string& type, Value body) {
    trace::Entry& made = entry(trace::Kind::event, from, type);
    made.head = make_object(
        {{"room_id", "!r:h"}, {"event_id", "$" + std::to_string(made.seq)}, {"sender", "@" + from + ":h"}});
    made.body = std::move(body);
    return made;
  }
  /// The subject has taken in all events so far.
  trace::Entry& taken(const std::string& subject = "bob") {
    Value ids = make_array();
    for (const trace::Entry& each : entries) {
      if (each.kind == trace::Kind::event) ids.push(each.head.string_at("event_id"));
    }
    trace::Entry& made = entry(trace::Kind::taken, "homeserver", "GET /sync");
    made.to = subject;
    made.head = make_object({{"events", std::move(ids)}});
    return made;
  }
  trace::Entry& request(const std::string& method, const std::string& path, const std::string& digest = "") {
    trace::Entry& made = entry(trace::Kind::request, "bob", method + " " + path);
    made.head = make_object({{"method", method},
                             {"path", "/_matrix/client/v3" + path},
                             {"headers", make_object({{"authorization", "Bearer <token of bob>"}})}});
    if (!digest.empty()) made.head.set("digest", digest);
    return made;
  }
  /// The answer to the newest entry, which is a request.
  trace::Entry& response(int status) {
    const std::int64_t cause = entries.back().seq;
    const std::string type = entries.back().type;
    trace::Entry& made = entry(trace::Kind::response, "homeserver", type);
    made.to = "bob";
    made.cause = cause;
    made.head = make_object({{"status", status}});
    return made;
  }
  trace::Entry& of_bob(std::string_view type) {
    return *std::find_if(entries.begin(), entries.end(),
                         [&](const trace::Entry& each) { return each.from == "bob" && each.type == type; });
  }
};

/// A call in which bob, the subject, sends one event of nearly every type: he answers, later answers again.
inline Sample callee() {
  Sample sample;
  const Value candidates =
      make_array({make_object({{"candidate", "candidate:1 1 udp 1 ::1 9 typ host"}, {"sdpMid", "0"}}),
                  make_object({{"candidate", ""}})});
  sample.add("alice", "m.call.invite", offer());
  sample.add("bob", "m.call.answer", answer());
  sample.add("alice", "m.call.select_answer", content("A", {{"selected_party_id", "B"}}));
  sample.add("bob", "m.call.candidates", content("B", {{"candidates", candidates}}));
  sample.add("alice", "m.call.negotiate", negotiation("A", "offer", offer_sdp()));
  sample.add("bob", "m.call.negotiate", negotiation("B", "answer", answer_sdp()));
  sample.add("bob", "m.call.hangup", content("B", {{"reason", "user_hangup"}}));
  return sample;
}

/// The same subject places a call of its own.
inline Sample caller() {
  Sample sample;
  sample.add(
      "bob", "m.call.invite",
      content("B", {{"offer", description("offer", offer_sdp())}, {"lifetime", 90000}, {"invitee", "@a:h"}}));
  sample.add("alice", "m.call.answer", content("A", {{"answer", description("answer", answer_sdp())}}));
  sample.add("bob", "m.call.select_answer", content("B", {{"selected_party_id", "A"}}));
  sample.add("bob", "m.call.hangup", content("B", {{"reason", "user_hangup"}}));
  return sample;
}

inline std::set<std::string> failed(const TraceReport& report) {
  std::set<std::string> ids;
  for (const Finding& finding : report.findings) {
    if (finding.error) ids.insert(finding.requirement);
  }
  return ids;
}

/// The checks that said anything at all, each with the requirement that it named: "end VOIP-088", "token".
inline std::set<std::string> told(const TraceReport& report) {
  std::set<std::string> all;
  for (const Finding& finding : report.findings) {
    all.insert(finding.requirement.empty() ? finding.check : finding.check + " " + finding.requirement);
  }
  return all;
}

inline std::set<std::string> examined(const TraceReport& report) {
  std::set<std::string> ids;
  for (const Examined& each : report.examined) ids.insert(each.requirement);
  return ids;
}

/// A trace and what is told of it, as `told` words it; nothing for a good one.
struct Case {
  const char* name;
  std::function<void(Sample&)> play;
  std::set<std::string> told;
};

inline std::ostream& operator<<(std::ostream& out, const Case& each) {
  return out << each.name;
}

inline TraceReport judged(const Case& each) {
  Sample sample;
  each.play(sample);
  return checker().check_trace(sample.entries, "bob");
}

/// All faulty traces of the tests beside their files, so that one test sees what they prove together.
std::vector<Case> call_cases();
std::vector<Case> media_cases();
std::vector<Case> entry_cases();
std::vector<Case> widget_cases();

}  // namespace ringcheck::check::testing
