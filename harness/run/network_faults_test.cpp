// A homeserver that loses, refuses and repeats: what the trace then tells of a client that bears it. That
// replay equals live is held by replay_test.cpp, over the scenarios of the suites.

#include <algorithm>

#include <fmt/format.h>

#include "run/test_run.hpp"
#include "trace/trace.hpp"
#include "value/yaml.hpp"

namespace ringcheck::run {
namespace {

using trace::Entry;
using trace::Kind;

struct Played {
  report::TestResult result;
  std::deque<Entry> entries;
};

Played play_steps(const std::string& head, const std::string& steps) {
  const testing::TemporaryFolder folder;
  scenario::Library library = testing::load_suites_for(scenario::SubjectIs::client);
  const YamlDocument document =
      parse_yaml("test.yaml", "title: A test\nstage: dm\n" + head + "steps:\n" + steps);
  std::vector<Fault> faults;
  library.tests = scenario::lay_out(document, "voip.test", library.pieces, &library.requirements, faults);
  for (const Fault& fault : faults) ADD_FAILURE() << render(fault, document.source);
  const report::RunResult run =
      testing::play(testing::options_for("reference-client", folder), library.tests, library);
  if (run.tests.empty()) return {};
  auto entries = trace::read_trace(run.tests[0].trace_file);
  EXPECT_TRUE(entries) << (entries ? "" : entries.error().text);
  return {run.tests[0], entries ? std::move(*entries) : std::deque<Entry>{}};
}

std::vector<const Entry*> of_kind(const Played& played, Kind kind, std::string_view type) {
  std::vector<const Entry*> found;
  for (const Entry& entry : played.entries) {
    const bool fits = entry.kind == kind && entry.type.find(type) != std::string::npos;
    if (fits) found.push_back(&entry);
  }
  return found;
}

TEST(NetworkFaults, ARequestIsLostBeforeOrAfter) {
  const std::string rest = "    times: 1\n  - do: place_call\n  - expect: m.call.invite\n";
  for (const std::string when : {"before", "after"}) {
    const Played played = play_steps(
        "", fmt::format("  - serve: PUT /rooms/*/send/m.call.invite/*\n    drop: {}\n{}", when, rest));
    EXPECT_EQ(played.result.outcome, report::Outcome::passed) << played.result.message;
    const auto requests = of_kind(played, Kind::request, "m.call.invite");
    const auto lost = of_kind(played, Kind::closed, "m.call.invite");
    const auto events = of_kind(played, Kind::event, "m.call.invite");
    ASSERT_EQ(requests.size(), 2U) << when;
    ASSERT_EQ(lost.size(), 1U) << when;
    ASSERT_EQ(events.size(), 1U) << when;
    EXPECT_EQ(lost[0]->from, "homeserver");
    EXPECT_EQ(lost[0]->head.string_at("drop"), when);
    EXPECT_EQ(lost[0]->cause, requests[0]->seq);
    EXPECT_EQ(events[0]->cause, requests[when == "after" ? 0 : 1]->seq);
    EXPECT_EQ(requests[0]->type, requests[1]->type) << "the transaction ID stays";
  }
}

TEST(NetworkFaults, A429SaysHowLongToWait) {
  const Played played =
      play_steps("",
                 "  - serve: PUT /rooms/*/send/m.call.invite/*\n    retry_after_s: 1\n    times: 1\n"
                 "  - do: place_call\n  - expect: m.call.invite\n");
  EXPECT_EQ(played.result.outcome, report::Outcome::passed) << played.result.message;
  const auto responses = of_kind(played, Kind::response, "m.call.invite");
  ASSERT_EQ(responses.size(), 2U);
  EXPECT_EQ(responses[0]->head.find("status")->as_int(), 429);
  EXPECT_EQ(responses[0]->head.find("retry_after_ms")->as_int(), 1000) << "from the header";
  EXPECT_EQ(responses[0]->body.string_at("errcode"), "M_LIMIT_EXCEEDED");
  EXPECT_EQ(responses[0]->body.find("retry_after_ms")->as_int(), 1000);
}

TEST(NetworkFaults, ASyncResponseIsLostAtFirst) {
  const Played played = play_steps("",
                                   "  - do: start_session\n  - send: m.call.invite\n    delivery: lost\n"
                                   "  - expect: {note: incoming_call}\n  - settle: bob\n");
  EXPECT_EQ(played.result.outcome, report::Outcome::passed) << played.result.message;
  const auto invites = of_kind(played, Kind::event, "m.call.invite");
  ASSERT_EQ(invites.size(), 1U);
  const Value* id = invites[0]->head.find("event_id");
  const auto told = [&](const Entry* entry) {
    const auto& ids = entry->head.find("events")->items;
    return std::find(ids.begin(), ids.end(), *id) != ids.end();
  };
  const auto deliveries = of_kind(played, Kind::deliver, "");
  EXPECT_EQ(std::count_if(deliveries.begin(), deliveries.end(), told), 1) << "what is lost is not delivered";
  const auto closed = of_kind(played, Kind::closed, "GET /sync");
  EXPECT_EQ(
      std::count_if(closed.begin(), closed.end(), [](const Entry* e) { return e->from == "homeserver"; }), 1);
}

// The same scenario that a client passes in other rooms: nothing is wrong with the client.
TEST(NetworkFaults, ARoomThatAllowsNoInvitesIsNoFaultOfTheClient) {
  const Played played =
      play_steps("rooms:\n  dm: {members: [alice, bob], power_levels: {events: {m.call.invite: 50}}}\n",
                 "  - do: place_call\n  - expect: m.call.invite\n    proves: [VOIP-033]\n");
  EXPECT_EQ(played.result.outcome, report::Outcome::inconclusive);
  EXPECT_EQ(played.result.blame, "permission");
  EXPECT_NE(played.result.message.find("lacks permission in the room"), std::string::npos);
}

}  // namespace
}  // namespace ringcheck::run
