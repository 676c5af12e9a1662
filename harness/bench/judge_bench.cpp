// How long it takes to judge a long trace, and how much memory that needs: calls one after the other, each
// with the traffic that a live one has.

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "check/checker.hpp"
#include "sdp/make.hpp"
#include "sdp/parse.hpp"
#include "testing/source_dir.hpp"

namespace ringcheck {
namespace {

constexpr const char* room = "!room:hs.test";

Value description(const char* type, const std::string& text) {
  return make_object({{"type", type}, {"sdp", text}});
}

/// One call of bob, the subject, with alice; its call_id is put in by the reader.
class CallTrace {
 public:
  CallTrace() {
    sdp::Side bob{.identity =
                      sdp::identity_from([n = std::uint64_t{1}]() mutable { return n = n * 31 + 7; })};
    sdp::Side alice{.identity =
                        sdp::identity_from([n = std::uint64_t{2}]() mutable { return n = n * 37 + 5; })};
    const std::string offer = sdp::make_offer(bob, {.audio = true});
    const std::string answer = sdp::make_answer(alice, sdp::parse(offer).description, {});
    sdp::take_answer(bob, sdp::parse(answer).description);
    const std::string hold = sdp::make_offer(bob, {.direction = sdp::Direction::sendonly});
    const std::string held = sdp::make_answer(alice, sdp::parse(hold).description, {});
    const Value candidate =
        make_object({{"candidate", "candidate:1 1 udp 2130706431 192.0.2.1 9 typ host"}, {"sdpMid", "0"}});
    by_bob("m.call.invite", {{"lifetime", 90000}, {"offer", description("offer", offer)}});
    by_bob("m.call.candidates", {{"candidates", make_array({candidate})}});
    by_alice("m.call.answer", {{"answer", description("answer", answer)}});
    by_bob("m.call.select_answer", {{"selected_party_id", "alice"}});
    by_bob("m.call.candidates", {{"candidates", make_array({make_object({{"candidate", ""}})})}});
    by_bob("m.call.negotiate", {{"lifetime", 90000}, {"description", description("offer", hold)}});
    by_alice("m.call.negotiate", {{"lifetime", 90000}, {"description", description("answer", held)}});
    by_bob("m.call.hangup", {{"reason", "user_hangup"}});
  }

  std::size_t size() const { return entries_.size(); }

  /// The entry at a place of the endless trace, good until the next one is asked for.
  const trace::Entry& at(std::int64_t index) {
    const auto size = static_cast<std::int64_t>(entries_.size());
    const std::int64_t call = index / size;
    trace::Entry& entry = entries_[static_cast<std::size_t>(index % size)];
    entry.seq = index + 1;
    entry.t_us = index * 1000;
    entry.cause = causes_[static_cast<std::size_t>(index % size)] ? index : 0;
    if (entry.kind == trace::Kind::event) entry.body.set("call_id", "c" + std::to_string(call));
    return entry;
  }

 private:
  using Keys = std::initializer_list<std::pair<std::string_view, Value>>;

  void add(trace::Kind kind, const std::string& from, const std::string& type, Value head, bool has_cause) {
    trace::Entry entry;
    entry.kind = kind;
    entry.from = from;
    entry.to = from == "homeserver" ? "bob" : "homeserver";
    entry.channel = trace::channel::client_api;
    entry.type = type;
    entry.head = std::move(head);
    entries_.push_back(std::move(entry));
    causes_.push_back(has_cause);
  }
  void event(const std::string& from, const std::string& type, Keys keys, bool has_cause) {
    add(trace::Kind::event, from, type,
        make_object({{"room_id", room}, {"event_id", "$" + type}, {"sender", "@" + from + ":hs.test"}}),
        has_cause);
    Value& body = entries_.back().body;
    body = make_object({{"call_id", ""}, {"party_id", from}, {"version", "1"}});
    for (const auto& [key, value] : keys) body.set(key, value);
  }
  void by_bob(const std::string& type, Keys keys) {
    const std::string path = std::string("/rooms/") + room + "/send/" + type + "/t" + std::to_string(size());
    add(trace::Kind::request, "bob", "PUT " + path,
        make_object({{"method", "PUT"},
                     {"path", "/_matrix/client/v3" + path},
                     {"headers", make_object({{"authorization", "Bearer <token of bob>"}})}}),
        false);
    event("bob", type, keys, true);
    add(trace::Kind::response, "homeserver", "PUT " + path, make_object({{"status", 200}}), false);
    sync(type);
  }
  void by_alice(const std::string& type, Keys keys) {
    event("alice", type, keys, false);
    sync(type);
  }
  void sync(const std::string& type) {
    const Value head = make_object({{"events", make_array({"$" + type})}, {"token", "s1"}});
    add(trace::Kind::deliver, "homeserver", "GET /sync", head, false);
    add(trace::Kind::request, "bob", "GET /sync",
        make_object({{"method", "GET"},
                     {"path", "/_matrix/client/v3/sync"},
                     {"headers", make_object({{"authorization", "Bearer <token of bob>"}})}}),
        false);
    add(trace::Kind::taken, "homeserver", "GET /sync", head, false);
    add(trace::Kind::note, "bob", "call_state_changed", make_object(), false);
  }

  std::vector<trace::Entry> entries_;
  std::vector<bool> causes_;
};

/// What the process has in memory now (proc(5), statm).
std::int64_t resident_kib() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t all_pages = 0;
  std::int64_t resident_pages = 0;
  statm >> all_pages >> resident_pages;
  return resident_pages * sysconf(_SC_PAGESIZE) / 1024;
}

struct Judged {
  std::size_t findings = 0;
  std::int64_t peak_kib = 0;
};

Judged judge(const check::Checker& checker, CallTrace& calls, std::int64_t entries) {
  constexpr std::int64_t between_looks = 10'000;
  check::TraceJudge judge = checker.judge("bob");
  Judged judged;
  for (std::int64_t i = 0; i < entries; ++i) {
    judge.take(calls.at(i));
    if (i % between_looks == 0) judged.peak_kib = std::max(judged.peak_kib, resident_kib());
  }
  judged.findings = judge.finish().findings.size();
  return judged;
}

void judge_100000_entries(benchmark::State& state) {
  const auto checker = check::Checker::load(source_dir() + "/schemas/matrix");
  if (!checker) return state.SkipWithError("the schemas do not load");
  CallTrace calls;
  std::size_t findings = 0;
  while (state.KeepRunning()) findings += judge(**checker, calls, 100'000).findings;
  if (findings != 0) state.SkipWithError("a good trace has findings");
}

/// By how much a million entries raise the peak of memory above that of the first hundred thousand.
void judge_a_million_entries(benchmark::State& state) {
  const auto checker = check::Checker::load(source_dir() + "/schemas/matrix");
  if (!checker) return state.SkipWithError("the schemas do not load");
  CallTrace calls;
  const std::int64_t before_kib = judge(**checker, calls, 100'000).peak_kib;
  Judged judged;
  while (state.KeepRunning()) judged = judge(**checker, calls, 1'000'000);
  state.counters["grown_kib"] = static_cast<double>(std::max<std::int64_t>(0, judged.peak_kib - before_kib));
}

BENCHMARK(judge_100000_entries)->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK(judge_a_million_entries)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace ringcheck
