#include "check/checker.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "check/test_trace.hpp"
#include "check/trace_checks.hpp"
#include "spec/register.hpp"
#include "value/pointer.hpp"

namespace ringcheck::check {
namespace {

using namespace testing;

TEST(Checker, HasNothingToSayOfAGoodTrace) {
  for (const Sample& sample : {callee(), caller()}) {
    const TraceReport report = checker().check_trace(sample.entries, "bob");
    for (const Finding& finding : report.findings)
      ADD_FAILURE() << finding.requirement << " " << finding.text;
  }
}

TEST(Checker, CountsWhatItLookedAtAndNoMore) {
  const std::set<std::string> callee_ids = {
      "",         "VOIP-001", "VOIP-002", "VOIP-003", "VOIP-004", "VOIP-013", "VOIP-017", "VOIP-022",
      "VOIP-034", "VOIP-043", "VOIP-067", "VOIP-068", "VOIP-069", "VOIP-073", "VOIP-079", "VOIP-088",
      "VOIP-089", "VOIP-125", "VOIP-138", "VOIP-139", "VOIP-140", "VOIP-142", "VOIP-212"};
  EXPECT_EQ(examined(checker().check_trace(callee().entries, "bob")), callee_ids);
  const std::set<std::string> caller_ids = {
      "",         "VOIP-001", "VOIP-002", "VOIP-003", "VOIP-004", "VOIP-013", "VOIP-015", "VOIP-016",
      "VOIP-017", "VOIP-022", "VOIP-033", "VOIP-034", "VOIP-036", "VOIP-040", "VOIP-043", "VOIP-088",
      "VOIP-091", "VOIP-092", "VOIP-093", "VOIP-125", "VOIP-176", "VOIP-212"};
  EXPECT_EQ(examined(checker().check_trace(caller().entries, "bob")), caller_ids);
  EXPECT_TRUE(checker().check_trace(callee().entries, "carol").examined.empty());
  EXPECT_TRUE(checker().check_trace({}, "bob").examined.empty());
}

TEST(Checker, ANumberIsExaminedOncePerEvent) {
  const TraceReport report = checker().check_trace(callee().entries, "bob");
  for (const Examined& each : report.examined) {
    if (each.requirement == "VOIP-001" || each.requirement == "VOIP-017") EXPECT_EQ(each.count, 4);
    if (each.requirement == "VOIP-022") EXPECT_EQ(each.count, 3);
  }
}

Value& holder_of(Value& body, const std::vector<std::string>& path) {
  Value* place = &body;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    place = place->is_array() ? &place->items.at(std::stoul(path[i])) : place->find(path[i]);
  }
  return *place;
}

std::function<void(trace::Entry&)> put(const std::vector<std::string>& path, const Value& value) {
  return [=](trace::Entry& entry) { holder_of(entry.body, path).set(path.back(), value); };
}

std::function<void(trace::Entry&)> drop(const std::vector<std::string>& path) {
  return [=](trace::Entry& entry) { holder_of(entry.body, path).erase(path.back()); };
}

struct Broken {
  const char* name;
  bool as_caller;
  const char* type;
  std::function<void(trace::Entry&)> fault;
  std::set<std::string> requirements;
};

void PrintTo(const Broken& each, std::ostream* out) {
  *out << each.name;
}

class TraceFaults : public ::testing::TestWithParam<Broken> {};

TEST_P(TraceFaults, FailTheRightRequirements) {
  Sample sample = GetParam().as_caller ? caller() : callee();
  trace::Entry& entry = sample.of_bob(GetParam().type);
  GetParam().fault(entry);
  const TraceReport report = checker().check_trace(sample.entries, "bob");
  EXPECT_EQ(failed(report), GetParam().requirements);
  for (const Finding& finding : report.findings) {
    EXPECT_FALSE(finding.text.empty());
    // What two entries have to do with each other is told of the later one.
    const bool alone =
        finding.check == "schema" || finding.check == "channel" || finding.check == "identifiers";
    if (alone) EXPECT_EQ(finding.at_seq, entry.seq);
  }
}

const char* const invite = "m.call.invite";
const char* const answer = "m.call.answer";
const char* const candidates = "m.call.candidates";
const char* const negotiate = "m.call.negotiate";
const char* const hangup = "m.call.hangup";

std::vector<Broken> broken_traces() {
  const Value long_id(std::string(256, 'a'));
  return {
      {"version_number", false, hangup, put({"version"}, 1), {"VOIP-001", "VOIP-003"}},
      {"version_nought_point_nought",
       false,
       hangup,
       put({"version"}, make_number("0.0")),
       {"VOIP-001", "VOIP-003"}},
      {"no_version", false, hangup, drop({"version"}), {"VOIP-001", "VOIP-003"}},
      {"no_party_id", false, hangup, drop({"party_id"}), {"VOIP-001", "VOIP-004"}},
      {"party_id_null", false, hangup, put({"party_id"}, Value()), {"VOIP-001", "VOIP-004"}},
      {"no_call_id", false, hangup, drop({"call_id"}), {"VOIP-001", "VOIP-002"}},
      {"call_id_number", false, hangup, put({"call_id"}, 5), {"VOIP-001", "VOIP-002"}},
      {"no_lifetime", true, invite, drop({"lifetime"}), {"VOIP-001", "VOIP-033"}},
      {"lifetime_float", true, invite, put({"lifetime"}, make_number("9e4")), {"VOIP-001", "VOIP-033"}},
      {"no_offer", true, invite, drop({"offer"}), {"VOIP-001", "VOIP-033"}},
      {"no_offer_type", true, invite, drop({"offer", "type"}), {"VOIP-001", "VOIP-033", "VOIP-034"}},
      {"offer_type_answer", true, invite, put({"offer", "type"}, "pranswer"), {"VOIP-001", "VOIP-033"}},
      {"invitee_number", true, invite, put({"invitee"}, 5), {"VOIP-001", "VOIP-176"}},
      {"invitee_no_user", true, invite, put({"invitee"}, "alice"), {"VOIP-176"}},
      {"call_id_grammar", true, invite, put({"call_id"}, "a b"), {"VOIP-016", "VOIP-040", "VOIP-041"}},
      {"call_id_empty", true, invite, put({"call_id"}, ""), {"VOIP-016", "VOIP-040", "VOIP-041"}},
      {"call_id_long", true, invite, put({"call_id"}, long_id), {"VOIP-016", "VOIP-040", "VOIP-041"}},
      {"party_id_grammar", true, invite, put({"party_id"}, "B/1"), {"VOIP-017", "VOIP-022"}},
      {"party_id_changes", false, hangup, put({"party_id"}, "C"), {"VOIP-022"}},
      {"no_answer", false, answer, drop({"answer"}), {"VOIP-001", "VOIP-089"}},
      {"no_answer_type", false, answer, drop({"answer", "type"}), {"VOIP-001", "VOIP-034", "VOIP-089"}},
      {"candidates_map", false, candidates, put({"candidates"}, make_object()), {"VOIP-001", "VOIP-067"}},
      {"candidate_number",
       false,
       candidates,
       put({"candidates", "0", "candidate"}, 5),
       {"VOIP-001", "VOIP-067"}},
      {"no_media_line", false, candidates, drop({"candidates", "0", "sdpMid"}), {"VOIP-001", "VOIP-068"}},
      {"mid_number", false, candidates, put({"candidates", "0", "sdpMid"}, 0), {"VOIP-001"}},
      {"selected_null",
       true,
       "m.call.select_answer",
       put({"selected_party_id"}, Value()),
       {"VOIP-001", "VOIP-092"}},
      {"no_reason", false, hangup, drop({"reason"}), {"VOIP-001", "VOIP-125"}},
      {"reason_unlisted", false, hangup, put({"reason"}, "replaced"), {"VOIP-001", "VOIP-125"}},
      {"no_description", false, negotiate, drop({"description"}), {"VOIP-001", "VOIP-140"}},
      {"no_description_type",
       false,
       negotiate,
       drop({"description", "type"}),
       {"VOIP-001", "VOIP-034", "VOIP-140"}},
      {"answer_lifetime", false, negotiate, drop({"lifetime"}), {"VOIP-001", "VOIP-140", "VOIP-142"}},
      {"sdp_garbage", true, invite, put({"offer", "sdp"}, "hello"), {"VOIP-212"}},
      {"sdp_of_another_offer",
       false,
       answer,
       [](trace::Entry& entry) {
         sdp::Side callee = side(3);
         const std::string other = sdp::make_offer(callee, {.audio = true, .video = true});
         entry.body.find("answer")->set("sdp", sdp::make_answer(callee, sdp::parse(other).description, {}));
       },
       {"VOIP-212"}},
      {"state_event",
       false,
       hangup,
       [](trace::Entry& entry) { entry.head.set("state_key", ""); },
       {"VOIP-013"}},
      {"to_device",
       false,
       hangup,
       [](trace::Entry& entry) { entry.channel = trace::channel::to_device; },
       {"VOIP-013"}},
      {"content_a_list", false, hangup, [](trace::Entry& entry) { entry.body = make_array(); }, {"VOIP-001"}},
  };
}

INSTANTIATE_TEST_SUITE_P(Traces, TraceFaults, ::testing::ValuesIn(broken_traces()),
                         [](const auto& instance) { return std::string(instance.param.name); });

TEST(Checker, LeavesTheCallIdOfOthersToOthers) {
  Sample sample = callee();
  for (trace::Entry& entry : sample.entries) entry.body.set("call_id", "not an opaque id");
  EXPECT_EQ(failed(checker().check_trace(sample.entries, "bob")), std::set<std::string>{});
  EXPECT_EQ(failed(checker().check_trace(sample.entries, "alice")), std::set<std::string>{"VOIP-016"});
}

TEST(Checker, JudgesVersionNoughtByItsOwnSchemas) {
  Sample sample;
  sample.add("alice", "m.call.invite",
             make_object({{"call_id", "any thing"}, {"version", 0}, {"lifetime", 60000}}));
  sample.add("bob", "m.call.hangup", make_object({{"call_id", "any thing"}, {"version", 0}}));
  const TraceReport good = checker().check_trace(sample.entries, "bob");
  EXPECT_EQ(failed(good), std::set<std::string>{});
  EXPECT_FALSE(examined(good).contains("VOIP-003"));
  EXPECT_FALSE(examined(good).contains("VOIP-125"));

  sample.entries.back().body.set("reason", "user_hangup");
  EXPECT_EQ(failed(checker().check_trace(sample.entries, "bob")),
            (std::set<std::string>{"VOIP-001", "VOIP-137"}));
}

TEST(Checker, SaysNothingOfAnAnswerToAFaultyOffer) {
  Sample sample = callee();
  sample.entries.front().declared = {"/offer/sdp"};
  sdp::Side other = side(3);
  const std::string text = sdp::make_offer(other, {.audio = true, .video = true});
  sample.entries.front().body.find("offer")->set("sdp", text);
  EXPECT_EQ(failed(checker().check_trace(sample.entries, "bob")), std::set<std::string>{});
  sample.entries.front().declared.clear();
  EXPECT_EQ(failed(checker().check_trace(sample.entries, "bob")), std::set<std::string>{"VOIP-212"});
}

TEST(Checker, WarnsOfAnExperimentalPurposeAndFailsAnInventedOne) {
  for (const auto& [purpose, is_error] :
       {std::pair("org.example.whiteboard", false), std::pair("whiteboard", true)}) {
    Sample sample = caller();
    const Value stream = make_object({{"purpose", purpose}});
    sample.of_bob(invite).body.set("sdp_stream_metadata", make_object({{"s", stream}}));
    TraceReport report = checker().check_trace(sample.entries, "bob");
    std::erase_if(report.findings, [](const Finding& each) { return each.check != "schema"; });
    ASSERT_FALSE(report.findings.empty());
    for (const Finding& each : report.findings) {
      EXPECT_TRUE(each.requirement == "VOIP-001" || each.requirement == "VOIP-191") << each.requirement;
      EXPECT_EQ(each.error, is_error);
    }
  }
}

TEST(Checker, SkipsLegsOfGroupCallsToDevices) {
  Sample sample = callee();
  trace::Entry& entry = sample.of_bob(hangup);
  entry.channel = trace::channel::to_device;
  entry.body.set("conf_id", "c");
  EXPECT_EQ(failed(checker().check_trace(sample.entries, "bob")), std::set<std::string>{});
}

TEST(TraceChecks, NameOnlyRequirementsOfTheRegisterAndNoOthersThanTheyUse) {
  std::vector<Fault> faults;
  std::vector<YamlDocument> documents;
  const spec::Register requirements = spec::read_register(root + "/suites/requirements", faults, documents);
  std::set<std::string> named;
  for (const TraceCheck& check : trace_checks()) {
    for (const std::string_view id : check.requirements) {
      EXPECT_NE(requirements.find(id), nullptr) << check.name << " names " << id;
      named.insert(std::string(id));
    }
  }
  std::set<std::string> used;
  for (const Broken& each : broken_traces()) used.insert(each.requirements.begin(), each.requirements.end());
  for (const auto& cases : {call_cases(), media_cases(), entry_cases(), widget_cases()}) {
    for (const Case& each : cases) {
      for (const std::string& told : each.told) {
        if (const std::size_t space = told.find(' '); space != std::string::npos)
          used.insert(told.substr(space + 1));
      }
    }
  }
  EXPECT_EQ(named, used) << "each requirement wants a fault that fails it";
}

TEST(OwnEvent, IsRefusedUnlessItsFaultIsDeclared) {
  const Value good = content("A", {{"reason", "user_hangup"}});
  EXPECT_FALSE(checker().own_event(hangup, good, {}));

  Value number = good;
  number.set("version", 1);
  const auto told = checker().own_event(hangup, number, {});
  ASSERT_TRUE(told);
  EXPECT_NE(told->find("/version"), std::string::npos) << *told;
  EXPECT_NE(told->find("1 (integer)"), std::string::npos) << *told;
  EXPECT_FALSE(checker().own_event(hangup, number, {"/version"}));
  EXPECT_TRUE(checker().own_event(hangup, number, {"/versio"}));
  EXPECT_TRUE(checker().own_event(hangup, number, {"/reason"}));

  Value nothing = good;
  nothing.erase("party_id");
  EXPECT_TRUE(checker().own_event(hangup, nothing, {}));
  EXPECT_FALSE(checker().own_event(hangup, nothing, {"/party_id"}));
}

TEST(OwnEvent, AWrongVersionMayNotHideOtherFaults) {
  Value nought = content("A", {{"reason", "user_hangup"}});
  nought.set("version", 0);
  EXPECT_TRUE(checker().own_event(hangup, nought, {}));
  EXPECT_FALSE(checker().own_event(hangup, nought, {"/version"}));
  nought.set("reason", 5);
  EXPECT_TRUE(checker().own_event(hangup, nought, {"/version"}));
}

TEST(OwnEvent, ADeclaredPlaceExcusesWhatIsAboveAndBelowIt) {
  const Value bad = content("A", {{"candidates", make_array({make_object({{"candidate", "x"}})})}});
  EXPECT_TRUE(checker().own_event(candidates, bad, {}));
  EXPECT_FALSE(checker().own_event(candidates, bad, {"/candidates"}));
  EXPECT_FALSE(checker().own_event(candidates, bad, {"/candidates/0/sdpMid"}));
  EXPECT_TRUE(checker().own_event(candidates, bad, {"/candidates/1"}));
  EXPECT_TRUE(checker().own_event(candidates, make_array(), {"/candidates"}));
}

TEST(OwnEvent, UnknownTypesAreFree) {
  EXPECT_FALSE(checker().own_event("m.call.unheard_of", make_array(), {}));
  EXPECT_FALSE(checker().own_event("org.example", Value(1), {}));
}

}  // namespace
}  // namespace ringcheck::check
